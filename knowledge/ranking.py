"""Ranking a handful of texts exactly, by meaning and by words: the notes of one account."""

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge import fusion, tokens
from knowledge.embedders import Vectors

SATURATION = 1.2
LENGTH = 0.75
"""The two constants of BM25, at their customary values."""

MANY = 1000
"""Of more items than this only the likely ones are read word by word."""


@dataclass(frozen=True, slots=True)
class Item:
    """A text outside the library, such as a note, to be ranked beside others of its kind."""

    id: str
    text: str
    language: str | None = None

    @property
    def digest(self) -> str:
        """Keys the text's vector."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def rank(
    words: Mapping[str, float],
    meaning: Vectors | None,
    items: Sequence[Item],
    vectors: Mapping[str, Vectors],
) -> list[tuple[str, float]]:
    """Ids and scores (0 to 1), best first; an item that neither way finds is left out."""
    near = by_meaning(meaning, items, vectors)
    items = _worth_reading(items, words, near)
    known = {item.id for item in items}
    near = [found for found in near if found in known]
    said = [found for found, _ in by_words(words, items)]
    own = {found: found for found in known}
    found = fusion.fuse(fusion.Rankings(near, said), own)
    return [(one.document_id, round(one.score, 4)) for one in found]


def _worth_reading(
    items: Sequence[Item], words: Mapping[str, float], near: Sequence[str]
) -> Sequence[Item]:
    """All of a few items; of many those nearest in meaning, and those that seem to have a word."""
    if len(items) <= MANY:
        return items
    kept = set(near[: MANY // 2])
    stems = [word for word, weight in words.items() if weight >= 1.0]
    shared = {item.id: sum(stem in item.text.casefold() for stem in stems) for item in items}
    likely = sorted((i for i, count in shared.items() if count), key=lambda i: -shared[i])
    kept.update(likely[: MANY // 2])
    return [item for item in items if item.id in kept]


def by_meaning(
    meaning: Vectors | None, items: Sequence[Item], vectors: Mapping[str, Vectors]
) -> list[str]:
    """Ids of the items that have a vector, nearest first."""
    known = [item for item in items if item.digest in vectors]
    if meaning is None or not known:
        return []
    likeness = np.stack([vectors[item.digest] for item in known]) @ meaning
    return [known[place].id for place in np.argsort(-likeness, kind="stable")]


def by_words(words: Mapping[str, float], items: Sequence[Item]) -> list[tuple[str, float]]:
    """Ids and BM25 scores of the items that have any of the words, best first."""
    counts = [Counter(tokens.words(item.text, item.language)) for item in items]
    lengths = [counted.total() for counted in counts]
    usual = sum(lengths) / len(lengths) if any(lengths) else 1.0
    scores = [0.0] * len(items)
    for word, weight in words.items():
        holders = [place for place, counted in enumerate(counts) if word in counted]
        rarity = math.log(1 + (len(items) - len(holders) + 0.5) / (len(holders) + 0.5))
        for place in holders:
            often = counts[place][word]
            long = 1 - LENGTH + LENGTH * lengths[place] / usual
            scores[place] += (
                weight * rarity * often * (SATURATION + 1) / (often + SATURATION * long)
            )
    found = [(item.id, score) for item, score in zip(items, scores, strict=True) if score > 0]
    return sorted(found, key=lambda one: (-one[1], one[0]))
