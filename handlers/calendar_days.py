"""The calendar days that a text names, in English, Italian and Chinese, and in figures."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names

LANGUAGES = ("en", "it")
ISO = re.compile(
    r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?"
)
CHINESE = re.compile(r"(?:(\d{4})\s?年\s?)?(?<!\d)(\d{1,2})\s?月(?:\s?(\d{1,2})\s?[日号]?)?(?!\d)")
CHINESE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?年")
FIGURES = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")
SHORT = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/%])")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a month or a day of a year left open: what is None was not said."""

    written: str
    year: int | None
    month: int | None
    day: int | None

    def fits(self, other: "Day") -> bool:
        """True when `other` says all that this one says, and nothing else instead."""
        mine, theirs = (self.year, self.month, self.day), (other.year, other.month, other.day)
        return all(a is None or a == b for a, b in zip(mine, theirs, strict=True))


def find(text: str) -> tuple[list[tuple[Day, ...]], str]:
    """The days that the text names, each in all its readings, and the text without them.

    3/4/2026 is a day in April and a day in March, so both are kept.
    """
    found: list[tuple[Day, ...]] = []

    def take(match: re.Match[str], *readings: tuple[int | None, int | None, int | None]) -> str:
        days = [Day(match.group(0).strip(), *reading) for reading in readings]
        days = [one for one in days if _exists(one)]
        if not days:
            return match.group(0)
        found.append(tuple(days))
        return " "

    text = ISO.sub(lambda m: take(m, (int(m[1]), int(m[2]), int(m[3]))), text)
    text = CHINESE.sub(lambda m: take(m, (_int(m[1]), int(m[2]), _int(m[3]))), text)
    text = CHINESE_YEAR.sub(lambda m: take(m, (int(m[1]), None, None)), text)
    for pattern in _in_words():
        text = pattern.sub(
            lambda m: take(m, (_int(m["year"]), _month(m["month"]), _int(m["day"]))), text
        )
    text = FIGURES.sub(
        lambda m: take(m, (_full(m[4]), int(m[3]), int(m[1])), (_full(m[4]), int(m[1]), int(m[3]))),
        text,
    )
    text = SHORT.sub(
        lambda m: take(m, (None, int(m[2]), int(m[1])), (None, int(m[1]), int(m[2]))), text
    )
    return found, text


def named(text: str) -> list[Day]:
    """Every day that the text may name."""
    return [day for readings in find(text)[0] for day in readings]


def carried(readings: Iterable[Day], known: Iterable[Day]) -> bool:
    """True when one of the known days is what one of the readings says."""
    days = list(known)
    return any(reading.fits(day) for reading in readings for day in days)


def _exists(day: Day) -> bool:
    month = day.month is None or 1 <= day.month <= 12
    return month and (day.day is None or 1 <= day.day <= 31)


@cache
def _months() -> dict[str, int]:
    """Names and abbreviations of the months; "sept" besides what the locale writes."""
    names: dict[str, int] = {"sept": 9}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            found = get_month_names(width, locale=language)
            names |= {name.casefold().rstrip("."): number for number, name in found.items()}
    return names


@cache
def _in_words() -> tuple[re.Pattern[str], ...]:
    """Days and months in words; English months have a capital, so that "may 30" is no day."""
    names = sorted(_months(), key=len, reverse=True)
    any_case = "|".join(names)
    capital = "|".join(name.title() for name in names)
    whole = [name for name in names if len(name) > 4]
    year = r"(?:,?\s(?:del\s|of\s)?(?P<year>(?:19|20)\d{2})(?!\d))"
    day = r"(?<![\d.,])(?P<day>\d{1,2})(?:st|nd|rd|th|°|º)?"
    alone = rf"(?P<month>{'|'.join(whole)})\b(?P<day>)(?P<year>)"
    in_english = "|".join([name.title() for name in whole] + ["May", "June", "July"])
    return (
        re.compile(rf"{day}\s(?:of\s)?(?P<month>{any_case})\b\.?{year}?", re.I),
        re.compile(rf"\b(?P<month>{capital})\b\.?\s{day}(?![\d.,]*\d|\s?%){year}?"),
        re.compile(rf"\b(?P<month>{any_case})\b\.?(?P<day>){year}", re.I),
        re.compile(rf"(?<=\b[Ii]n )(?P<month>{in_english})\b(?P<day>)(?P<year>)"),
        re.compile(rf"(?<=\b[adAD] ){alone}"),
    )


def _month(name: str) -> int:
    return _months()[name.casefold().rstrip(".")]


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _full(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)
