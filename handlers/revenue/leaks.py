"""What may flatter or spoil what is said about revenue, and how much of it there is."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from handlers import past
from handlers.revenue.ledger import WINDOW_DAYS, Ledger
from playbooks.prediction.values import Caution
from playbooks.revenue.effects import MOST_GROWTH, Line

SOON_DAYS = 30
"""Who leaves so soon after the reading may have been leaving when they answered."""


def cautions(
    ledger: Ledger, now: Sequence[Line], before: Sequence[Line], cutoffs: Sequence[date], at: date
) -> Iterator[Caution]:
    """What to beware of, each with its count."""
    yield from _answered_after_change(ledger, now, at)
    yield from _counted("answered_after_leaving", _after_leaving(ledger))
    late = sum(1 for cutoff in cutoffs for _ in past.rated_later(ledger.tickets, cutoff))
    yield from _counted("rated_later", late)
    soon = timedelta(days=SOON_DAYS)
    asked = [line for line in before if line.satisfaction]
    left = sum(1 for one in asked if ledger.courses[one.account_id].arr(one.cutoff + soon) == 0)
    yield from _counted("left_soon", left, readings=len(asked), days=SOON_DAYS)
    steep = sum(
        1 for one in asked if one.arr and (one.after or 0) / one.arr - 1 > MOST_GROWTH / 100
    )
    yield from _counted("steep_growth", steep, readings=len(asked))
    yield from _counted("rebuilt", sum(1 for one in ledger.courses.values() if one.rebuilt))
    yield from _counted("unpriced", len(ledger.accounts) - len(ledger.courses))


def _answered_after_change(ledger: Ledger, now: Sequence[Line], at: date) -> Iterator[Caution]:
    """Who answered after their contract had grown or shrunk may be content because of it."""
    asked = [line for line in now if line.satisfaction]
    since = at - timedelta(days=WINDOW_DAYS)
    after = sum(
        1
        for one in asked
        if ledger.courses[one.account_id].changed(since, ledger.answers(one.account_id, at)[-1].day)
    )
    yield from _counted("answered_after_change", after, accounts=len(asked), days=WINDOW_DAYS)


def _after_leaving(ledger: Ledger) -> int:
    """Answers of accounts that paid nothing any more; they count nowhere."""
    return sum(
        1
        for account_id, course in ledger.courses.items()
        for one in ledger.said.get(account_id, ())
        if course.began is not None and one.day > course.began and course.arr(one.day) == 0
    )


def _counted(code: str, count: int, **values: object) -> Iterator[Caution]:
    if count:
        yield Caution(code, {"count": count, **values})
