"""Handoffs from sales to customer success: recording, submitting, accepting, sending back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.context import Context
from playbooks.errors import BadInput
from playbooks.handoffs import Handoff, Promise
from storage.workspace import Writer


class Incomplete(BadInput):
    """A handoff without its mandatory fields; it was kept as a draft under `draft.id`."""

    def __init__(self, sentence: str, missing: tuple[str, ...], draft: Handoff) -> None:
        super().__init__(sentence)
        self.missing = missing
        self.draft = draft


@dataclass(frozen=True, slots=True)
class HandoffDraft:
    """A handoff as a seller gives it, with its promises; `handoff.account_id` is an account's id."""

    handoff: Handoff
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedHandoff:
    """A handoff that was saved. `completeness` runs from 0 to 1; `audit_entry_id` undoes it."""

    handoff: Handoff
    promises: tuple[Promise, ...]
    completeness: float
    audit_entry_id: str


def from_record(context: Context, account: str, record: Mapping[str, object]) -> HandoffDraft:
    """A draft from keys as the columns of `handoffs`; raises `BadInput` naming a key it cannot use.

    `account` is a name, an alias or an id. Promises are texts, or mappings with `what`, `owner`,
    `due`, `delivered` and perhaps `id`.
    """
    raise NotImplementedError


def submit(context: Context, draft: HandoffDraft, author: str | None) -> SavedHandoff:
    """Submit a handoff to the CSM, with its promises and the intent that it states.

    Raises `Incomplete` naming the mandatory fields that are empty, having kept the rest as a draft.
    """
    raise NotImplementedError


def accept(context: Context, handoff_id: str, member: str | None) -> SavedHandoff:
    """The CSM takes the account over."""
    raise NotImplementedError


def return_to_seller(
    context: Context, handoff_id: str, reason: str, member: str | None
) -> SavedHandoff:
    """Send a submitted handoff back with what is wrong with it; an empty reason is `BadInput`."""
    raise NotImplementedError


def derive(writer: Writer, handoffs: Sequence[Handoff]) -> None:
    """Keep the intents that handoffs in the records state; the same handoffs again change nothing."""
    raise NotImplementedError
