"""Dates as people write them in notes, in English, Italian and Chinese."""

import calendar
import re
import warnings
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import yaml

from knowledge import feasts

FILE = Path(__file__).parent / "dates.yaml"
MONTHS = "january february march april may june july august september october november december"
DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTH = "|".join(MONTHS.split())
_DAY = "|".join(DAYS.split())
_YEAR = r"(?:,? (?P<year>\d{4}))?"
FRIDAY = 4
DAY_FIRST = {"it": True, "zh": False}
"""Languages in which 3/4 is one day only, and whether its day stands first."""

_PAIR = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/])")


def parse(wording: str, said_on: date, language: str | None = None) -> date | None:
    """The day that a wording such as "by Friday" or "下周五前" means when said on that day.

    A period means its last day: "in May" is 31 May, "next week" its Friday. None when the wording
    names no day, or one that could be read in two ways: 03/04/05, and 3/4 unless it is said in a
    `language` with one order, as Italian and Chinese have.
    """
    plain = _plain(wording)
    try:
        pair = _PAIR.search(plain) if language in DAY_FIRST else None
        if pair:
            first, second = int(pair[1]), int(pair[2])
            day, month = (first, second) if DAY_FIRST[str(language)] else (second, first)
            return _coming(said_on, month, day)
        for pattern, read in _GRAMMAR:
            found = re.search(pattern, plain)
            if found:
                return read(found, said_on)
    except ValueError:
        return None
    return _by_dateparser(wording, said_on)


def readings(wording: str, said_on: date, language: str | None = None) -> tuple[date, ...]:
    """The days that a wording such as 03/04/05 can mean, the nearest to `said_on` first.

    Empty for a wording that can be read in one way at most.
    """
    found = _NUMBERS.search(wording)
    if found is None or parse(wording, said_on, language) is not None:
        return ()
    first, second, third = (int(part) if part else None for part in found.groups())
    orders = [(third, second, first), (third, first, second)]
    if third is not None and third < 100:
        orders.append((first, second, third))
    days = {_day_of(*order, said_on) for order in orders} - {None}
    nearest = sorted(filter(None, days), key=lambda day: (abs(day - said_on), day))
    return tuple(nearest) if len(nearest) > 1 else ()


_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?![\d/])")


def _day_of(year: int | None, month: int | None, day: int | None, said_on: date) -> date | None:
    try:
        if year is None:
            return _coming(said_on, month or 0, day or 0)
        return date(year + (2000 if year < 100 else 0), month or 0, day or 0)
    except ValueError:
        return None


def _plain(wording: str) -> str:
    """The wording in the few English words that the grammar knows."""
    text = wording.casefold()
    for pattern, plain in _translations():
        text = pattern.sub(plain, text)
    return " ".join(text.split())


@cache
def _translations() -> tuple[tuple[re.Pattern[str], str], ...]:
    listed = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), f" {plain} ") for pattern, plain in listed.items())


def _iso(found: re.Match[str], _on: date) -> date:
    return date(int(found[1]), int(found[2]), int(found[3]))


def _slashed(found: re.Match[str], on: date) -> date | None:
    """13/04 can only be a day and a month; 03/04 can be both ways, and so means nothing."""
    first, second = int(found[1]), int(found[2])
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if first > 12 or first == second else (second, first)
    if not found[3]:
        return _coming(on, month, day)
    return date(int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, day)


def _day_month(found: re.Match[str], on: date) -> date:
    month = MONTHS.split().index(found["month"]) + 1
    if found["year"]:
        return date(int(found["year"]), month, int(found["day"]))
    return _coming(on, month, int(found["day"]))


def _month(found: re.Match[str], on: date) -> date:
    month = MONTHS.split().index(found["month"]) + 1
    year = on.year + (month < on.month)
    day = {"mid": 15, "start": 5}.get(found["part"] or "", calendar.monthrange(year, month)[1])
    return date(year, month, day)


def _weekday(found: re.Match[str], on: date) -> date:
    wanted = DAYS.split().index(found["day"])
    if found["week"] == "next":
        return _monday(on) + timedelta(weeks=1, days=wanted)
    if found["week"] == "next next":
        return _monday(on) + timedelta(weeks=2, days=wanted)
    return _coming_weekday(wanted, on)


def _coming_weekday(wanted: int, on: date) -> date:
    return on + timedelta(days=(wanted - on.weekday() - 1) % 7 + 1)


def _near_day(found: re.Match[str], on: date) -> date:
    return on + timedelta(days={"today": 0, "tomorrow": 1, "overmorrow": 2}[found[0]])


