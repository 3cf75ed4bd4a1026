"""A note form as a value: what is filled in, and the records that it stands for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers import note_reading
from handlers.access import Viewer
from handlers.context import Context
from handlers.notes import Proposal
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.handoffs import Promise
from playbooks.intents import Intent, IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import ProductGap

QUOTED = 200
"""Characters of the note that stand for a cue which a person added."""


@dataclass(frozen=True, slots=True)
class FilledPromise:
    """One promise as the form has it; `id` tells which one of those read out of the text it is,

    by the part of its id behind the note's. `owner` is a member of ours, or a name of theirs.
    """

    what: str
    owner: str | None = None
    due: date | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class FilledGap:
    """One thing missed in the product as the form has it, in its field of that number."""

    title: str
    kind: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Filled:
    """A note as somebody wants it. None is "not said": it is read out of the text later.

    `text` is None where the whole text stands in the draft alone, as a transcript does. `cues`,
    `promises` (ours), `theirs`, `gaps` and `intent` are what stays of the proposals, and what was
    added to them. `hidden` are the ids of those promises that the form has no room for; they stay.
    """

    id: str
    account_id: str
    text: str | None
    day: date | None = None
    kind: str | None = None
    direction: Direction | None = None
    sentiment: str | None = None
    stage: str | None = None
    participants: tuple[str, ...] = ()
    private: bool = False
    channel: str | None = None
    permalink: str | None = None
    promises: tuple[FilledPromise, ...] = ()
    theirs: tuple[FilledPromise, ...] = ()
    cues: tuple[str, ...] = ()
    intent: str | None = None
    gaps: tuple[FilledGap, ...] = ()
    has_proposals: bool = False
    hidden: tuple[str, ...] = ()


def as_read(proposal: Proposal) -> Filled:
    """The form as it is proposed."""
    return as_filled(proposal.note, [value for value in proposal.values if value != proposal.note])


def as_filled(note: Note, derived: Sequence[Any]) -> Filled:
    """The form of a note with what was read out of it."""
    gaps = sorted((one for one in derived if isinstance(one, ProductGap)), key=_gap_number)
    intent = next((value for value in derived if isinstance(value, IntentReading)), None)
    return Filled(
        id=note.id,
        account_id=note.account_id,
        text=note.text,
        day=note.date,
        kind=note.kind,
        direction=note.direction,
        sentiment=note.sentiment,
        stage=note.stage,
        participants=note.participants,
        private=note.private,
        channel=note.channel,
        permalink=note.permalink,
        promises=tuple(_filled(value) for value in derived if isinstance(value, Promise)),
        theirs=tuple(_filled(value) for value in derived if isinstance(value, CustomerPromise)),
        cues=tuple(value.name for value in derived if isinstance(value, Cue)),
        intent=intent.intent if intent else None,
        gaps=tuple(FilledGap(gap.title, gap.kind, _gap_number(gap)) for gap in gaps),
        has_proposals=True,
    )


def _filled(made: Promise | CustomerPromise) -> FilledPromise:
    return FilledPromise(made.what, made.owner, made.due, _key(made))


def _key(made: Promise | CustomerPromise) -> str:
    return made.id.rpartition(".")[2]


def _gap_number(gap: ProductGap) -> int:
    return int(gap.id.rpartition(".gap")[2] or 1)


def note_of(context: Context, filled: Filled, viewer: Viewer, account: Account, text: str) -> Note:
    """The note itself."""
    return Note(
        id=filled.id,
        account_id=account.id,
        date=filled.day or context.today(viewer.member),
        text=text,
        author=viewer.member.id,
        kind=filled.kind or "note",
        direction=filled.direction,
        private=filled.private,
        channel=filled.channel,
        permalink=filled.permalink,
        recorded_at=context.now(),
        sentiment=filled.sentiment,
        participants=filled.participants,
        stage=filled.stage,
    )


def following(filled: Filled, note: Note, proposed: Sequence[Any]) -> Iterable[Any]:
    """The cues, promises, gaps and intent that were left or added; `proposed` are those read."""
    yield from _cues(filled, note, [value for value in proposed if isinstance(value, Cue)])
    yield from _promises(filled, note)
    yield from _theirs(filled, note)
    yield from _hidden(filled, note, proposed)
    for gap in filled.gaps:
        key = note_reading.gap_id(note.id, gap.number)
        yield ProductGap(key, note.account_id, note.date, gap.title, gap.kind, note.id)
    if filled.intent is not None:
        read = next((value for value in proposed if isinstance(value, IntentReading)), None)
        yield _intent(note, filled.intent, read)


def _cues(filled: Filled, note: Note, proposed: Sequence[Cue]) -> Iterable[Cue]:
    """The cues that were left or added; a cue quotes the note's own text."""
    quotes = {cue.name: cue.quote for cue in proposed if cue.quote in note.text}
    for name in filled.cues:
        quote = quotes.get(name) or note.text[:QUOTED]
        yield Cue(f"{note.id}.{name}", note.account_id, note.id, note.date, name, quote)


def _promises(filled: Filled, note: Note) -> Iterable[Promise]:
    for number, promise in enumerate(filled.promises, start=1):
        made = f"{note.id}.{promise.id or f'p{number}'}"
        what, owner = promise.what, promise.owner or note.author
        yield Promise(made, note.account_id, what, note_id=note.id, owner=owner, due=promise.due)


def _theirs(filled: Filled, note: Note) -> Iterable[CustomerPromise]:
    for number, one in enumerate(filled.theirs, start=1):
        key = f"{note.id}.{one.id or f't{number}'}"
        yield CustomerPromise(key, note.account_id, one.what, note.id, one.owner, one.due)


def _hidden(
    filled: Filled, note: Note, proposed: Sequence[Any]
) -> Iterable[Promise | CustomerPromise]:
    for one in proposed:
        if isinstance(one, (Promise, CustomerPromise)) and _key(one) in filled.hidden:
            yield replace(one, account_id=note.account_id)


def _intent(note: Note, chosen: str, read: IntentReading | None) -> IntentReading:
    """What the text says, when it says that; otherwise what the author says, which is certain."""
    if read is not None and read.intent == chosen:
        return replace(read, account_id=note.account_id, date=note.date)
    return IntentReading(
        id=f"{note.id}.intent",
        account_id=note.account_id,
        intent=Intent(chosen),
        date=note.date,
        confidence=1.0,
        source_kind="note",
        source_id=note.id,
        quote=note.text[:QUOTED],
        author=note.author,
    )
