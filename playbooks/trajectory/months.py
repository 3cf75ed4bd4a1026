"""Calendar months, and the windows from which each part of an index is read."""

from dataclasses import dataclass
from datetime import date, timedelta

HEARD_MONTHS = 3
"""Answers, tickets and notes speak for the month in which they were given and the two after it."""

CONTRACT_MONTHS = 12
"""Contracts are decided about once a year."""


@dataclass(frozen=True, slots=True)
class Windows:
    """First days of what counts, up to `until`: use, what was heard, contracts."""

    until: date
    use: date
    heard: date
    contract: date


def of_month(first: date, today: date) -> Windows:
    """The windows of a calendar month, which ends today when it is not over."""
    until = min(after(first, 1) - timedelta(days=1), today)
    return Windows(until, first, after(first, 1 - HEARD_MONTHS), after(first, 1 - CONTRACT_MONTHS))


def between(since: date, until: date) -> Windows:
    """One window for all parts, both days included."""
    return Windows(until, since, since, since)


def last(count: int, today: date) -> list[date]:
    """The first days of so many months up to that of `today`, the oldest first."""
    return [after(today, -back) for back in range(count - 1, -1, -1)]


def after(day: date, months: int) -> date:
    """The first day of the month so many months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
