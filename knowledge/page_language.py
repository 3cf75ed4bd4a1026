"""Which language a whole page is written in, and when that cannot be told."""

import re

from knowledge import languages, tokens

UNKNOWN = "unknown"
"""The language of a page that is in none of ours; it is found by its words alone."""

READ = 4_000
"""Characters of a page that are looked at."""

FEWEST_WORDS = 40
"""A shorter page tells too little to doubt the language that it seems to be in."""

FEWEST_SMALL_WORDS = 0.05
"""Share of articles, prepositions and the like; 164 of 166 pages of a handbook have more."""

_WORD = re.compile(r"[^\W\d_]+")


def of(text: str) -> str:
    """The page's language, one of ours, or `UNKNOWN`."""
    found = languages.detect(text)
    if not found.spoken or (found.code != "zh" and not _reads_like_ours(text)):
        return UNKNOWN
    return found.code


def _reads_like_ours(text: str) -> bool:
    words = [word.lower() for word in _WORD.findall(text[:READ])]
    if len(words) < FEWEST_WORDS:
        return True
    return sum(word in tokens.STOP_WORDS for word in words) >= FEWEST_SMALL_WORDS * len(words)