def _period(found: re.Match[str], on: date) -> date:
    ahead = {"next": 1, "next next": 2}.get(found["which"] or "", 0)
    if found["unit"] == "week":
        return _monday(on) + timedelta(weeks=ahead, days=FRIDAY)
    months = {"month": 1, "quarter": 3, "year": 12}[found["unit"]]
    last = (on.month - 1) // months * months + months + ahead * months
    return _end_of_month(on.year, last)


def _next_month(found: re.Match[str], on: date) -> date:
    return _end_of_month(on.year, on.month + 1).replace(day=int(found[1]))


def _mid_month(_found: re.Match[str], on: date) -> date:
    """The 15th of this month, or of the next when it is past."""
    return _next_such(15, on)


def _quarter(found: re.Match[str], on: date) -> date:
    end = _end_of_month(on.year, int(found[1]) * 3)
    return end if end >= on else _end_of_month(on.year + 1, int(found[1]) * 3)


def _later(found: re.Match[str], on: date) -> date:
    number, unit = int(found["number"]), found["unit"]
    if unit == "hour":
        return on + timedelta(days=number // 24)
    if unit == "workday":
        return _workdays(on, number)
    if unit in ("day", "week"):
        return on + timedelta(days=number * (7 if unit == "week" else 1))
    months = number * {"month": 1, "quarter": 3, "year": 12}[unit]
    last = _end_of_month(on.year, on.month + months)
    return last.replace(day=min(on.day, last.day))


def _day_of_month(found: re.Match[str], on: date) -> date:
    return _next_such(int(found[1]), on)


def _next_such(day: int, on: date) -> date:
    if day > on.day:
        return on.replace(day=day)
    return _end_of_month(on.year, on.month + 1).replace(day=day)


def _named_twice(found: re.Match[str], on: date) -> date:
    """ "Thursday 15": the 15th where that is a Thursday; else the weekday is believed."""
    wanted = DAYS.split().index(found["day"])
    with suppress(ValueError):
        day = _next_such(int(found["number"]), on)
        if day.weekday() == wanted:
            return day
    return _coming_weekday(wanted, on)


def _feast(found: re.Match[str], on: date) -> date:
    return feasts.coming(found["feast"], on, before=found["before"] is not None)


_GRAMMAR: tuple[tuple[str, Callable[[re.Match[str], date], date | None]], ...] = (
    (rf"(?P<before>before )?feast (?P<feast>{'|'.join(feasts.NAMES)})", _feast),
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", _iso),
    (r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\b", _slashed),
    (
        rf"(?P<day>\d{{1,2}}) ?(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH}){_YEAR}",
        _day_month,
    ),
    (
        rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?{_YEAR}",
        _day_month,
    ),
    (rf"(?:(?P<part>start|mid|end)(?: of)? )?(?:the )?(?P<month>{_MONTH})\b", _month),
    (rf"(?P<day>{_DAY}),? (?:the )?(?P<number>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])", _named_twice),
    (rf"(?:(?P<week>next next|next|this) )?(?:week )?(?P<day>{_DAY})(?:$|(?! of next))", _weekday),
    (r"\b(?:overmorrow|tomorrow|today)\b", _near_day),
    (r"next month (\d{1,2})(?!\d)", _next_month),
    (r"\bmid month\b", _mid_month),
    (r"(?P<number>\d+) (?:full )?(?P<unit>hour|workday|day|week|month|quarter|year)s?", _later),
    (r"\bq([1-4])\b", _quarter),
    (
        r"(?:(?P<which>next next|next|this|end)(?: of)?(?: the)? )?"
        r"(?P<unit>week|month|quarter|year)s?\b",
        _period,
    ),
    (r"\b(\d{1,2})(?:st|nd|rd|th|$)", _day_of_month),
)


def _coming(on: date, month: int, day: int) -> date:
    """That day of this year, or of the next when it is more than two months past."""
    this_year = date(on.year, month, day)
    return this_year if (on - this_year).days < 60 else date(on.year + 1, month, day)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _end_of_month(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def _workdays(on: date, number: int) -> date:
    while number > 0:
        on += timedelta(days=1)
        number -= on.weekday() < 5
    return on


def _by_dateparser(wording: str, said_on: date) -> date | None:
    """What our own grammar does not know; slow to load, so only then."""
    import dateparser

    settings = {
        "RELATIVE_BASE": datetime.combine(said_on, time(9)),
        "PREFER_DATES_FROM": "future",
        "STRICT_PARSING": True,
    }
    with warnings.catch_warnings():
        # It calls a deprecated part of the standard library for some wordings.
        warnings.simplefilter("ignore")
        found = dateparser.parse(wording, languages=["en", "it", "zh"], settings=settings)
    return found.date() if found else None
