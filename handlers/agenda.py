"""What somebody should do today: one list, for the Home tab and for the question alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import access, evidence
from handlers.access import Viewer
from handlers.context import Context
from handlers.nudges import order, planning
from playbooks.accounts import Account
from playbooks.nudges.values import OPEN_STATES, Nudge
from playbooks.people import Member, Role
from storage.workspace import Reader

OVERSEERS = (Role.MANAGER, Role.ADMIN)
"""Roles to whom the steps of everybody matter."""

LOOKED_AT = 2000
"""Accounts of a workspace up to which an overseer's list looks for steps of this very moment;
beyond, it holds what the mornings have found."""


@dataclass(frozen=True, slots=True)
class Item:
    """One step. `is_kept` is false for what fired since the morning, and is told with the next."""

    nudge: Nudge
    account: Account
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Agenda:
    """The steps that wait for somebody, in the order of `order.key`."""

    as_of: date
    items: tuple[Item, ...]


def read(context: Context, member: Member, at: date, viewer: str | None = None) -> Agenda:
    """What waits for the member on a day; for an overseer also what waits for everybody else.

    `viewer` is who asks, the member when None: what rests on readings is for those who may see
    them. What is put off, or no longer so, is left out.
    """
    oversees = member.role in OVERSEERS
    with context.workspace.reading() as reader:
        looks = not oversees or reader.count(Account) <= LOOKED_AT
    only = None if oversees else planning.belonging_to([member.id])
    planned = planning.plan(context, at, only) if looks else planning.Plan(at)
    over = {nudge.id for nudge in planned.over}
    with context.workspace.reading() as reader:
        mine: dict[str, Any] = {} if oversees else {"owner": member.id}
        kept = reader.find(Nudge, state=OPEN_STATES, until=at, **mine)
        waiting = [n for n in kept if n.id not in over and not n.is_put_off(at)]
        fresh = [planning.nudge(context, one, at) for one in planned.planned]
        who = access.audience(reader, viewer or member.id).asker
        items = _items(reader, waiting, fresh, who)
        accounts = {item.account.id: item.account for item in items}
        at_risk = order.revenue_at_risk(context, reader, accounts, at)
        return Agenda(at, tuple(sorted(items, key=lambda item: order.key(item.nudge, at_risk))))


def _items(
    reader: Reader, waiting: Sequence[Nudge], fresh: Sequence[Nudge], viewer: Viewer
) -> list[Item]:
    ids = sorted({nudge.account_id for nudge in (*waiting, *fresh)})
    accounts = {one.id: one for one in reader.find(Account, id=ids)} if ids else {}
    told = {nudge.id for nudge in waiting}
    found = [Item(nudge, accounts[nudge.account_id]) for nudge in waiting]
    found += [
        Item(nudge, accounts[nudge.account_id], is_kept=False)
        for nudge in fresh
        if nudge.id not in told
    ]
    return [item for item in found if _may_see(item, viewer)]


def _may_see(item: Item, viewer: Viewer) -> bool:
    kinds = {fact["evidence_kind"] for fact in item.nudge.facts}
    own = item.nudge.owner == viewer.member.id
    inside = own or viewer.sees_internals(item.account) or not kinds & set(evidence.INTERNAL)
    return viewer.sees_account(item.account) and inside
