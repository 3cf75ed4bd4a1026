"""Notes as people see them before they are saved: prepared once, edited, and saved as shown.

What the text says is read when the form is prepared, so that saving it needs nothing but SQL. A
text that was changed in the form is read after it was saved (`complete`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from handlers import audit, near_duplicates, note_changes, note_reading, note_records, notes
from handlers.access import Viewer
from handlers.context import Context
from handlers.notes import NoteDraft, Proposal
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput, NotFound
from playbooks.handoffs import Promise
from playbooks.intents import Intent, IntentReading
from playbooks.notes import Cue, Direction, Draft, Note
from playbooks.observations import ProductGap
from storage.workspace import Reader, Writer

KEPT = timedelta(days=1)
"""A draft that nobody saved is forgotten after that."""

QUOTED = 200
"""Characters of the note that stand for a cue which a person added."""


@dataclass(frozen=True, slots=True)
class FilledPromise:
    """One promise as the form has it; `id` tells which one of those read out of the text it is,

    by the part of its id behind the note's.
    """

    what: str
    owner: str | None = None
    due: date | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A note as somebody wants it. None is "not said": it is read out of the text later.

    `text` is None where the whole text stands in the draft alone, as a transcript does. `cues`,
    `promises`, `gap` and `intent` are what stays of the proposals, and what was added to them.
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
    cues: tuple[str, ...] = ()
    intent: str | None = None
    gap: tuple[str, str] | None = None
    has_proposals: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A note that was saved as shown; `unread` when its text has to be read still."""

    note: Note
    account: Account
    audit_entry_id: str | None
    unread: bool
    written: tuple[Any, ...] = field(default=())


def prepare(
    context: Context, draft: NoteDraft, member: str, origin: str, account: Account | None
) -> Proposal | None:
    """Read a text for the form and keep it as a draft; None when it says nothing.

    Without an account nothing can be compared with its records: then the text alone is read.
    """
    note_id = draft.id or context.new_id("note")
    proposal = None
    if _says_something(draft.text):
        read_for = replace(draft, id=note_id, account=account.id if account else "")
        proposal = _proposal(context, read_for, member, account)
    values = proposal.values if proposal else []
    kept = Draft(
        note_id,
        member,
        context.now(),
        origin,
        draft.text,
        draft.channel,
        draft.permalink,
        read=audit.written(values) or {},
    )
    with context.workspace.writing() as writer:
        forget(writer, context)
        writer.put(kept)
    return proposal


def draft_of(reader: Reader, note_id: str, member: str) -> Draft | None:
    """The draft of that note, when it is this person's."""
    found = reader.get(Draft, note_id)
    return found if found is not None and found.member == member else None


def text_of(context: Context, filled: Filled, member: str) -> str:
    """The whole text of what was filled in, also where the form shows its beginning alone."""
    with context.workspace.reading() as reader:
        return _text(reader, filled, member)


def quotes(draft: Draft | None) -> tuple[tuple[str, str], ...]:
    """Names and quotes of the cues that were read out of a draft's text."""
    return tuple((value.name, value.quote) for value in _proposed(draft) if isinstance(value, Cue))


def drop(context: Context, note_id: str, member: str) -> None:
    """Forget a draft that its person closed."""
    with context.workspace.writing() as writer:
        writer.remove(Draft, id=note_id, member=member)


def forget(writer: Writer, context: Context) -> None:
    """Forget drafts that were left."""
    old = writer.find(Draft, until=context.now() - KEPT, limit=100)
    if old:
        writer.remove(Draft, id=[draft.id for draft in old])


def alike(context: Context, filled: Filled, member: str) -> tuple[Note, ...]:
    """Notes that say nearly what is about to be saved; SQL and a comparison, no reading."""
    with context.workspace.reading() as reader:
        viewer = notes.writing_member(reader, member)
        account = reader.get(Account, filled.account_id)
        if account is None or reader.get(Note, filled.id) is not None:
            return ()
        text = _text(reader, filled, member)
        note = Note(filled.id, account.id, filled.day or context.today(), text)
        return near_duplicates.find(reader, viewer, account, note)


