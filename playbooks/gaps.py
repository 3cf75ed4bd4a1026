"""Which product gaps are one and the same thing, however customers put it."""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from playbooks import likeness

ENOUGH = 0.6
"""Share of pairs of letters in common from which two titles say the same."""

SMALL = re.compile(
    r"\b(?:no|not|non|missing|lack(?:s|ing)?(?: of)?|without|there is|they|miss|needs?|"
    r"support(?: for)?|manca(?:no)?|senza|il|la|lo|gli|le|un|una|the|an?|di|del|per|for|of)\b"
    r"|没有|缺少|缺乏|不支持|支持",
    re.IGNORECASE,
)


SEPARATING = re.compile(r"[;；\n]+|(?<=[)）]),\s*")

KINDS = {
    "deal_breaker": re.compile(r"[(（](?:deal[ -]?breaker|bloccante|致命)[)）]", re.IGNORECASE),
    "challenge": re.compile(r"[(（](?:challenge|ostacolo|有难度|挑战)[)）]", re.IGNORECASE),
    "nice_to_have": re.compile(
        r"[(（](?:nice[ -]to[ -]have|auspicabile|锦上添花)[)）]", re.IGNORECASE
    ),
}
"""How much a gap weighs, as people write it behind its name."""

WEIGHTS = tuple(KINDS)
"""How much a gap may weigh, the worst first."""

CHALLENGE = "challenge"
"""What a gap is that is said neither to break a deal nor to be nice to have."""


class Titled(Protocol):
    """Something missed, in words."""

    @property
    def title(self) -> str: ...


T = TypeVar("T", bound=Titled)


def alike(one: str, other: str) -> bool:
    """Whether two titles name the same gap: “no SSO” and “SSO is missing” do."""
    first, second = _bare(one), _bare(other)
    if min(len(first), len(second)) < 2:
        return one.strip().casefold() == other.strip().casefold()
    return likeness.shared(first, second) >= ENOUGH


def listed(written: str) -> list[tuple[str, str | None]]:
    """Gaps as somebody lists them in one text, each with the kind that stands beside it, if any."""
    parts = (part.strip(" .,;-•") for part in SEPARATING.split(written))
    return [(part, _kind(part)) for part in parts if part]


def _kind(part: str) -> str | None:
    return next((kind for kind, words in KINDS.items() if words.search(part)), None)


def merged(gaps: Iterable[T]) -> list[list[T]]:
    """The gaps in groups that say the same, each in the order given; the first one names it."""
    groups: list[list[T]] = []
    for gap in gaps:
        group = next((group for group in groups if alike(group[0].title, gap.title)), None)
        if group is None:
            groups.append([gap])
        else:
            group.append(gap)
    return groups


def _bare(title: str) -> str:
    """The letters that tell what is missed."""
    return "".join(filter(str.isalnum, SMALL.sub(" ", title.casefold())))
