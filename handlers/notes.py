"""Notes: proposing what one would save, and saving it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from handlers import (
    access,
    audit,
    naming,
    near_duplicates,
    note_reading,
    note_records,
    participants,
)
from handlers.access import Viewer
from handlers.context import Context
from handlers.note_reading import Acquaintances, Known, ReadOut, Unclear
from knowledge.notes import keeping
from playbooks import moods
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.customer_promises import CustomerPromise
from playbooks.errors import BadInput, NotFound
from playbooks.exchanges import Exchange
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import ProductGap
from playbooks.people import Role
from playbooks.sentiment import Sentiment
from playbooks.stages import Enrolment, Stage
from storage.workspace import Reader, Writer

LARGEST_NOTE = 4_000_000
"""Characters; a transcript of 2 MB fits."""


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as somebody gives it; what is None is read out of the text or its surroundings.

    `account` is a name, an alias or an id. `channel` is a Slack channel id. An `id` that is given
    makes saving idempotent: the same id twice saves once. `owes` is what the author is to do from
    now on, with the day by which; `delivers` the id of a promise that the note says was kept.
    `exchange` is what the note is about, turn by turn, where several people spoke.
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
    participants: tuple[str, ...] | None = None
    stage: str | None = None
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What saving would write: the note and all that was read out of it; nothing is saved yet.

    `sentiment` is `negative`, `neutral` or `positive`. `promises` are the commitments made by us,
    `their_commitments` those of the customer. `near_duplicates` are notes of the same account
    that say nearly the same within days and that the author may read. `unclear` are dates of
    promises that can be read in several ways. `partly_read` is true of a text so long that only
    its beginning was read for cues; all of it is kept. `because` gives, by cue,
    the words that told it.
    """

    account: Account
    note: Note
    sentiment: Sentiment
    cues: tuple[Cue, ...]
    promises: tuple[Promise, ...]
    their_commitments: tuple[CustomerPromise, ...]
    intent: IntentReading | None
    near_duplicates: tuple[Note, ...]
    gaps: tuple[ProductGap, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    partly_read: bool = False
    because: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> list[Any]:
        """Everything that is written when the note is saved."""
        intent = (self.intent,) if self.intent else ()
        made = (*self.promises, *self.their_commitments)
        return [self.note, *self.cues, *made, *self.gaps, *intent]


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
        return _proposal(context, reader, draft, writing_member(reader, author))


def add(context: Context, draft: NoteDraft, author: str | None) -> SavedNote:
    """Save a note with its cues, promises, intent and audit entry, all of them or none.

    `author` is a member's id or handle, None for the administrator. Raises as `propose` does.
    """
    # A long text takes seconds to read: nobody else could write meanwhile in a writing transaction.
    with context.workspace.reading() as reader:
        viewer = writing_member(reader, author)
        there = reader.get(Note, draft.id) if draft.id else None
        if there is not None:
            return _repeated(reader, there, viewer)
        proposal = _proposal(context, reader, draft, viewer)
    with context.workspace.writing() as writer:
        there = writer.get(Note, draft.id) if draft.id else None
        if there is None:
            return _written(context, writer, draft, proposal, viewer)
    with context.workspace.reading() as reader:
        return _repeated(reader, there, viewer)


def _written(
    context: Context, writer: Writer, draft: NoteDraft, proposal: Proposal, viewer: Viewer
) -> SavedNote:
    delivered = _delivered(writer, draft, proposal.account)
    values = [*proposal.values, *_beside(draft, proposal.note, delivered)]
    note_records.put(writer, values)
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


def writing_member(reader: Reader, author: str | None) -> Viewer:
    """The author, who must be an internal member: guests and people who left write nothing."""
    viewer = access.audience(reader, author).asker
    if viewer.member.role is Role.GUEST or not viewer.member.active:
        raise NotFound(
            "There is no member {author} who may write here. Nothing was written.", author=author
        )
    return viewer


def _proposal(context: Context, reader: Reader, draft: NoteDraft, viewer: Viewer) -> Proposal:
    check_text(draft.text)
    account = reader.get(Account, draft.account) or naming.account(reader, viewer, draft.account)
    exchange = draft.exchange and participants.sides(reader, account, draft.exchange)
    note = _note(context, reader, draft, account, viewer)
    turns = exchange.turns if exchange else ()
    read = note_reading.read(note, known_around(reader, account), turns)
    if draft.owes is not None:
        # The whole note is what its author is to do: that is written once, in their words.
        read = replace(read, promises=())
    for kept in _delivered(reader, draft, account):
        told = keeping.apart_from(kept.what, read.promises, note.language)
        read = replace(read, promises=tuple(told))
    return proposal_of(reader, viewer, account, read)


def without_account(context: Context, reader: Reader, draft: NoteDraft, viewer: Viewer) -> Proposal:
    """What a text says as long as nobody knows which account it is about."""
    nobody = Account("", "")
    note = _note(context, reader, draft, nobody, viewer)
    turns = draft.exchange.turns if draft.exchange else ()
    return proposal_of(reader, viewer, nobody, note_reading.read(note, turns=turns))


def check_text(text: str) -> None:
    """Raises `BadInput` for a text that says nothing, and for one that is too long."""
    if not text.strip():
        raise BadInput("The note has no text. Nothing was written; type what happened.")
    if not moods.has_words(text) and moods.of_signs(text) is None:
        raise BadInput(
            "A note of signs alone is kept as a mood, and I know none for {signs}. Nothing was "
            "written; add a word or two.",
            signs=text.strip()[:40],
        )
    if len(text) > LARGEST_NOTE:
        raise BadInput(
            "The note is longer than 4 million characters; split it. Nothing was written."
        )


def _note(
    context: Context, reader: Reader, draft: NoteDraft, account: Account, viewer: Viewer
) -> Note:
    day = draft.date or context.today(viewer.member)
    took_part = draft.participants
    if took_part is None:
        took_part = participants.named_in(reader, account, draft.text)
    return Note(
        id=draft.id or context.new_id("note"),
        account_id=account.id,
        date=day,
        text=draft.text,
        author=viewer.member.id,
        kind=draft.kind or note_reading.kind_of(draft.text),
        direction=draft.direction,
        private=draft.private,
        channel=draft.channel,
        permalink=draft.permalink,
        recorded_at=context.now(),
        participants=took_part,
        stage=draft.stage or stage_of(reader, account, day),
    )


def stage_of(reader: Reader, account: Account, day: datetime.date) -> str | None:
    """The stage that the account was in on a day; None when it was in none or in several."""
    stays = reader.find(Enrolment, account_id=account.id)
    stages: set[Stage] = {stay.stage for stay in stays if stay.is_open(day)}
    return stages.pop().value if len(stages) == 1 else None


def proposal_of(reader: Reader, viewer: Viewer, account: Account, read: ReadOut) -> Proposal:
    """All that a note says, with the notes that say nearly the same."""
    return Proposal(
        account=account,
        note=read.note,
        sentiment=read.sentiment,
        cues=read.cues,
        promises=read.promises,
        their_commitments=read.theirs,
        intent=read.intent,
        near_duplicates=near_duplicates.find(reader, viewer, account, read.note),
        gaps=read.gaps,
        unclear=read.unclear,
        partly_read=len(read.note.text) > note_reading.READ,
        because=read.because,
    )


def known_around(reader: Reader, account: Account) -> Known:
    """Who may be meant in notes about an account."""
    return Acquaintances(reader, [account.id]).of(account.id)


def _repeated(reader: Reader, note: Note, viewer: Viewer) -> SavedNote:
    """The note as it was saved the first time; somebody else's note does not answer to its id."""
    account = reader.get(Account, note.account_id)
    if account is None or note.author != viewer.member.id:
        raise NotFound("That note cannot be written. Nothing was changed.")
    added = [e for e in reader.find(AuditEntry, item_id=note.id) if e.action == "note.added"]
    read = note_reading.read(note, known_around(reader, account))
    proposal = proposal_of(reader, viewer, account, read)
    return SavedNote(proposal, added[0].id if added else None, repeated=True)
