"""A figure in a question that a criterion is to be compared with: "below 40 %", "più di cinque"."""

import re
from functools import cache

from knowledge import scope, wording
from playbooks import catalogue
from playbooks.criteria import Criterion

SHARE = "share"
PARTS = {
    "half": 0.5,
    "meta": 0.5,
    "一半": 0.5,
    "a third": 1 / 3,
    "un terzo": 1 / 3,
    "三分之一": 1 / 3,
}
PARTS |= {"a quarter": 0.25, "un quarto": 0.25, "四分之一": 0.25, "three quarters": 0.75}
PARTS |= {"tre quarti": 0.75, "四分之三": 0.75, "two thirds": 2 / 3, "due terzi": 2 / 3}

WHOLE = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
WHOLE |= {"uno": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "dieci": 10}
WHOLE |= {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}

PER_CENT = r" ?(?:%|per ?cent\w*|per cento|percento)"
TENTHS = {"成": 0.1}
UNIT = (
    r"(?! ?(?:days?|weeks?|months?|years?|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|天|年|周|个?月))"
)
"""A span of time is compared with nothing here: "for more than 60 days"."""

SIGNS = {"above": ">", "below": "<"}


def compared(text: str, criterion: Criterion) -> Criterion:
    """The criterion with the figure that `text` gives for its measure; as it is without any."""
    meaning = catalogue.definition(criterion.measure or "")
    if meaning is None or meaning.unit == "days":
        return criterion
    folded = wording.fold(text)
    for side, sign in SIGNS.items():
        found = _pattern(side).search(folded)
        figure = _figure(found, share=meaning.unit == SHARE) if found else None
        if figure is not None:
            return criterion.compared(sign, figure)
    return criterion


def _figure(found: re.Match[str], *, share: bool) -> float | None:
    if found["part"]:
        return PARTS[found["part"]] if share else None
    number = float(found["number"].replace(",", ".")) if found["number"] else WHOLE[found["word"]]
    if found["cent"]:
        return number / 100 if share else None
    if found["tenths"]:
        return number * TENTHS[found["tenths"]] if share else None
    return None if share and number >= 1 else number


@cache
def _pattern(side: str) -> re.Pattern[str]:
    words, parts = (
        "|".join(sorted(map(re.escape, each), key=len, reverse=True)) for each in (WHOLE, PARTS)
    )
    return re.compile(
        f"(?:{scope.comparing(side)}) ?(?:than |of |di |del |il |the |the )?"
        f"(?:(?P<part>{parts})|(?:(?P<number>\\d+(?:[.,]\\d+)?)|(?P<word>{words}))"
        f"(?:(?P<cent>{PER_CENT})|(?P<tenths>成))?(?![a-z\\d]))" + UNIT
    )
