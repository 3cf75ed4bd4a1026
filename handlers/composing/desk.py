"""What a composer has before it: the question as understood, and where to look things up."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.access import Audience
from handlers.answers import Question
from handlers.context import Context
from handlers.evidence import Archive
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from handlers.understand import Understanding
from knowledge.library import Hit, Item
from playbooks.accounts import Account
from playbooks.notes import Note
from playbooks.people import Member
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class Desk:
    """One question's working place; `accounts` are all that the asker may see."""

    context: Context
    reader: Reader
    audience: Audience
    archive: Archive
    question: Question
    asked: Understanding
    texts: Texts
    today: date
    accounts: Sequence[Account]
    _dossiers: dict[str, Dossier] = field(default_factory=dict)

    @property
    def asker(self) -> Member:
        """Who asks."""
        return self.audience.asker.member

    def dossier(self, account: Account) -> Dossier:
        """The records of an account, read once."""
        if account.id not in self._dossiers:
            made = Dossier(self.reader, self.audience, account, self.today)
            self._dossiers[account.id] = made
        return self._dossiers[account.id]

    def about(self, asked: Understanding) -> "Desk":
        """The same desk for another reading of the question."""
        return replace(self, asked=asked)

    def within(self, reader: Reader) -> "Desk":
        """The same desk in another transaction, where records are read anew."""
        archive = replace(self.archive, reader=reader)
        return replace(self, reader=reader, archive=archive, _dossiers={})

    def best_notes(self, account: Account, query: str, most: int = 5) -> list[Note]:
        """The notes of an account that fit the query best and that the asker may see."""
        notes = {note.id: note for note in self.dossier(account).notes}
        items = [Item(note.id, note.text, note.language) for note in notes.values()]
        ranked = self.context.library.rank(self.reader, query, items)
        return [notes[note_id] for note_id, _score in ranked[:most]]

    def member(self, who: str | None) -> str:
        """The name of a member; the id where nobody is known by it."""
        known = self.archive.members.get(who or "")
        return known.name if known else who or self.texts("nobody")

    def passages(self, query: str, kind: str | None = None, k: int = 3) -> list[Hit]:
        """Passages of the library for the stage that was asked about, or for any."""
        stage = self.asked.stage
        search = self.context.library.search
        found = search(self.reader, query, k, kind=kind, stage=stage)
        return found or (search(self.reader, query, k, kind=kind) if stage else [])
