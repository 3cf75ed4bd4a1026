"""Notes: proposing what one would save, saving it, amending it, and reading others' in bulk."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz, utils

from handlers import access, audit, naming, note_reading
from handlers.access import Viewer
from handlers.context import Context
from handlers.note_reading import ReadOut
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import ProductGap
from playbooks.people import Role
from playbooks.sentiment import Sentiment
from storage.workspace import Reader, Writer

LARGEST_NOTE = 4_000_000
"""Characters; a transcript of 2 MB fits."""

NEAR_DAYS = 5
NEAR_LIKENESS = 90.0
"""Per cent of likeness from which two notes of one account within days say the same."""

COMPARED = 4_000
"""Characters of a note that are compared with others."""

BATCH = 500


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as somebody gives it; what is None is read out of the text or its surroundings.

    `account` is a name, an alias or an id. `channel` is a Slack channel id. An `id` that is given
    makes saving idempotent: the same id twice saves once. `owes` is what the author is to do from
    now on, with the day by which; `delivers` the id of a promise that the note says was kept.
    """

    account: str
    text: str
    date: datetime.date | None = None
    kind: str | None = None
    direction: Direction | None = None
    private: bool = False
    channel: str | None = None
    permalink: str | None = None
    id: str | None = None
    owes: tuple[str, datetime.date | None] | None = None
    delivers: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What saving would write: the note and all that was read out of it; nothing is saved yet.

    `sentiment` is `negative`, `neutral` or `positive`. `promises` are the commitments made by us,
    `their_commitments` those of the customer. `near_duplicates` are notes of the same account
    that say nearly the same within days. `partly_read` is true of a text so long that only its
    beginning was read for cues; all of it is kept.
    """

    account: Account
    note: Note
    sentiment: Sentiment
    cues: tuple[Cue, ...]
    promises: tuple[Promise, ...]
    their_commitments: tuple[Promise, ...]
    intent: IntentReading | None
    near_duplicates: tuple[Note, ...]
    gaps: tuple[ProductGap, ...] = ()
    partly_read: bool = False

    @property
    def values(self) -> list[Any]:
        """Everything that is written when the note is saved."""
        intent = (self.intent,) if self.intent else ()
        return [self.note, *self.cues, *self.promises, *self.gaps, *intent]


@dataclass(frozen=True, slots=True)
class SavedNote:
    """A note that was saved; `audit_entry_id` undoes it. `repeated` means it was there already."""

    proposal: Proposal
    audit_entry_id: str | None
    repeated: bool = False

    @property
    def note(self) -> Note:
        """The note as it stands in the records."""
        return self.proposal.note


def propose(context: Context, draft: NoteDraft, author: str | None) -> Proposal:
    """What `add` would save, for somebody to confirm or edit.

    Raises `BadInput` for an empty text, `NotFound` for an unknown account or author and
    `Ambiguous` for a name that fits several accounts.
    """
    with context.workspace.reading() as reader:
        return _proposal(context, reader, draft, _writing_member(reader, author))


def add(context: Context, draft: NoteDraft, author: str | None) -> SavedNote:
    """Save a note with its cues, promises, intent and audit entry, all of them or none.

    `author` is a member's id or handle, None for the administrator. Raises as `propose` does.
    """
    with context.workspace.writing() as writer:
        viewer = _writing_member(writer, author)
        there = writer.get(Note, draft.id) if draft.id else None
        if there is not None:
            return _repeated(writer, there, viewer)
        proposal = _proposal(context, writer, draft, viewer)
        delivered = _delivered(writer, draft, proposal.account)
        values = [*proposal.values, *_beside(draft, proposal.note, delivered)]
        _put(writer, values)
        entry = audit.record(
            context,
            writer,
            viewer.member.id,
            "note.added",
            proposal.note,
            before=delivered,
            after=values,
        )
        return SavedNote(proposal, entry.id)


def _delivered(reader: Reader, draft: NoteDraft, account: Account) -> list[Promise]:
    """The promise that the draft says was kept: an open one of the account."""
    if draft.delivers is None:
        return []
    promise = reader.get(Promise, draft.delivers)
    if promise is None or promise.account_id != account.id or promise.delivered is not None:
        raise BadInput("That promise is not open any more. Nothing was written.")
    return [promise]


def _beside(draft: NoteDraft, note: Note, delivered: Sequence[Promise]) -> Iterable[Promise]:
    """Promises that are written with the note: the one that it makes, the one that was kept."""
    if draft.owes is not None:
        what, due = draft.owes
        promise = Promise(f"{note.id}.owed", note.account_id, what, note_id=note.id)
        yield replace(promise, owner=note.author, due=due)
    for promise in delivered:
        yield replace(promise, delivered=note.date)


def amend(context: Context, note_id: str, text: str, author: str | None) -> SavedNote:
    """Write the next version of a note; only its author or an admin may. The old one is kept."""
    _check_text(text)
    with context.workspace.writing() as writer:
        viewer = _writing_member(writer, author)
        note, account = _own_note(writer, viewer, note_id)
        changed = replace(note, text=text, language=None, sentiment=None, recorded_at=context.now())
        before = [note, *_derived(writer, [note_id])]
        read = note_reading.read(changed, _champions(writer, account))
        proposal = _of(writer, account, read)
        proposal = replace(proposal, promises=_kept(before, proposal.promises))
        _take_away(writer, before, proposal.values)
        _put(writer, proposal.values)
        stored = writer.get(Note, note_id) or read.note
        proposal = replace(proposal, note=stored)
        entry = audit.record(
            context,
            writer,
            viewer.member.id,
            "note.amended",
            stored,
            before=before,
            after=proposal.values,
        )
        return SavedNote(proposal, entry.id)


def read_into(writer: Writer, notes: Sequence[Note]) -> None:
    """Read notes that are in the records already and keep their cues, promises and intents.

    Ids derive from the note's, so reading the same notes again changes nothing. Fills in language
    and mood of a note that has none.
    """
    for start in range(0, len(notes), BATCH):
        batch = notes[start : start + BATCH]
        named = note_reading.champions(writer, {note.account_id for note in batch})
        read = [note_reading.read(note, named.get(note.account_id, ())) for note in batch]
        _replace_derived(writer, read)


def _replace_derived(writer: Writer, read: Sequence[ReadOut]) -> None:
    ids = [one.note.id for one in read]
    before = _derived(writer, ids)
    kept = [promise for one in read for promise in _kept(before, one.promises)]
    intents = [one.intent for one in read if one.intent]
    cues = [cue for one in read for cue in one.cues]
    gaps = [gap for one in read for gap in one.gaps]
    _take_away(writer, before, [*cues, *kept, *gaps, *intents])
    writer.put_many([one.note for one in read], only=("language", "direction", "sentiment"))
    _put(writer, [*cues, *kept, *gaps, *intents])


def _writing_member(reader: Reader, author: str | None) -> Viewer:
    """The author, who must be an internal member: guests and people who left write nothing."""
    viewer = access.audience(reader, author).asker
    if viewer.member.role is Role.GUEST or not viewer.member.active:
        raise NotFound(
            "There is no member {author} who may write here. Nothing was written.", author=author
        )
    return viewer


def _proposal(context: Context, reader: Reader, draft: NoteDraft, viewer: Viewer) -> Proposal:
    _check_text(draft.text)
    account = naming.account(reader, viewer, draft.account)
    note = _note(context, draft, account, viewer)
    return _of(reader, account, note_reading.read(note, _champions(reader, account)))


def _check_text(text: str) -> None:
    if not text.strip():
        raise BadInput("The note has no text. Nothing was written; type what happened.")
    if len(text) > LARGEST_NOTE:
        raise BadInput(
            "The note is longer than 4 million characters; split it. Nothing was written."
        )


def _note(context: Context, draft: NoteDraft, account: Account, viewer: Viewer) -> Note:
    return Note(
        id=draft.id or context.new_id("note"),
        account_id=account.id,
        date=draft.date or context.today(),
        text=draft.text,
        author=viewer.member.id,
        kind=draft.kind or note_reading.kind_of(draft.text),
        direction=draft.direction,
        private=draft.private,
        channel=draft.channel,
        permalink=draft.permalink,
        recorded_at=context.now(),
    )


def _of(reader: Reader, account: Account, read: ReadOut) -> Proposal:
    return Proposal(
        account=account,
        note=read.note,
        sentiment=read.sentiment,
        cues=read.cues,
        promises=read.promises,
        their_commitments=read.theirs,
        intent=read.intent,
        near_duplicates=tuple(_near_duplicates(reader, read.note)),
        gaps=read.gaps,
        partly_read=len(read.note.text) > note_reading.READ,
    )


def _champions(reader: Reader, account: Account) -> list[str]:
    return note_reading.champions(reader, [account.id]).get(account.id, [])


def _near_duplicates(reader: Reader, note: Note) -> Iterable[Note]:
    days = datetime.timedelta(days=NEAR_DAYS)
    around = reader.find(
        Note, account_id=note.account_id, since=note.date - days, until=note.date + days
    )
    text = utils.default_process(note.text[:COMPARED])
    for other in around:
        alike = fuzz.ratio(
            text, utils.default_process(other.text[:COMPARED]), score_cutoff=NEAR_LIKENESS
        )
        if other.id != note.id and alike:
            yield other


def _repeated(writer: Writer, note: Note, viewer: Viewer) -> SavedNote:
    """The note as it was saved the first time; somebody else's note does not answer to its id."""
    account = writer.get(Account, note.account_id)
    if account is None or note.author != viewer.member.id:
        raise NotFound("That note cannot be written. Nothing was changed.")
    added = [e for e in writer.find(AuditEntry, item_id=note.id) if e.action == "note.added"]
    read = note_reading.read(note, _champions(writer, account))
    return SavedNote(_of(writer, account, read), added[0].id if added else None, repeated=True)


