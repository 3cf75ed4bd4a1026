"""Which product gaps are one and the same thing, however customers put it."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

ENOUGH = 0.6
"""Share of pairs of letters in common from which two titles say the same."""

SMALL = re.compile(
    r"\b(?:no|not|non|missing|lack(?:s|ing)?(?: of)?|without|there is|they|miss|needs?|"
    r"support(?: for)?|manca(?:no)?|senza|il|la|lo|gli|le|un|una|the|an?|di|del|per|for|of)\b"
    r"|没有|缺少|缺乏|不支持|支持",
    re.IGNORECASE,
)


class Titled(Protocol):
    """Something missed, in words."""

    @property
    def title(self) -> str: ...


T = TypeVar("T", bound=Titled)


def alike(one: str, other: str) -> bool:
    """Whether two titles name the same gap: “no SSO” and “SSO is missing” do."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return one.strip().casefold() == other.strip().casefold()
    return 2 * len(first & second) >= ENOUGH * (len(first) + len(second))


def merged(gaps: Iterable[T]) -> list[Sequence[T]]:
    """The gaps in groups that say the same, each in the order given; the first one names it."""
    groups: list[list[T]] = []
    for gap in gaps:
        group = next((group for group in groups if alike(group[0].title, gap.title)), None)
        if group is None:
            groups.append([gap])
        else:
            group.append(gap)
    return list(groups)


def _pairs(title: str) -> set[str]:
    said = SMALL.sub(" ", title.casefold())
    letters = [letter for letter in said if letter.isalnum()]
    return {a + b for a, b in pairwise(letters)}
