"""What may flatter or spoil a back-test, and how much of it there is."""

from collections.abc import Iterator
from datetime import date, timedelta

from handlers import past
from handlers.past import Plan, Records
from playbooks.notes import Note
from playbooks.observations import CHURN, DECIDING, MetricSample, SurveyResponse
from playbooks.prediction.history import History
from playbooks.prediction.values import Caution, Target
from storage.workspace import Reader

SOON_DAYS = 30
"""Who leaves so soon after the cut-off may already have stopped using the product."""


TOGETHER = 1_000
"""Accounts whose records are looked through at once."""


def cautions(
    reader: Reader, records: Records, chosen: Plan, target: Target, history: History
) -> Iterator[Caution]:
    """What may flatter or spoil the figures, each with how much of it there is."""
    yield from _counted("left_before", _left_before(records, chosen))
    soon = sum(
        sum(past.judged(records, cutoff, min(SOON_DAYS, chosen.horizon_days), target).values())
        for cutoff in chosen.cutoffs
    )
    if chosen.horizon_days > SOON_DAYS:
        yield from _counted("left_soon", soon, days=SOON_DAYS, events=int(history.events.sum()))
    yield from _counted("after_leaving", _after_leaving(reader, records))
    yield from _counted("before_the_contract", _before_the_contract(records))
    late = sum(1 for cutoff in chosen.cutoffs for _ in past.rated_later(records.tickets, cutoff))
    yield from _counted("satisfaction_later", late)
    yield from _counted("notes_entered_later", _entered_later(reader, chosen))
    yield from _counted("no_revenue_left", without_revenue(records))
    if history.left_out:
        yield Caution("named_as_outcome", {"signals": list(history.left_out)})
    if chosen.cutoffs:
        yield Caution("business_dates")
        yield Caution("as_they_stand")


def without_revenue(records: Records) -> int:
    """Accounts that left and whose revenue was set to nought: today's figure knows the outcome."""
    left = {key for key, ends in records.outcomes.items() if any(o.kind == CHURN for o in ends)}
    return sum(1 for one in records.accounts if one.arr == 0 and one.id in left)


def _counted(code: str, count: int, **values: object) -> Iterator[Caution]:
    if count:
        yield Caution(code, {"count": count, **values})


def _left_before(records: Records, chosen: Plan) -> int:
    """Accounts that had left by the last cut-off; there they are not judged."""
    if not chosen.cutoffs:
        return 0
    day = chosen.cutoffs[-1]
    gone = 0
    for account in records.accounts:
        ends = records.outcomes.get(account.id, ())
        bought = records.subscriptions.get(account.id, ())
        started = account.contract_start is None or account.contract_start <= day
        left = any(o.kind == CHURN and o.date <= day for o in ends)
        gone += started and left and not past.is_customer(account, ends, bought, day)
    return gone


def _after_leaving(reader: Reader, records: Records) -> int:
    """Figures, surveys and tickets dated after an account left for good."""
    left = dict(_left_for_good(records))
    ids = [*left]
    found = sum(1 for one in records.tickets if one.opened > left.get(one.account_id, date.max))
    for start in range(0, len(ids), TOGETHER):
        some = ids[start : start + TOGETHER]
        since = min(left[account_id] for account_id in some) + timedelta(days=1)
        items: list[MetricSample | SurveyResponse] = [
            *reader.find(MetricSample, since=since, account_id=some),
            *reader.find(SurveyResponse, since=since, account_id=some),
        ]
        found += sum(1 for one in items if one.date > left[one.account_id])
    return found


def _left_for_good(records: Records) -> Iterator[tuple[str, date]]:
    """Accounts whose last word was to leave, and when."""
    for account_id, ends in records.outcomes.items():
        last = [o for o in ends if o.kind in DECIDING][-1:]
        bought = records.subscriptions.get(account_id, ())
        if last and last[0].kind == CHURN and not any(b.end_date is None for b in bought):
            yield account_id, last[0].date


def _before_the_contract(records: Records) -> int:
    starts = {one.id: one.contract_start for one in records.accounts}
    opened = ((starts.get(ticket.account_id), ticket.opened) for ticket in records.tickets)
    return sum(1 for start, day in opened if start is not None and day < start)


def _entered_later(reader: Reader, chosen: Plan) -> int:
    """Notes dated up to the last cut-off, but written down after it."""
    if not chosen.cutoffs:
        return 0
    cutoff = chosen.cutoffs[-1]
    notes = reader.find(Note, until=cutoff)
    return sum(1 for n in notes if n.recorded_at is not None and n.recorded_at.date() > cutoff)
