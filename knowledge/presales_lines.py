"""What PreSales log in one line: hours of work, a gap, whether it fits, who won the case."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge import wording

FILE = Path(__file__).parent / "presales_lines.yaml"

LONGEST = 120
"""Characters of a line; what is longer tells a story, and is a note."""

LONGEST_WITH_REASON = 400
DAY = 8.0
"""Working hours of a day, where somebody says “half a day”."""

NUMBERS = {
    **{"an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
    **{"un": 1, "un'": 1, "un’": 1, "una": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5},
    **{"sei": 6, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8},
    **{"半": 0.5, "mezz'": 0.5, "mezz’": 0.5, "mezza": 0.5, "half a": 0.5, "half an": 0.5},
}
"""Words of numbers as they stand before hours and days."""

NUMBER = r"(?P<n>\d+(?:[.,]\d+)?|" + "|".join(sorted(map(re.escape, NUMBERS), key=len)[::-1]) + ")"
CLOCK = re.compile(r"\b(?P<h>\d{1,2})\s?h\s?(?P<m>[0-5]\d)\b", re.IGNORECASE)
HOURS = re.compile(
    rf"(?<![\w.,]){NUMBER}[\s-]*(?:(?:and|e) (?:a )?(?P<half>half|mezza)\s+)?"
    r"(?:h|hrs?|hours?|or[ae])(?![\w])",
    re.IGNORECASE,
)
HOURS_ZH = re.compile(rf"{NUMBER}\s*个?(?P<half>半)?\s*(?:小时|钟头)")
MINUTES = re.compile(r"(?<![\w.,])(?P<n>\d{1,3})\s*(?:min(?:utes?|uti|s)?\b|分钟)", re.IGNORECASE)
DAYS = re.compile(
    rf"(?<![\w.,]){NUMBER}[\s-]*(?:days?|giornat[ae]|giorn[oi])\b|(?P<zh>[一两二三四半])天",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """What one line logs: `activity` with its hours, `gap`, `fit` or `technical`.

    `what` is the field's word for it (workshop, deal_breaker, fits), `words` a gap's own or the
    reason.
    """

    logs: str
    what: str
    hours: float | None = None
    words: str | None = None


def read(text: str) -> Line | None:
    """What the line logs, in English, Italian or Chinese; None for anything else."""
    said = wording.plain(text).strip()
    if "\n" in said or len(said) > LONGEST_WITH_REASON or said.endswith(("?", "？")):
        return None
    return _gap(said) or _technical(said) or _fit(said) or _activity(said)


def hours(text: str) -> float | None:
    """The time that a text names, in hours: 2h, 90 minutes, half a day, due ore, 两个半小时."""
    clock = CLOCK.search(text)
    if clock:
        return int(clock["h"]) + int(clock["m"]) / 60
    for pattern in (HOURS_ZH, HOURS):
        if found := pattern.search(text):
            return _number(found["n"]) + (0.5 if found["half"] else 0)
    if found := MINUTES.search(text):
        return int(found["n"]) / 60
    if found := DAYS.search(text):
        return _number(found["n"] or found["zh"]) * DAY
    return None


def _number(written: str) -> float:
    known = NUMBERS.get(written.casefold())
    return float(known) if known is not None else float(written.replace(",", "."))


def _activity(said: str) -> Line | None:
    spent = hours(said)
    if spent is None or not 0 < spent <= 5 * DAY or len(said) > LONGEST:
        return None
    if any(pattern.search(said) for pattern in _book()["not_done"]):
        return None
    kind = _kind(said)
    return Line("activity", kind, spent) if kind else None


def _kind(said: str) -> str | None:
    """The kind named last; in Italian the one named first, since there the noun leads."""
    places: dict[str, tuple[int, int]] = {
        name: (found[0].start(), found[-1].start())
        for name, pattern in _book()["kinds"].items()
        if (found := list(pattern.finditer(said)))
    }
    if not places:
        return None
    if re.search(r"\b(?:con|presso|per|di|or[ae])\b", said, re.IGNORECASE):
        return min(places, key=lambda name: places[name][0])
    return max(places, key=lambda name: places[name][1])


def _gap(said: str) -> Line | None:
    found = _book()["gap"].search(said)
    if found is None:
        return None
    what: str = next(words for words in found.groups() if words)
    for kind, pattern in _book()["gap_kinds"].items():
        if typed := pattern.search(said):
            bare = what.replace(typed[0], "").strip(" ,，.。;；()（）-–")
            return Line("gap", kind, words=bare or str(what))
    return Line("gap", "challenge", words=what.strip())


def _technical(said: str) -> Line | None:
    for outcome in ("technical_loss", "technical_win"):
        if _book()[outcome].search(said):
            return Line("technical", outcome, words=_reason(said))
    return None


def _fit(said: str) -> Line | None:
    if _book()["fit"].search(said) is None:
        return None
    head = said
    for pattern in _book()["reasons"][:3]:
        head = pattern.split(head, maxsplit=1)[0]
    for outcome, pattern in _book()["fit_outcomes"].items():
        if pattern.search(head):
            return Line("fit", outcome, words=_reason(said))
    return None


def _reason(said: str) -> str | None:
    for pattern in _book()["reasons"]:
        parts = pattern.split(said, maxsplit=1)
        if len(parts) == 2 and parts[1].strip():
            reason: str = parts[1].strip(" ,，.。;；:：")
            return reason
    return None


@cache
def _book() -> dict[str, Any]:
    return {
        name: _compiled(value)
        for name, value in yaml.safe_load(FILE.read_text(encoding="utf-8")).items()
    }


def _compiled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _compiled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_compiled(one) for one in value]
    return re.compile(value, re.IGNORECASE)
