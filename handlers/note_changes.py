"""Changes of a note that is there: a new wording, more of the same, and taking it away."""

from collections.abc import Callable
from dataclasses import replace

from handlers import audit, note_reading, note_records, notes
from handlers.access import Viewer
from handlers.context import Context
from handlers.note_reading import ReadOut
from handlers.notes import SavedNote
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.errors import NotFound
from playbooks.notes import Note
from playbooks.people import Role
from storage.workspace import Reader, Writer


def amend(context: Context, note_id: str, text: str, author: str | None) -> SavedNote:
    """Write the next version of a note; only its author or an admin may. The old one is kept."""
    return _reword(context, note_id, lambda _before: text, author)


def join(context: Context, note_id: str, text: str, author: str | None) -> SavedNote:
    """Add what a second note says to one that is there, as its next version."""

    def with_more(before: str) -> str:
        more = text.strip()
        return before if more in before else f"{before.rstrip()}\n\n{more}"

    return _reword(context, note_id, with_more, author)


def _reword(
    context: Context, note_id: str, change: Callable[[str], str], author: str | None
) -> SavedNote:
    """Write what `change` makes of the wording that stands, however often it changes meanwhile."""
    while True:
        with context.workspace.reading() as reader:
            note, account = own(reader, notes.writing_member(reader, author), note_id)
            known = notes.known_around(reader, account)
        text = change(note.text)
        notes.check_text(text)
        read = note_reading.read(_reworded(context, note, text), known)
        with context.workspace.writing() as writer:
            viewer = notes.writing_member(writer, author)
            note, account = own(writer, viewer, note_id)
            if change(note.text) == text:
                return _write(context, writer, viewer, account, note, read)


def _write(
    context: Context, writer: Writer, viewer: Viewer, account: Account, note: Note, read: ReadOut
) -> SavedNote:
    """The next version of a note, with what its new wording says."""
    before = [note, *note_records.derived(writer, [note.id])]
    changed = note_reading.filled_in(_reworded(context, note, read.note.text), read)
    proposal = notes.proposal_of(writer, viewer, account, replace(read, note=changed))
    proposal = replace(
        proposal,
        promises=note_records.kept(before, proposal.promises),
        their_commitments=note_records.kept(before, proposal.their_commitments),
    )
    note_records.take_away(writer, before, proposal.values)
    note_records.put(writer, proposal.values)
    stored = writer.get(Note, note.id) or proposal.note
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


def _reworded(context: Context, note: Note, text: str) -> Note:
    return replace(note, text=text, language=None, sentiment=None, recorded_at=context.now())


def remove(context: Context, note_id: str, actor: str | None) -> AuditEntry:
    """Delete a note with all that was read out of it; its author or an admin may.

    The entry that is returned brings it back (`undo.undo`). Earlier versions stay with the entry's
    own history, so that a note that comes back has them. A promise that was kept already stays.
    """
    with context.workspace.writing() as writer:
        viewer = notes.writing_member(writer, actor)
        note, _account = own(writer, viewer, note_id)
        derived = note_records.derived(writer, [note_id])
        note_records.take_away(writer, derived, ())
        there = {value.id for value in note_records.derived(writer, [note_id])}
        writer.remove(Note, id=note_id)
        gone = [note, *(value for value in derived if value.id not in there)]
        return audit.record(
            context, writer, viewer.member.id, "note.deleted", note, before=gone, after=()
        )


def own(reader: Reader, viewer: Viewer, note_id: str) -> tuple[Note, Account]:
    """A note that this person may change: its author or an admin. Raises `NotFound`."""
    note = reader.get(Note, note_id)
    account = reader.get(Account, note.account_id) if note else None
    if note and account and viewer.member.role is Role.ADMIN:
        return note, account
    if note is None or account is None or note.author != viewer.member.id:
        raise NotFound("You have no note {note_id} to amend. Nothing was changed.", note_id=note_id)
    return note, account
