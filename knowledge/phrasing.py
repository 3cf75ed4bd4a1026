"""The wordings of `periods.yaml`, made into patterns, and the words in them into numbers."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import dates

from knowledge import lists, wording

FILE = Path(__file__).parent / "periods.yaml"
LISTS = ("parts", "numbers", "units", "weekdays", "seasons", "quarters")
"""Sections of the file that hold words; all others are meanings with their wordings."""

PLACE = re.compile(
    r"\{(n|unit|month|weekday|season|day|year|iso|quarter|since|later|last|ultimo|the)\}"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a meaning; a place that occurs twice is named `month` and `month_2`."""

    meaning: str
    pattern: re.Pattern[str]


@cache
def wordings() -> tuple[Wording, ...]:
    """All wordings in the order in which they are tried."""
    return tuple(
        Wording(meaning, re.compile(_bounded(_filled(wording_))))
        for meaning, sayings in lists.read(FILE).items()
        if meaning not in LISTS
        for wording_ in sayings
    )


def value(section: str, word: str) -> Any:
    """What a word of a section stands for: "three" a 3, "weeks" a `week`, "lunedi" a 0."""
    return next(meant for meant, words in lists.read(FILE)[section].items() if word in words)


@cache
def months() -> dict[str, int]:
    """Names of months in the three languages, folded, with their number."""
    found = {f"{name}月": place for place, name in enumerate(_chinese_numbers(), 1)}
    found |= {f"{place}月": place for place in range(1, 13)}
    for locale in ("en", "it"):
        for width in ("abbreviated", "wide"):
            names = dates.get_month_names(width, locale=locale)
            found |= {str(name).lower().rstrip("."): place for place, name in names.items()}
    return found | {"sept": 9}


@cache
def _chinese_numbers(last: int = 12) -> tuple[str, ...]:
    """一 to 三十一, as months and days are written."""
    digits = ("", *"一二三四五六七八九")
    tens = ("", "十", "二十", "三十")
    return tuple(tens[number // 10] + digits[number % 10] for number in range(1, last + 1))


def weekdays(folded: str) -> list[str]:
    """The names of days of the week in a folded text."""
    return [match[0] for match in _weekday().finditer(folded)]


@cache
def _weekday() -> re.Pattern[str]:
    return re.compile(_bounded(_words("weekday")))


def day_of_month(word: str) -> int:
    """The number of a day: "3rd" and 三 are 3."""
    chinese = _chinese_numbers(31)
    return chinese.index(word) + 1 if word in chinese else int(word.rstrip("stndrh°"))


def _filled(saying: str) -> str:
    seen: dict[str, int] = {}

    def fill(place: re.Match[str]) -> str:
        name = place.group(1)
        if name in lists.read(FILE)["parts"]:
            return str(lists.read(FILE)["parts"][name])
        seen[name] = seen.get(name, 0) + 1
        group = name if seen[name] == 1 else f"{name}_{seen[name]}"
        return f"(?P<{group}>{_words(name)})"

    return PLACE.sub(fill, saying)


@cache
def _words(name: str) -> str:
    if name == "n":
        return "\\d{1,4}|" + _choice(
            word for words in lists.read(FILE)["numbers"].values() for word in words
        )
    if name == "month":
        return _choice(months())
    fixed = {
        "day": "\\d{1,2}(?:st|nd|rd|th|°)?(?!\\d)|" + _choice(_chinese_numbers(31)),
        "year": "20\\d\\d",
        "iso": "20\\d\\d[-/]\\d{1,2}[-/]\\d{1,2}|20\\d\\d年\\d{1,2}月\\d{1,2}[日号]?",
    }
    return fixed.get(name) or _choice(
        w for words in lists.read(FILE)[f"{name}s"].values() for w in words
    )


def _choice(words: Any) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _bounded(pattern: str) -> str:
    """Whole words only, except that Chinese runs on without spaces."""
    return f"(?:(?<![a-z0-9])|(?<=[{wording.CHINESE}]))(?:{pattern})(?![a-z])"
