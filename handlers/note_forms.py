"""Notes as people see them before they are saved: prepared once, edited, and saved as shown.

What the text says is read when the form is prepared (`note_drafts`), so that saving it needs
nothing but SQL. A text that was changed in the form is read after it was saved (`complete`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from handlers import (
    audit,
    near_duplicates,
    note_changes,
    note_drafts,
    note_filling,
    note_reading,
    note_records,
    notes,
)
from handlers.access import Viewer
from handlers.context import Context
from handlers.note_filling import Filled
from handlers.note_reading import ReadOut
from playbooks import gaps
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.errors import NotFound
from playbooks.notes import Draft, Note
from playbooks.observations import ProductGap
from storage.workspace import Reader, Writer


@dataclass(frozen=True, slots=True)
class Kept:
    """A note that was saved as shown; `unread` when its text has to be read still."""

    note: Note
    account: Account
    audit_entry_id: str | None
    unread: bool
    written: tuple[Any, ...] = field(default=())


def alike(context: Context, filled: Filled, member: str) -> tuple[Note, ...]:
    """Notes that say nearly what is about to be saved; SQL and a comparison, no reading."""
    with context.workspace.reading() as reader:
        viewer = notes.writing_member(reader, member)
        account = reader.get(Account, filled.account_id)
        if account is None or reader.get(Note, filled.id) is not None:
            return ()
        text = note_drafts.text_in(reader, filled, member)
        note = Note(filled.id, account.id, filled.day or context.today(viewer.member), text)
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
    draft = note_drafts.of(writer, filled.id, viewer.member.id)
    text = note_drafts.text_in(writer, filled, viewer.member.id)
    notes.check_text(text)
    proposed = note_drafts.proposed(draft)
    note = note_filling.note_of(context, filled, viewer, account, text)
    if draft is not None and draft.text == text and filled.has_proposals:
        note = replace(note, language=_language(proposed))
    values = [note, *note_filling.following(filled, note, proposed)]
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
            note_filling.note_of(context, filled, viewer, account, text),
            author=before.author,
            language=before.language if same else None,
            version=before.version,
        )
        there = note_records.derived(writer, [note.id])
        values = [
            note,
            *note_records.settled(there, list(note_filling.following(filled, note, there))),
        ]
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
    return note_filling.as_filled(note, derived), account


def complete(context: Context, note_id: str, entry_id: str | None) -> Kept | None:
    """Read the text of a note that was saved unread, and add what it says; None when it is gone.

    A note that was read before it was saved stays as it is; `entry_id` is that of its writing.

    What a person was shown and took out stays out, and what a person chose stays as it is. The
    entry in the audit log is widened, so that undoing takes all of it back.
    """
    with context.workspace.reading() as reader:
        note = reader.get(Note, note_id)
        account = reader.get(Account, note.account_id) if note else None
        if note is None or account is None:
            return None
        if note.language is not None:
            there = note_records.derived(reader, [note_id])
            return Kept(note, account, entry_id, unread=False, written=(note, *there))
        known = notes.known_around(reader, account)
    # Reading takes up to seconds: nobody else could write meanwhile inside a writing transaction.
    read = note_reading.read(note, known)
    with context.workspace.writing() as writer:
        return _completed(writer, note, account, read, entry_id)


def _completed(
    writer: Writer, note: Note, account: Account, read: ReadOut, entry_id: str | None
) -> Kept | None:
    """The note with what its text says; None when somebody changed it while it was read."""
    stands = writer.get(Note, note.id)
    if stands is None or stands.text != note.text:
        return None
    derived: list[Any] = [*read.cues, *read.promises, *read.theirs, *read.gaps]
    derived += [read.intent] if read.intent else []
    there = note_records.derived(writer, [note.id])
    draft = writer.get(Draft, note.id)
    shown = (*there, *note_drafts.proposed(draft))
    full = note_reading.filled_in(replace(stands, kind=_kind(stands)), read)
    note_records.put(writer, [full, *(one for one in derived if not _was_shown(one, shown))])
    writer.remove(Draft, id=note.id)
    everything = (full, *note_records.derived(writer, [note.id]))
    _widen(writer, entry_id, everything)
    return Kept(full, account, entry_id, unread=False, written=everything)


def _was_shown(read: Any, shown: Sequence[Any]) -> bool:
    """Whether it was shown before: a promise also in a word more or less ("new plan")."""
    if any(read.id == one.id for one in shown):
        return True
    same = [one for one in shown if isinstance(one, type(read))]
    if isinstance(read, ProductGap):
        return any(gaps.alike(read.title, one.title) for one in same)
    if not note_records.is_promise(read):
        return False
    what = read.what.casefold()
    others = (one.what.casefold() for one in same)
    return any(what in other or other in what for other in others)


def _account(reader: Reader, viewer: Viewer, account_id: str) -> Account:
    account = reader.get(Account, account_id)
    if account is None or not viewer.sees_account(account):
        raise NotFound("That customer is not in the records any more. Nothing was saved.")
    return account


def _language(proposed: Sequence[Any]) -> str | None:
    return next((value.language for value in proposed if isinstance(value, Note)), None)


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
