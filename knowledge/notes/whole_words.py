"""What a Chinese note promises, in whole words and with its verb: 把报价单寄出, not 报价单."""

import re
from collections.abc import Sequence
from typing import Any

from playbooks.commitments import Span

_DONE_TO = re.compile(r"把[^，。,；;！!？?、\n]{0,16}$")
"""What opens that something is done to something; its verb stands behind."""

_COUNTS = re.compile(r"[一二两三四五六七八九十百千万\d]$")
"""A number; what it counts stands behind."""

_CLAUSE = re.compile(r"[^，。,；;！!？?：:（）()“”\"\n]*")
_CHINESE = re.compile("[\u3400-\u9fff]")


def chinese(passage: str, place: Span, days: Sequence[Span]) -> Span:
    """The place with the words that are cut off at its ends, up to the next day at most."""
    first, end = place
    if not _CHINESE.search(passage, first, end):
        return place
    done_to = _DONE_TO.search(passage[: first + 1])
    if done_to:
        first = done_to.start()
    if done_to or passage[first] == "把" or _COUNTS.search(passage[first:end]):
        end = max(end, _clause(passage, end, days))
    return _uncut(passage, first, end)


def _clause(passage: str, end: int, days: Sequence[Span]) -> int:
    """Where the clause ends, or a day is named in it."""
    rest = _CLAUSE.match(passage, end)
    stop = rest.end() if rest else end
    return min([stop, *(day[0] for day in days if end <= day[0] < stop)])


def _uncut(passage: str, first: int, end: int) -> Span:
    at = 0
    for word in _segmenter().cut(passage):
        behind = at + len(word)
        if at < first < behind:
            first = at
        if at < end < behind:
            end = behind
        at = behind
    return first, end


def _segmenter() -> Any:
    """Its dictionary is read only where a Chinese note promises something."""
    import rjieba

    return rjieba
