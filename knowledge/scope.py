"""To which accounts or stage a question is narrowed: segment, stage, risk, silence, money."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge import cues, wording

FILE = Path(__file__).parent / "scope.yaml"
WHOSE = ("mine", "everyones")
RANKED = ("healthiest", "least_healthy")
NARROWING = ("at_risk", "blind_spots", "silent", "renewing", *WHOSE)


def segment(text: str) -> str | None:
    """The segment that `text` names."""
    return _named("segments", text)


def stage(text: str) -> str | None:
    """The stage of the journey that `text` is about; the more particular word wins."""
    return _named("stages", text)


def role(text: str) -> str | None:
    """The role of a colleague that `text` speaks of: csm, sales, presales, manager."""
    return _named("roles", text)


def says(name: str, text: str) -> bool:
    """Whether `text` has words of a list: at_risk, blind_spots, silent, renewing, mine, everyones,
    healthiest, least_healthy."""
    return bool(_words(name).search(wording.fold(text)))


def narrows(text: str) -> bool:
    """Whether `text` names something that tells some accounts from others."""
    folded = wording.fold(text)
    return any(pattern.search(folded) for pattern in _narrowing())


def without_order(text: str) -> str:
    """The text without which accounts come first, and without "and why": a list says why anyway."""
    folded = wording.folded(text)
    for name in (*RANKED, "reasons"):
        while found := _words(name).search(folded):
            text = f"{text[: found.start()]} {text[found.end() :]}"
            folded = wording.folded(text)
    return text


def only_narrows(text: str, somebody: bool = False) -> bool:
    """Whether `text` holds nothing but words that narrow: "only mine", "quelli enterprise".

    `somebody` tells that a member's name was taken out of it: "only Maya's".
    """
    return _is_nothing_but(_narrowing(), text, somebody)


def only_says_whose(text: str, somebody: bool = False) -> bool:
    """Whether `text` holds nothing but whose accounts are meant: "and mine?"."""
    return _is_nothing_but([_words(name) for name in WHOSE], text, somebody)


def _is_nothing_but(patterns: Iterable[re.Pattern[str]], text: str, somebody: bool) -> bool:
    folded = rest = wording.fold(text)
    for pattern in patterns:
        rest = pattern.sub(" ", rest)
    named = somebody or rest != folded
    return named and not wording.keys(_words("fillers").sub(" ", rest))


def money(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest amount asked for: "above 100k", "sotto 50 mila", "超过10万"."""
    folded = wording.fold(text)
    return _amount("above", folded), _amount("below", folded)


def comparing(side: str) -> str:
    """The pattern of words that say `above` or `below`, for folded text."""
    return _words(side).pattern


def _amount(name: str, folded: str) -> Decimal | None:
    found = _amounts(name).search(folded)
    if found is None:
        return None
    digits = re.sub(r"[.,' ](?=\d{3}(\D|$))", "", found["number"]).replace(",", ".")
    times: int = _file()["thousands"].get(found["times"], 1)
    return Decimal(digits) * times


@cache
def _amounts(name: str) -> re.Pattern[str]:
    times = "|".join(sorted(map(re.escape, _file()["thousands"]), key=len, reverse=True))
    return re.compile(
        f"(?:{_words(name).pattern}) ?(?:arr )?(?:[$€£¥]|eur|usd|gbp|cny)? ?"
        f"(?P<number>\\d[\\d.,' ]*\\d|\\d)(?!\\d) ?(?P<times>{times})?(?![a-z])"
        # "Over 60 days" is a time, not money.
        "(?! ?(?:days?|weeks?|months?|years?|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]))"
        "(?! ?(?:天|年|周|个?月|%))"
    )


@cache
def _narrowing() -> tuple[re.Pattern[str], ...]:
    sections = [*_sections("segments").values(), *_sections("stages").values()]
    return (*sections, *map(_words, NARROWING), *map(_amounts, ("above", "below")))


def _named(section: str, text: str) -> str | None:
    folded = wording.fold(text)
    for name, words in _sections(section).items():
        if words.search(folded):
            return name
    return None


@cache
def _sections(section: str) -> dict[str, re.Pattern[str]]:
    return {name: cues.any_of(words) for name, words in _file()[section].items()}


@cache
def _words(name: str) -> re.Pattern[str]:
    return cues.any_of(_file()[name])


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content