def save(context: Context, filled: Filled, member: str) -> Kept:
    """Save the note as it was shown and edited, once however often it is sent.

    Only SQL. Raises `BadInput` for a note that says nothing and `NotFound` for an account that is
    gone or not to be seen.
    """
    with context.workspace.writing() as writer:
        viewer = notes.writing_member(writer, member)
        account = _account(writer, viewer, filled.account_id)
        there = writer.get(Note, filled.id)
        if there is not None:
            return _repeated(writer, there, account, viewer)
        return _save(context, writer, filled, viewer, account)


def _save(
    context: Context, writer: Writer, filled: Filled, viewer: Viewer, account: Account
) -> Kept:
    draft = draft_of(writer, filled.id, viewer.member.id)
    text = _text(writer, filled, viewer.member.id)
    notes.check_text(text)
    proposed = _proposed(draft)
    note = _note(context, filled, viewer, account, text)
    if draft is not None and draft.text == text and filled.has_proposals:
        note = replace(note, language=_language(proposed))
    values = [note, *_following(filled, note, proposed)]
    note_records.put(writer, values)
    entry = audit.record(
        context, writer, viewer.member.id, "note.added", note, before=(), after=values
    )
    if note.language is not None:
        writer.remove(Draft, id=filled.id)
    return Kept(note, account, entry.id, note.language is None, tuple(values))


def revise(context: Context, filled: Filled, member: str) -> Kept:
    """Save the form of a note that is there as its next version; its author or an admin may."""
    with context.workspace.writing() as writer:
        viewer = notes.writing_member(writer, member)
        before, _account_before = note_changes.own(writer, viewer, filled.id)
        account = _account(writer, viewer, filled.account_id)
        text = before.text if filled.text is None else filled.text
        notes.check_text(text)
        same = text == before.text
        note = replace(
            _note(context, filled, viewer, account, text),
            author=before.author,
            language=before.language if same else None,
            version=before.version,
        )
        there = note_records.derived(writer, [note.id])
        values = [note, *note_records.settled(there, list(_following(filled, note, there)))]
        note_records.take_away(writer, [before, *there], values)
        note_records.put(writer, values)
        stored = writer.get(Note, note.id) or note
        entry = audit.record(
            context,
            writer,
            viewer.member.id,
            "note.amended",
            stored,
            before=[before, *there],
            after=[stored, *values[1:]],
        )
        return Kept(stored, account, entry.id, not same, (stored, *values[1:]))


def of_note(context: Context, note_id: str, member: str) -> tuple[Filled, Account]:
    """The form of a note that is there, for its author or an admin; raises `NotFound`."""
    with context.workspace.writing() as writer:
        viewer = notes.writing_member(writer, member)
        note, account = note_changes.own(writer, viewer, note_id)
        derived = note_records.derived(writer, [note_id])
        values = audit.written([note, *derived]) or {}
        writer.put(Draft(note_id, member, context.now(), "note", note.text, read=values))
    return as_filled(note, derived), account


def as_read(proposal: Proposal) -> Filled:
    """The form as it is proposed."""
    return as_filled(proposal.note, [value for value in proposal.values if value != proposal.note])


def as_filled(note: Note, derived: Sequence[Any]) -> Filled:
    """The form of a note with what was read out of it."""
    gap = next((value for value in derived if isinstance(value, ProductGap)), None)
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
        promises=tuple(
            FilledPromise(value.what, value.owner, value.due, value.id.rpartition(".")[2])
            for value in derived
            if isinstance(value, Promise)
        ),
        cues=tuple(value.name for value in derived if isinstance(value, Cue)),
        intent=intent.intent if intent else None,
        gap=(gap.title, gap.kind) if gap else None,
        has_proposals=True,
    )


