"""The months and days of the week that words name, in any of our languages."""

import re
from datetime import date
from functools import cache

from babel.dates import get_day_names

ENGLISH = "january february march april may june july august september october november december"
ITALIAN = (
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
)
CHINESE = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月"
WEEKDAY = re.compile("(?:星期|周|礼拜)[一二三四五六日天]")
OTHERWISE = ("may", "march")
"""Months that are ordinary words as well."""

WRITTEN = re.compile(r"\b20\d\d-(\d\d)\b")


def months(text: str, at: date | None = None) -> frozenset[int]:
    """Months of the year, 1 to 12; with that of the day `at`."""
    named = {number for number, pattern in enumerate(_patterns(), 1) if pattern.search(text)}
    written = {int(month) for month in WRITTEN.findall(text)}
    return frozenset(named | written | ({at.month} if at else set()))


def names_a_day(word: str) -> bool:
    """Whether a word, in small letters, is a day of the week or a month: "monday", "giugno"."""
    return word in _names() or WEEKDAY.fullmatch(word) is not None


@cache
def _names() -> frozenset[str]:
    days = (day for language in ("en", "it") for day in get_day_names(locale=language).values())
    months = {*ENGLISH.split(), *ITALIAN.split(), *CHINESE.split()} - {*OTHERWISE}
    return frozenset(map(str.lower, days)) | months


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = zip(ENGLISH.split(), ITALIAN.split(), CHINESE.split(), strict=True)
    return tuple(
        re.compile(
            rf"\b{_english(english)}\b|\b{italian}\b|(?<![十\d]){chinese}|(?<!\d){number}\s?月(?!报)",
            re.IGNORECASE,
        )
        for number, (english, italian, chinese) in enumerate(names, 1)
    )


def _english(month: str) -> str:
    """May is a verb, too."""
    return r"(?:in|of|since|by|until|early|late|mid|\d) may" if month == "may" else month
