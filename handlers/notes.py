"""Notes: proposing what one would save, saving it, amending it, and reading others' in bulk."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context
from playbooks.accounts import Account
from playbooks.handoffs import Promise
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Direction, Note
from storage.workspace import Writer


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as somebody gives it; what is None is read out of the text or its surroundings.

    `account` is a name, an alias or an id. `channel` is a Slack channel id. An `id` that is given
    makes saving idempotent: the same id twice saves once.
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


@dataclass(frozen=True, slots=True)
class Proposal:
    """What saving would write: the note and all that was read out of it; nothing is saved yet.

    `sentiment` is `negative`, `neutral` or `positive`. `promises` are the commitments made by us,
    `their_commitments` those of the customer. `near_duplicates` are notes of the same account
    that say nearly the same within days.
    """

    account: Account
    note: Note
    sentiment: str
    cues: tuple[Cue, ...]
    promises: tuple[Promise, ...]
    their_commitments: tuple[Promise, ...]
    intent: IntentReading | None
    near_duplicates: tuple[Note, ...]


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
    raise NotImplementedError


def add(context: Context, draft: NoteDraft, author: str | None) -> SavedNote:
    """Save a note with its cues, promises, intent and audit entry, all of them or none.

    `author` is a member's id or handle, None for the administrator. Raises as `propose` does.
    """
    raise NotImplementedError


def amend(context: Context, note_id: str, text: str, author: str | None) -> SavedNote:
    """Write the next version of a note; only its author or an admin may. The old one is kept."""
    raise NotImplementedError


def read_into(writer: Writer, notes: Sequence[Note]) -> None:
    """Read notes that are in the records already and keep their cues, promises and intents.

    Ids derive from the note's, so reading the same notes again changes nothing. Fills in the
    language of a note that has none.
    """
    raise NotImplementedError