def complete(context: Context, note_id: str, entry_id: str | None) -> Kept | None:
    """Read the text of a note that was saved unread, and add what it says; None when it is gone.

    A note that was read before it was saved stays as it is; `entry_id` is that of its writing.

    What a person was shown and took out stays out, and what a person chose stays as it is. The
    entry in the audit log is widened, so that undoing takes all of it back.
    """
    with context.workspace.writing() as writer:
        note = writer.get(Note, note_id)
        account = writer.get(Account, note.account_id) if note else None
        if note is None or account is None:
            return None
        there = note_records.derived(writer, [note_id])
        if note.language is not None:
            return Kept(note, account, entry_id, unread=False, written=(note, *there))
        read = note_reading.read(note, notes.champions(writer, account))
        derived: list[Any] = [*read.cues, *read.promises, *read.gaps]
        derived += [read.intent] if read.intent else []
        draft = writer.get(Draft, note_id)
        known = {value.id for value in (*there, *_proposed(draft))}
        full = replace(read.note, kind=_kind(note))
        values = [full, *(value for value in derived if value.id not in known)]
        note_records.put(writer, values)
        writer.remove(Draft, id=note_id)
        everything = (full, *note_records.derived(writer, [note_id]))
        _widen(writer, entry_id, everything)
        return Kept(full, account, entry_id, unread=False, written=everything)


def _says_something(text: str) -> bool:
    """A form may also be opened for an empty text."""
    try:
        notes.check_text(text)
    except BadInput:
        return False
    return True


def _proposal(
    context: Context, draft: NoteDraft, member: str, account: Account | None
) -> Proposal | None:
    if account is not None:
        return notes.propose(context, draft, member)
    with context.workspace.reading() as reader:
        viewer = notes.writing_member(reader, member)
        return notes.without_account(context, reader, draft, viewer)


def _account(reader: Reader, viewer: Viewer, account_id: str) -> Account:
    account = reader.get(Account, account_id)
    if account is None or not viewer.sees_account(account):
        raise NotFound("That customer is not in the records any more. Nothing was saved.")
    return account


def _text(reader: Reader, filled: Filled, member: str) -> str:
    if filled.text is not None:
        return filled.text
    draft = draft_of(reader, filled.id, member)
    if draft is None:
        raise BadInput(
            "This form was left for more than a day, and its text was forgotten. Nothing was "
            "saved; open it anew from where it came."
        )
    return draft.text


def _proposed(draft: Draft | None) -> list[Any]:
    listed = audit.restored(draft.read) if draft else {}
    return [value for values in listed.values() for value in values]


def _language(proposed: Sequence[Any]) -> str | None:
    return next((value.language for value in proposed if isinstance(value, Note)), None)


def _note(context: Context, filled: Filled, viewer: Viewer, account: Account, text: str) -> Note:
    return Note(
        id=filled.id,
        account_id=account.id,
        date=filled.day or context.today(),
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


def _following(filled: Filled, note: Note, proposed: Sequence[Any]) -> Iterable[Any]:
    yield from _cues(filled, note, [value for value in proposed if isinstance(value, Cue)])
    yield from _promises(filled, note)
    if filled.gap is not None:
        title, kind = filled.gap
        yield ProductGap(f"{note.id}.gap", note.account_id, note.date, title, kind, note.id)
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


def _repeated(writer: Writer, note: Note, account: Account, viewer: Viewer) -> Kept:
    if note.author != viewer.member.id:
        raise NotFound("That note cannot be written. Nothing was changed.")
    entry = _added(writer, note.id)
    values = (note, *note_records.derived(writer, [note.id]))
    unread = note.language is None
    return Kept(note, account, entry.id if entry else None, unread, values)


def _added(reader: Reader, note_id: str) -> AuditEntry | None:
    """The entry of the note's last writing."""
    actions = ("note.added", "note.amended")
    found = reader.find(
        AuditEntry, item_kind="note", item_id=note_id, action=actions, newest_first=True, limit=1
    )
    return found[0] if found else None


def _widen(writer: Writer, entry_id: str | None, values: Sequence[Any]) -> None:
    entry = writer.get(AuditEntry, entry_id) if entry_id else None
    if entry is not None:
        writer.put(replace(entry, after=audit.written(values)))


def _kind(note: Note) -> str:
    return note_reading.kind_of(note.text) if note.kind == "note" else note.kind