def _own_note(reader: Reader, viewer: Viewer, note_id: str) -> tuple[Note, Account]:
    note = reader.get(Note, note_id)
    account = reader.get(Account, note.account_id) if note else None
    if note and account and viewer.member.role is Role.ADMIN:
        return note, account
    if note is None or account is None or note.author != viewer.member.id:
        raise NotFound("You have no note {note_id} to amend. Nothing was changed.", note_id=note_id)
    return note, account


def _derived(reader: Reader, note_ids: Sequence[str]) -> list[Any]:
    intents = reader.find(IntentReading, source_kind="note", source_id=list(note_ids))
    found: list[Any] = list(intents)
    for kind in (Cue, Promise, ProductGap):
        found += reader.find(kind, note_id=list(note_ids))
    return found


def _kept(before: Sequence[Any], promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Promises as people left them: one that is still in the text keeps its owner and delivery."""
    there = {(p.note_id, p.what): p for p in before if isinstance(p, Promise)}
    return tuple(there.get((promise.note_id, promise.what), promise) for promise in promises)


def _take_away(writer: Writer, before: Sequence[Any], after: Sequence[Any]) -> None:
    """Remove what the text no longer says, but not a promise that was delivered already."""
    left = {(type(value), value.id) for value in after}
    for kind in (Cue, Promise, ProductGap, IntentReading):
        gone = [v.id for v in before if type(v) is kind and (kind, v.id) not in left]
        delivered = [v.id for v in before if isinstance(v, Promise) and v.delivered]
        if ids := [item_id for item_id in gone if item_id not in delivered]:
            writer.remove(kind, id=ids)


def _put(writer: Writer, values: Sequence[Any]) -> None:
    for kind in (Note, Cue, Promise, ProductGap, IntentReading):
        own = [value for value in values if type(value) is kind]
        if own:
            writer.put_many(own)
