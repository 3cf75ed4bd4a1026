"""What of a reading a person may see: the answers stay, words of notes out of sight do not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from handlers.access import Viewer
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.facts import Fact
from playbooks.handoffs import Promise
from playbooks.health.values import Answer, Cap, Change, Finding, Reading
from playbooks.notes import Note
from playbooks.people import Channel
from storage.workspace import Reader, parts

HIDDEN = "hidden"
"""Stands for the id of a note that the reader of the answer may not see."""

NOTE = "note"
PROMISES: Mapping[str, type[Promise] | type[CustomerPromise]] = {
    "promise": Promise,
    "customer_promise": CustomerPromise,
}
"""Evidence that may have been read out of a note."""


@dataclass(frozen=True, slots=True)
class Background:
    """What lies behind some facts, read at once: the notes, and which of them promises come from.

    `promised` holds, by kind and id of a promise, the note that it was read out of, if any.
    """

    channels: Mapping[str, Channel]
    notes: Mapping[str, Note] = field(default_factory=dict)
    promised: Mapping[tuple[str, str], str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader, facts: Iterable[Fact] = ()) -> "Background":
        """By a fixed number of queries, however many facts there are."""
        found: dict[str, set[str]] = {kind: set() for kind in (NOTE, *PROMISES)}
        for fact in facts:
            if fact.evidence_kind in found:
                found[fact.evidence_kind].add(fact.evidence_id)
        promised = {
            (kind, one.id): one.note_id
            for kind, promise in PROMISES.items()
            for part in parts(sorted(found[kind]))
            for one in reader.find(promise, id=part)
        }
        ids = found[NOTE] | {note_id for note_id in promised.values() if note_id}
        notes = (note for part in parts(sorted(ids)) for note in reader.find(Note, id=part))
        channels = {channel.id: channel for channel in reader.find(Channel)}
        return cls(channels, {note.id: note for note in notes}, promised)


class Discretion:
    """One viewer's sight of one account's notes; each note is looked up once.

    Of several accounts, all that lies behind their facts can be read before, as `background`.
    """

    def __init__(
        self,
        reader: Reader,
        viewer: Viewer,
        account: Account,
        background: Background | None = None,
    ) -> None:
        self._reader = reader
        self._viewer = viewer
        self._account = account
        self._background = background or Background.of(reader)
        self._seen: dict[str, bool] = {}

    def reading(self, reading: Reading) -> Reading:
        """The same figures for everyone; the evidence as this viewer may see it."""
        self._look_up(note for answer in reading.answers for note in _notes(answer))
        components = tuple(
            replace(c, answers=tuple(self._answer(answer) for answer in c.answers))
            for c in reading.components
        )
        return replace(
            reading,
            components=components,
            lifts=tuple(map(self._answer, reading.lifts)),
            drags=tuple(map(self._answer, reading.drags)),
            cap=self._cap(reading.cap),
        )

    def change(self, change: Change) -> Change:
        """The same change, with the evidence as this viewer may see it."""
        self._look_up((*_notes(change.before), *_notes(change.after)))
        return replace(
            change,
            before=self._answer(change.before),
            after=self._answer(change.after),
            came=tuple(map(self.fact, change.came)),
            went=tuple(map(self.fact, change.went)),
        )

    def sees_note(self, note_id: str) -> bool:
        """Whether the viewer may read that note; a note that is not there is not seen."""
        if note_id not in self._seen:
            self._look_up([note_id])
        return self._seen[note_id]

    def fact(self, fact: Fact) -> Fact:
        """The fact, without the words and the id of a note out of sight, or of what it told of."""
        note_id = self._note_behind(fact)
        if note_id is None or self.sees_note(note_id):
            return fact
        return replace(fact, evidence_id=HIDDEN, quote=None)

    def _note_behind(self, fact: Fact) -> str | None:
        """The note that a fact rests on, itself or by a promise that was read out of it."""
        if fact.evidence_kind == NOTE:
            return fact.evidence_id
        known, key = self._background.promised, (fact.evidence_kind, fact.evidence_id)
        if key in known:
            return known[key]
        kind = PROMISES.get(fact.evidence_kind)
        promise = self._reader.get(kind, fact.evidence_id) if kind else None
        return promise.note_id if promise else None

    def _cap(self, cap: Cap | None) -> Cap | None:
        return cap and replace(cap, evidence=tuple(map(self.fact, cap.evidence)))

    def _answer(self, answer: Answer) -> Answer:
        evidence = tuple(map(self.fact, answer.evidence))
        return replace(answer, evidence=evidence, against=tuple(map(self._finding, answer.against)))

    def _finding(self, finding: Finding) -> Finding:
        return replace(finding, evidence=tuple(map(self.fact, finding.evidence)))

    def _look_up(self, note_ids: Iterable[str]) -> None:
        wanted = set(note_ids) - self._seen.keys()
        known = self._background.notes
        left = sorted(wanted - known.keys())
        found = {note.id: note for note in self._reader.find(Note, id=left)} if left else {}
        for note_id in wanted:
            self._seen[note_id] = self._sees(known.get(note_id) or found.get(note_id))

    def _sees(self, note: Note | None) -> bool:
        if note is None:
            return False
        channel = self._background.channels.get(note.channel or "")
        return self._viewer.sees_note(note, self._account, channel)


def _notes(answer: Answer) -> list[str]:
    """Ids of the notes that an answer, or what stands against it, cites."""
    facts = (*answer.evidence, *(fact for f in answer.against for fact in f.evidence))
    return [fact.evidence_id for fact in facts if fact.evidence_kind == NOTE]
