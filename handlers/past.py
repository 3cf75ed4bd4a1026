"""The past as it is tested: where it is cut, who was a customer then, and who left afterwards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from handlers.context import Context
from playbooks.accounts import Account, Subscription
from playbooks.errors import BadInput
from playbooks.notes import Note
from playbooks.observations import (
    CHURN,
    DECIDING,
    RENEWAL,
    MetricSample,
    Outcome,
    SurveyResponse,
    Ticket,
)
from playbooks.prediction.values import Target
from storage.workspace import Reader

OfAccount = TypeVar("OfAccount", Outcome, Subscription)

HORIZON_DAYS = 180
MOST_CUTOFFS = 4

DATED: tuple[type[Any], ...] = (Outcome, MetricSample, SurveyResponse, Ticket, Note)


@dataclass(frozen=True, slots=True)
class Plan:
    """Cut-offs, the earliest first, and how many days after each are looked at."""

    cutoffs: tuple[date, ...]
    horizon_days: int
    observed_until: date


@dataclass(frozen=True)
class Records:
    """What the outcomes and the checks are read from."""

    accounts: Sequence[Account]
    outcomes: Mapping[str, Sequence[Outcome]]
    subscriptions: Mapping[str, Sequence[Subscription]]
    tickets: Sequence[Ticket]


def plan(context: Context, reader: Reader, cutoff: date | None, horizon_days: int | None) -> Plan:
    """Where to cut, from how far the records reach."""
    if horizon_days is not None and horizon_days < 1:
        raise BadInput("A horizon has at least one day. Nothing was tested.")
    last = observed_until(reader, context.today())
    if cutoff is not None:
        if last is not None and cutoff >= last:
            raise BadInput(
                "Nothing is recorded after {day}, so nothing shows who left after {cutoff}. Give "
                "an earlier cut-off. Nothing was tested.",
                day=last,
                cutoff=cutoff,
            )
        days = horizon_days or min(HORIZON_DAYS, ((last or cutoff) - cutoff).days or HORIZON_DAYS)
        return Plan((cutoff,), days, last or cutoff)
    days = horizon_days or HORIZON_DAYS
    if last is None:
        return Plan((), days, context.today())
    single = _single_day(reader)
    if single is not None and single < last:
        return Plan((single,), horizon_days or (last - single).days, last)
    return Plan(cutoffs(reader, last, days), days, last)


def cutoffs(reader: Reader, last: date, days: int) -> tuple[date, ...]:
    """Days to cut at, the earliest first, each with a horizon of its own that is over by `last`."""
    first = _first_day(reader) or last
    cuts = (last - timedelta(days=days * step) for step in range(1, MOST_CUTOFFS + 1))
    return tuple(sorted(cut for cut in cuts if cut > first))


def observed_until(reader: Reader, today: date) -> date | None:
    """The last day on which anything is recorded: silence after it is no sign of staying."""
    days = [_newest(reader, kind, today) for kind in DATED]
    return max((day for day in days if day is not None), default=None)


def records(reader: Reader) -> Records:
    return Records(
        accounts=reader.find(Account),
        outcomes=_by_account(reader.find(Outcome)),
        subscriptions=_by_account(reader.find(Subscription)),
        tickets=reader.find(Ticket),
    )


def judged(records: Records, cutoff: date, horizon_days: int, target: Target) -> dict[str, bool]:
    """The customers of that day, and whether each left within the horizon."""
    until = cutoff + timedelta(days=horizon_days)
    found = {}
    for account in records.accounts:
        ends = records.outcomes.get(account.id, ())
        if not is_customer(account, ends, records.subscriptions.get(account.id, ()), cutoff):
            continue
        within = [o.kind for o in ends if cutoff < o.date <= until]
        decided = [kind for kind in within if kind in (CHURN, RENEWAL)]
        if target is Target.CHURN:
            found[account.id] = CHURN in within
        elif decided:
            found[account.id] = decided[0] == CHURN
    return found


def is_customer(
    account: Account, ends: Sequence[Outcome], bought: Sequence[Subscription], day: date
) -> bool:
    if account.contract_start is not None and account.contract_start > day:
        return False
    if bought:
        return any(one.is_in_force(day) for one in bought)
    before = [o.kind for o in ends if o.date <= day and o.kind in DECIDING]
    return not before or before[-1] != CHURN


def rated_later(tickets: Iterable[Ticket], cutoff: date) -> Iterator[Ticket]:
    """Tickets of before the cut-off whose satisfaction was given when they closed, after it."""
    for ticket in tickets:
        if ticket.satisfaction is not None and ticket.opened <= cutoff < ticket.rated_on:
            yield ticket


def _newest(reader: Reader, kind: type[Any], today: date) -> date | None:
    found = reader.find(kind, until=today, newest_first=True, limit=1)
    return _day(found[0]) if found else None


def _first_day(reader: Reader) -> date | None:
    found = [found[0] for kind in DATED if (found := reader.find(kind, limit=1))]
    return min((_day(one) for one in found), default=None)


def _day(item: Any) -> date:
    day: date = item.opened if isinstance(item, Ticket) else item.date
    return day


def _single_day(reader: Reader) -> date | None:
    """The day of all figures, where they bear one day only: a table without a history."""
    first = reader.find(MetricSample, limit=1)
    last = reader.find(MetricSample, newest_first=True, limit=1)
    others = any(reader.count(kind) for kind in (SurveyResponse, Ticket, Note))
    return first[0].date if first and first[0].date == last[0].date and not others else None


def _by_account(items: Iterable[OfAccount]) -> dict[str, list[OfAccount]]:
    found: dict[str, list[OfAccount]] = defaultdict(list)
    for item in items:
        found[item.account_id].append(item)
    return found
