"""Periods as people ask for them: "last quarter", "da marzo", "上个季度", "in the next 90 days"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge import period_meanings as meanings
from knowledge import phrasing, wording
from knowledge.period_meanings import Bounds

PAST = re.compile(r"\b(?:last|past|previous|ago|scors\w|ultim\w|precedent\w|fa)\b|[上去]|20\d\d")
"""What says that the time asked for is over, or of which year it is."""

UNTIL = re.compile(r"[底末]?(?:[之以]?[前内])?(?![一二三四五六七八九十几\d])")
"""What Chinese says behind a day or a month up to which something is asked for."""


@dataclass(frozen=True, slots=True)
class Period:
    """Two days, both included (None is an open end), and where the text says so."""

    since: date | None
    until: date | None
    start: int
    end: int


def find(text: str, today: date) -> Period | None:
    """The period that `text` names, as seen from `today`; None when it names none.

    "Last week", "last month" and "last quarter" are whole calendar ones, Monday to Sunday; "the
    last 30 days" and "the past month" end today. A month or a day without a year is the latest
    that has begun. What is no date, such as 31 February, is passed over.
    """
    folded = wording.folded(text)
    for said in phrasing.wordings():
        found = said.pattern.search(folded)
        if found is None:
            continue
        try:
            since, until = meanings.MEANINGS[said.meaning](found.groupdict(), today)
        except (ValueError, OverflowError):
            continue
        tail = UNTIL.match(folded, found.end())
        return Period(since, until, found.start(), tail.end() if tail else found.end())
    return None


def named(text: str, today: date) -> list[Period]:
    """Every period that `text` names, in its order; none overlaps another."""
    found, rest = [], text
    while period := find(rest, today):
        found.append(period)
        rest = rest[: period.start] + "|" * (period.end - period.start) + rest[period.end :]
    return sorted(found, key=lambda one: one.start)


def ahead(bounds: Bounds, said: str, today: date) -> Bounds:
    """The period as one to come, where it is over and `said` names neither a year nor the past:
    1 March, asked in November, or the coming December."""
    since, until = bounds
    if until is None or until >= today or PAST.search(said):
        return bounds
    return since and meanings.moved(since, "year", 1), meanings.moved(until, "year", 1)


def weekday_gone(text: str, today: date) -> date | None:
    """The last day of the name that `text` says, before today; None where it names none or two."""
    named = {phrasing.value("weekdays", word) for word in phrasing.weekdays(wording.folded(text))}
    return today - timedelta((today.weekday() - named.pop()) % 7 or 7) if len(named) == 1 else None


def weekday_coming(text: str, today: date) -> date | None:
    """The next day of the name that `text` says, after today; None where it names none or two."""
    gone = weekday_gone(text, today + timedelta(days=7))
    return gone and (gone if gone > today else gone + timedelta(days=7))


def weekday_place(text: str) -> tuple[int, int]:
    """Where `text` first names a day of the week; its end where it names none."""
    folded = wording.folded(text)
    word = next(iter(phrasing.weekdays(folded)), None)
    start = folded.index(word) if word else len(folded)
    return start, start + len(word or "")


def before(bounds: Bounds) -> Bounds | None:
    """The period of the same length that ends the day before; None for one with an open end.

    What is made of whole months gives whole months: before the second quarter is the first.
    """
    since, until = bounds
    if since is None or until is None:
        return None
    end = since - timedelta(days=1)
    if since.day == 1 and until == meanings.month_end(until.replace(day=1)):
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        return meanings.moved(since, "month", -months), end
    return since - (until - since) - timedelta(days=1), end
