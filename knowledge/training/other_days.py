"""Notes with a day told in another way: a promise "by Friday" is one "by the 21st" as well.

People name weekdays most; from their notes alone the model learns that a bare number is no day.
"""

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

SEED = 0
SHARE = {"en": 1.0, "it": 1.0, "zh": 0.4}
"""How many of the notes that can be told so are told so as well."""

OTHERS = {
    "en": ("the {n}th", "the {n}th", "{n} May", "October {n}", "Thursday the {n}th"),
    "it": ("il {n}", "il {n}", "il {n} ottobre", "il {n} maggio", "giovedì {n}"),
    "zh": ("{n}号", "{n}号", "10月{n}日", "{n}日"),
}
_DAYS = {
    "en": r"(?:mon|tues|wednes|thurs|fri)day|tomorrow",
    "it": r"(?:lune|marte|mercole|giove|vener)dì|domani",
    "zh": r"(?:下?(?:周|星期)[一二三四五]|明天)",
}
_BEFORE = {
    "en": r"(?<![a-z])(by|before|until|for|on)\s$",
    "it": r"(?<![a-z])(?!(?:di|da|a|al|dal|del|nel|ogni|il|la|fra|tra|e|o)\s)\w+\s$",
    "zh": r"[^每]$",
}


def told(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Further rows in which one day stands in other words; all places still fit the text."""
    chance = random.Random(SEED)
    for row in rows:
        language = row["language"]
        places = {tuple(one["day"]) for one in row["promises"] if one.get("day")}
        fitting = [place for place in sorted(places) if _fits(row["text"], place, language)]
        if fitting and chance.random() < SHARE[language]:
            words = chance.choice(OTHERS[language]).format(n=chance.randint(4, 20))
            yield _with(row, chance.choice(fitting), words)


def _fits(text: str, place: tuple[int, ...], language: str) -> bool:
    first, end = place
    day = re.fullmatch(_DAYS[language], text[first:end].strip(), re.IGNORECASE)
    return bool(day and re.search(_BEFORE[language], text[:first], re.IGNORECASE))


def _with(row: dict[str, Any], place: tuple[int, ...], words: str) -> dict[str, Any]:
    """The row with these words at a place, and all that stands behind it moved."""
    (first, end), text = place, row["text"]
    moved = len(words) - (end - first)

    def after(at: int) -> int:
        return at + moved if at >= end else at

    promises = []
    for one in row["promises"]:
        made = dict(one, place=[after(at) for at in one["place"]])
        if one.get("day"):
            made["day"] = [after(at) for at in one["day"]]
        promises.append(made)
    return dict(row, text=text[:first] + words + text[end:], promises=promises)
