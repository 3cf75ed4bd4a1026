"""What one person sees when they open the app: what to do, their accounts, and the blind spots."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from handlers import access, agenda, health, portfolio, rulebook
from handlers.agenda import OVERSEERS, Item
from handlers.context import Context
from handlers.portfolio import Filter, Line
from playbooks.accounts import Account
from playbooks.health import asking
from playbooks.health.rules import HealthRules
from playbooks.health.values import Band
from playbooks.observations import CHURN, DECIDING, Outcome
from playbooks.people import Member
from storage.workspace import Reader, parts

PAGE = 15
"""Accounts on one page."""

STEPS = 5
"""Steps on one page."""


class Sort(StrEnum):
    """In which order the accounts are listed."""

    REVENUE_AT_RISK = "revenue_at_risk"
    RENEWAL = "renewal"
    HEALTH = "health"
    LAST_ENGAGEMENT = "last_engagement"


class Whose(StrEnum):
    """Whose accounts are listed."""

    MINE = "mine"
    EVERYBODYS = "everybodys"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person chose to see; None and the first page when they chose nothing.

    Without `whose` they are one's own, for managers and admins everybody's.
    """

    sort: str = Sort.REVENUE_AT_RISK
    whose: str | None = None
    stage: str | None = None
    segment: str | None = None
    band: str | None = None
    page: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """An account of which too little is known, and the question that would tell the most."""

    line: Line
    question: str


@dataclass(frozen=True, slots=True)
class Homepage:
    """One page of accounts, and of steps; the totals count what stands on the other pages too.

    `steps` are those that "What should I do today?" answers with, in the same order.
    """

    as_of: date
    wanted: Wanted
    lines: tuple[Line, ...]
    accounts: int
    steps: tuple[Item, ...]
    all_steps: int
    blind_spots: tuple[BlindSpot, ...]


def read(
    context: Context, member: Member, at: date | None = None, wanted: Wanted | None = None
) -> Homepage:
    """The member's page as they want it; a page behind the last one is the last one."""
    chosen, day = wanted or Wanted(), at or context.today()
    todo = agenda.read(context, member, day).items
    with context.workspace.reading() as reader:
        rules = rulebook.health(context, reader)
        found = _ordered(_lines(reader, member, chosen, day, rules), chosen.sort)
    page, steps = _page(chosen.page, len(found), PAGE), _page(chosen.steps, len(todo), STEPS)
    return Homepage(
        day,
        replace(chosen, page=page, steps=steps),
        tuple(found[page * PAGE : (page + 1) * PAGE]),
        len(found),
        todo[steps * STEPS : (steps + 1) * STEPS],
        len(todo),
        tuple(_blind_spots(found, rules)),
    )


def whose(member: Member, wanted: Wanted) -> str:
    """Whose accounts the member sees: what they chose, else what their role looks after."""
    return wanted.whose or (Whose.EVERYBODYS if member.role in OVERSEERS else Whose.MINE)


def _lines(
    reader: Reader, member: Member, wanted: Wanted, day: date, rules: HealthRules
) -> list[Line]:
    viewer = access.audience(reader, member.id).asker
    mine = whose(member, wanted) == Whose.MINE

    def fits(account: Account) -> bool:
        inside = viewer.sees_account(account) and wanted.segment in (None, account.segment)
        return inside and (not mine or member.id in account.team)

    ids = _current(reader, [a.id for a in reader.find(Account) if fits(a)], day)
    if not ids:
        return []
    lines = portfolio.select(health.within(reader, day, rules, ids), Filter(), viewer)
    return [line for line in lines if _is_wanted(line, wanted)]


def _current(reader: Reader, ids: Sequence[str], day: date) -> list[str]:
    """Those whose contract has not ended by then."""
    last: dict[str, str] = {}
    for part in parts(ids):
        for outcome in reader.find(Outcome, until=day, account_id=part):
            if outcome.kind in DECIDING:
                last[outcome.account_id] = outcome.kind
    return [account_id for account_id in ids if last.get(account_id) != CHURN]


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    if wanted.stage is not None and wanted.stage not in line.stages:
        return False
    band = line.reading.band if line.reading else None
    return wanted.band in (None, band)


def _ordered(lines: Sequence[Line], sort: str) -> list[Line]:
    """In the order that is wanted; within it, the most revenue at risk first."""
    return sorted(lines, key=ORDERS[sort]) if sort in ORDERS else list(lines)


def _by_renewal(line: Line) -> tuple[bool, date]:
    """The next renewal first; those whose date is unknown last."""
    return line.account.renewal_date is None, line.account.renewal_date or date.max


def _by_health(line: Line) -> tuple[bool, float]:
    """The worst first; those of which too little is known last, beside the blind spots."""
    reading = line.reading
    if reading is None or reading.score is None or reading.band is Band.UNKNOWN:
        return True, 0.0
    return False, reading.score


def _by_last_engagement(line: Line) -> tuple[bool, date]:
    """Those first with whom no two-way contact is on record, then the longest silence."""
    return line.last_engagement is not None, line.last_engagement or date.min


ORDERS: dict[str, Callable[[Line], tuple[bool, float] | tuple[bool, date]]] = {
    Sort.RENEWAL: _by_renewal,
    Sort.HEALTH: _by_health,
    Sort.LAST_ENGAGEMENT: _by_last_engagement,
}
"""How each order but the first comes about: that one is the portfolio's own."""


def _page(asked: int, total: int, size: int) -> int:
    return max(0, min(asked, (total - 1) // size)) if total else 0


def _blind_spots(lines: Sequence[Line], rules: HealthRules) -> list[BlindSpot]:
    found = []
    for line in lines:
        reading = line.reading
        if reading is not None and reading.band is Band.UNKNOWN and reading.unknown:
            question = asking.by_weight(reading, rules, reading.unknown)[0]
            found.append(BlindSpot(line, rules.questions[question.question].ask))
    return found
