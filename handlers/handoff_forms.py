"""A handoff as a seller writes it in steps: begun or gone on with, kept at each, handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from handlers import (
    access,
    handoff_prefill,
    handoff_records,
    handoffs,
    naming,
    open_handoffs,
    texts,
)
from handlers.access import Viewer
from handlers.context import Context
from handlers.handoff_prefill import Suggestion
from handlers.handoffs import HandoffDraft, SavedHandoff
from handlers.note_filling import FilledPromise
from playbooks.accounts import Account
from playbooks.errors import NotFound
from playbooks.handoffs import Handoff, HandoffState, Promise, completeness, missing
from storage.workspace import Reader

MOST_PROMISES = 10
"""Promises that the form shows; more of them stay as they are."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A handoff that its seller can go on with; `share` complete, from 0 to 1."""

    handoff: Handoff
    account: Account
    share: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One handoff on the way: what it says, and what the records would say in its empty fields.

    `fresh` is true until something of it was kept: only then do suggestions stand in the fields.
    """

    handoff: Handoff
    account: Account
    promises: tuple[FilledPromise, ...]
    suggestions: Mapping[str, Suggestion] = field(default_factory=dict)
    fresh: bool = False
    hidden: int = 0

    @property
    def share(self) -> float:
        """How complete it is, from 0 to 1."""
        made = tuple(Promise("", self.account.id, one.what) for one in self.promises)
        return completeness(self.handoff, made)


@dataclass(frozen=True, slots=True)
class Written:
    """What one step of the form says; None in `fields` empties a field.

    `promises` is None for a step that does not show them; `shown` are the ids of those it showed.
    """

    handoff_id: str
    account_id: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    promises: tuple[FilledPromise, ...] | None = None
    shown: tuple[str, ...] = ()


def unfinished(context: Context, member: str) -> list[Unfinished]:
    """The handoffs that this seller began and that are not handed over, or came back."""
    with context.workspace.reading() as reader:
        on_its_way = (HandoffState.DRAFT, HandoffState.RETURNED)
        found = reader.find(Handoff, author=member, state=on_its_way)
        accounts = reader.find(Account, id=[one.account_id for one in found]) if found else []
        by_id = {account.id: account for account in accounts}
        return [
            _unfinished(reader, one, by_id[one.account_id])
            for one in reversed(found)
            if one.account_id in by_id
        ]


def on_their_way(context: Context, member: str | None) -> list[Unfinished]:
    """Every handoff that is not accepted yet and that the member may see, the oldest first."""
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, member).asker
        found = reader.find(Handoff, state=open_handoffs.ON_THEIR_WAY)
        accounts = {account.id: account for account in reader.find(Account)}
        return [
            _unfinished(reader, one, accounts[one.account_id])
            for one in found
            if viewer.sees_account(accounts[one.account_id])
        ]


def id_of(context: Context, account: str, member: str | None) -> str:
    """The handoff on its way of the account with that name; raises `NotFound` without one."""
    with context.workspace.reading() as reader:
        found = naming.account(reader, access.audience(reader, member).asker, account)
        there = open_handoffs.of(reader, found.id)
        if there is None:
            raise NotFound("No handoff of {account} is on its way.", account=found.name)
        return there.id


def begin(context: Context, account_id: str, member: str, new_id: str, *, fresh: bool) -> Sheet:
    """The account's handoff as it stands, or a new one under `new_id`; only SQL.

    `fresh` says that the form was opened when nothing was kept yet. Raises `BadInput` while
    another seller is handing the account over, and `NotFound` for an account out of sight.
    """
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, member).asker
        account = naming.by_id(reader, viewer, account_id)
        there = open_handoffs.of(reader, account.id)
        handoff = there or Handoff(new_id, account.id)
        open_handoffs.check(reader, handoff, viewer)
        return _sheet(context, reader, viewer, account, handoff, there is None or fresh)


def keep(context: Context, written: Written, member: str) -> SavedHandoff:
    """Keep what a step says, for its seller to go on with."""
    return handoffs.keep(context, _draft(context, written, member), member)


def hand_over(context: Context, written: Written, member: str) -> SavedHandoff:
    """Keep the last step and submit it all; raises `handoffs.Incomplete` as `submit` does."""
    return handoffs.submit(context, _draft(context, written, member), member)


def _unfinished(reader: Reader, handoff: Handoff, account: Account) -> Unfinished:
    made = reader.find(Promise, handoff_id=handoff.id)
    return Unfinished(handoff, account, completeness(handoff, made), tuple(missing(handoff)))


def _sheet(
    context: Context,
    reader: Reader,
    viewer: Viewer,
    account: Account,
    handoff: Handoff,
    fresh: bool,
) -> Sheet:
    _ = texts.of(viewer.member.language)
    known = handoff_prefill.known(reader, viewer, account, context.today(), _)
    made = reader.find(Promise, handoff_id=handoff.id)
    if fresh and not made:
        made = list(known.promises)
    shown = tuple(FilledPromise(one.what, one.owner, one.due, one.id) for one in made)
    empty = {
        name: said for name, said in known.fields.items() if getattr(handoff, name) in (None, "")
    }
    return Sheet(
        handoff, account, shown[:MOST_PROMISES], empty, fresh, max(len(shown) - MOST_PROMISES, 0)
    )


def _draft(context: Context, written: Written, member: str) -> HandoffDraft:
    with context.workspace.reading() as reader:
        there = reader.get(Handoff, written.handoff_id)
        base = there or Handoff(written.handoff_id, written.account_id)
        licences = written.fields.get("licences_sold")
        if licences is not None:
            handoff_records.whole("licences_sold", licences)
        handoff = replace(base, **written.fields)
        if written.promises is None:
            return HandoffDraft(handoff)
        kept = [one.id for one in written.promises if one.id]
        known = {one.id: one for one in reader.find(Promise, id=list(written.shown))}
        return HandoffDraft(
            handoff,
            tuple(_promises(handoff, written.promises, known, member)),
            tuple(one for one in written.shown if one not in kept),
        )


def _promises(
    handoff: Handoff,
    filled: Sequence[FilledPromise],
    known: Mapping[str, Promise],
    member: str,
) -> list[Promise]:
    """The promises of the form; one for which nobody is named is its seller's to see to.

    Sent twice, new ones get the same ids again.
    """
    taken, made = set(known), []
    for one in filled:
        key = one.id if one.id in known else _free_id(handoff, taken)
        assert key is not None
        taken.add(key)
        before = known.get(key) or Promise(key, handoff.account_id, one.what)
        owner = one.owner or before.owner or member
        made.append(replace(before, what=one.what, handoff_id=handoff.id, owner=owner, due=one.due))
    return made


def _free_id(handoff: Handoff, taken: set[str]) -> str:
    number = 1
    while f"{handoff.id}.form.{number}" in taken:
        number += 1
    return f"{handoff.id}.form.{number}"
