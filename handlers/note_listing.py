"""Notes as they stand in the records, with their earlier versions, for those who may read them."""

from dataclasses import dataclass
from datetime import datetime

from handlers import access, naming
from handlers.access import Viewer
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import NotFound
from playbooks.notes import Note
from playbooks.people import Channel
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class Told:
    """A note with its account, and its earlier versions: number, text and when it was recorded."""

    note: Note
    account: Account
    versions: tuple[tuple[int, str, datetime | None], ...] = ()


def of_account(context: Context, account: str, reader_id: str | None, limit: int) -> list[Told]:
    """The newest notes of an account that this person may read."""
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, reader_id).asker
        found = naming.account(reader, viewer, account)
        newest = reader.find(Note, account_id=found.id, newest_first=True)
        seen = [note for note in newest if _sees(reader, viewer, note, found)]
        return [Told(note, found) for note in seen[:limit]]


def one(context: Context, note_id: str, reader_id: str | None) -> Told:
    """One note with all that it said before; raises `NotFound` where it may not be read."""
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, reader_id).asker
        note = reader.get(Note, note_id)
        account = reader.get(Account, note.account_id) if note else None
        if note is None or account is None or not _sees(reader, viewer, note, account):
            raise NotFound("There is no note {note_id}. Nothing was read.", note_id=note_id)
        return Told(note, account, tuple(reader.note_versions(note_id)))


def _sees(reader: Reader, viewer: Viewer, note: Note, account: Account) -> bool:
    channel = reader.get(Channel, note.channel) if note.channel else None
    return viewer.sees_note(note, account, channel)
