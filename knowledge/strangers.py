"""Names in a text that belong to no account we know: "How is Initech doing?"."""

import re
from dataclasses import dataclass

from knowledge import regions, surfaces, wording
from knowledge.surfaces import CHINESE_ENDINGS, COMPANY_WORDS
from knowledge.wording import Word

BEFORE = frozenset(surfaces.listed("before_a_stranger"))
AFTER = frozenset(surfaces.listed("after_a_name"))

SHORT_CAPITALS = 4
"""A word of that many capitals or fewer is an abbreviation (QBR, SSO), not a company."""

MONTH, DAYS = 4, 31
"""Letters of a month that is cut short, and the days that one has."""

_CHINESE_COMPANY = re.compile(
    f"([{wording.CHINESE}]{{2,8}}?(?:{'|'.join(CHINESE_ENDINGS)}))"
    "(?=[的怎什有是想为健现最会吗？?，,。 ]|$)"
)
_CHINESE_START = re.compile(
    "^(?:.*(?:给我|请|关于|总结|介绍|一下|看看|对|跟|和|与|为|说说|讲讲|比较|了解|答应过?|承诺过?))"
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A stretch of text that looks like a name; `sure` when its capital letter says so too."""

    start: int
    end: int
    text: str
    sure: bool


def find(text: str) -> Stranger | None:
    """The first name in `text`, from which all known names have been blanked out."""
    words, past = wording.words(text), 0
    for place, word in enumerate(words):
        if word.start < past or word.chinese or not _telling(text, word):
            continue
        capital = word.capital and (place > 0 or _ends(text, word) or _next(words, place))
        if _is_dated(words, place) or not (capital or _in_place(text, words, place)):
            continue
        found = _grown(text, words, place, capital)
        if not regions.is_one(found.text):
            return found
        past = found.end
    return _chinese(text)


def _telling(text: str, word: Word) -> bool:
    shouted = text[word.start : word.end].isupper() and word.end - word.start <= SHORT_CAPITALS
    unusual = word.key not in wording.ordinary() and word.key not in COMPANY_WORDS
    return unusual and not shouted and not word.key.isdigit() and len(word.key) > 2


def _is_dated(words: list[Word], place: int) -> bool:
    """3 Nov, Sett 5: a short word beside a day's number is its month."""
    beside = (*words[max(place - 1, 0) : place], *words[place + 1 : place + 2])
    return len(words[place].key) <= MONTH and any(_is_day(word) for word in beside)


def _is_day(word: Word) -> bool:
    return word.key.isdecimal() and 1 <= int(word.key) <= DAYS


def _ends(text: str, word: Word) -> bool:
    return text[word.end :].strip(" ?!.。？") == ""


def _next(words: list[Word], place: int) -> bool:
    return place + 1 < len(words) and words[place + 1].key in AFTER


def _in_place(text: str, words: list[Word], place: int) -> bool:
    before = words[place - 1].key if place else ""
    return before in BEFORE and (_ends(text, words[place]) or _next(words, place))


def _grown(text: str, words: list[Word], place: int, sure: bool) -> Stranger:
    """The name with the capitalised words that follow it: Initech Systems."""
    last = place
    while last + 1 < len(words) and words[last + 1].capital and sure:
        last += 1
    start, end = words[place].start, words[last].end
    return Stranger(start, end, text[start:end], sure)


def _chinese(text: str) -> Stranger | None:
    for found in _CHINESE_COMPANY.finditer(text):
        lead = _CHINESE_START.match(found.group(1))
        start = found.start(1) + (lead.end() if lead else 0)
        if found.end(1) - start >= 3:
            return Stranger(start, found.end(1), text[start : found.end(1)], True)
    return None
