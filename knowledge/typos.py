"""Words of our field put right where a finger slipped: "healht", "rinovo", "onbording"."""

from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import utterances, wording

SHORTEST = 5
"""Letters of a word that is put right; shorter ones are too easily another word."""


def corrected(text: str) -> str:
    """`text` with unknown words replaced by the one of our examples that is a slip away."""
    for word in reversed(wording.words(text)):
        if len(word.key) >= SHORTEST and word.key not in wording.ordinary():
            meant = _meant(word.key)
            if meant:
                text = f"{text[: word.start]}{meant}{text[word.end :]}"
    return text


@lru_cache(maxsize=4096)
def _meant(key: str) -> str | None:
    found = process.extractOne(key, _field_words(), scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None


@cache
def _field_words() -> tuple[str, ...]:
    words = (word for word in utterances.vocabulary() if word.isascii() and word.isalpha())
    return tuple(sorted(word for word in words if len(word) >= SHORTEST))
