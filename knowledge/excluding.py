"""Which of the names in a question it leaves out: "all at risk except Acme", "除了Acme呢？"."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

BEFORE = re.compile(
    r"(?:\b(?:without|except(?:ing)?(?: for)?|excluding|apart from|other than|besides|minus|but not"
    r"|leav(?:e|ing) out|not counting|tranne|eccetto|salvo|esclus[oaie]|escludendo|a parte|ma non"
    r"|senza(?: contare)?|oltre a(?:d|lla?|i)?)"
    r"|除(?:了|去|开)?|不(?:算|含|包括|看)|去掉|排除|撇开)\s*$",
    re.IGNORECASE,
)
"""What stands before a name that is left out."""

AFTER = re.compile(
    r"\s*(?:[之以]?外)?的?\s*(?:$|[,.;:?!，。？！；、)]|(?:and|or|ed?|o|who|which|what|how|chi|quali"
    r"|quant[ie])\b|[呢吧还都也有谁哪其和跟与及])",
    re.IGNORECASE,
)
"""What stands behind it: nothing else is said of it, as in "without Acme's help"."""

OUTSIDE = re.compile(r"\s*[之以]?外")
BETWEEN = re.compile(r"\s*(?:,|，|、|&|\b(?:and|or|ed?|o|nor)\b|[和跟与及])+\s*", re.IGNORECASE)
"""What stands between two names that are left out together."""


class Placed(Protocol):
    """A name in a text, from `start` to before `end`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def places(text: str, names: Sequence[Placed]) -> dict[int, tuple[int, int]]:
    """Of each name that is left out, by its number, where it stands with the words for that."""
    return dict(_places(text, sorted(enumerate(names), key=lambda pair: pair[1].start)))


def _places(
    text: str, names: Sequence[tuple[int, Placed]]
) -> Iterator[tuple[int, tuple[int, int]]]:
    last: int | None = None
    for number, name in names:
        said = BEFORE.search(text[: name.start])
        beside = last is not None and BETWEEN.fullmatch(text[last : name.start])
        if not (said or beside) or not AFTER.match(text[name.end :]):
            last = None
            continue
        outside = OUTSIDE.match(text[name.end :])
        end = name.end + (outside.end() if outside else 0)
        yield number, (said.start() if said else last or name.start, end)
        last = end
