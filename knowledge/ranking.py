"""Ranking a handful of texts exactly, by meaning and by words: the notes of one account."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from knowledge import chunks, tokens, turns
from knowledge.embedders import Vectors

SATURATION = 1.2
LENGTH = 0.75
"""The two constants of BM25, at their customary values."""

MANY = 1000
"""Of more parts than this only the likely ones are read word by word."""

REACH = 2.0
"""How far the fit of a part tells of its neighbours: what answers is seldom said in one turn."""

FITTING = 5
"""Stretches of one long text that are shown, unless more are asked for."""

LEAST = 1e-6

Scores = NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class Stretch:
    """What fits of an item: a short text as it is, of a long one some turns that hang together."""

    item_id: str
    text: str
    score: float


def parts(items: Sequence[Item]) -> list[Item]:
    """The items as they are read and embedded: long ones in parts that keep their item's id."""
    return [Item(i.id, text, i.language) for i in items for text in turns.parts(i.text)]


def rank(
    words: Mapping[str, float],
    meaning: Vectors | None,
    items: Sequence[Item],
    vectors: Mapping[str, Vectors],
    most: int = FITTING,
    longest: int = turns.STRETCH,
) -> list[Stretch]:
    """Stretches of the items with scores (0 to 1), best first, at most `most` of one item.

    An item that neither way finds is left out. `vectors` are those of the parts, by digest;
    `longest` is the words of a stretch, at most.
    """
    read = parts(items)
    near = _nearness(meaning, read, vectors)
    said = _wording(words, read, near)
    legs = [leg for leg in (near, said) if leg.any()]
    if not legs:
        return []
    fit = np.mean(legs, axis=0)
    stretches: list[Stretch] = []
    for _, places in groupby(range(len(read)), key=lambda place: read[place].id):
        own = list(places)
        stretches.extend(_stretches([read[place] for place in own], fit[own], most, longest))
    return sorted(stretches, key=lambda one: (-one.score, one.item_id))


def _nearness(
    meaning: Vectors | None, read: Sequence[Item], vectors: Mapping[str, Vectors]
) -> Scores:
    """How near each part is, from hardly above 0 (the least near) to 1.

    It is 0 without a vector, or with one that the model made when it gave others.
    """
    near = np.zeros(len(read))
    if meaning is None:
        return near
    digests = [part.digest for part in read]
    usable = {digest for digest, vector in vectors.items() if len(vector) == len(meaning)}
    known = [place for place, digest in enumerate(digests) if digest in usable]
    if known:
        likeness = np.stack([vectors[digests[place]] for place in known]) @ meaning
        above = likeness - likeness.min() + LEAST
        near[known] = above / above.max()
    return near


def _wording(words: Mapping[str, float], read: Sequence[Item], near: Scores) -> Scores:
    """How well each part has the words (BM25), as a share of the best."""
    said = np.zeros(len(read))
    places = _worth_reading(read, words, near)
    counts = [_counted(read[place].text, read[place].language) for place in places]
    lengths = np.array([counted.total() for counted in counts], dtype=float)
    long = 1 - LENGTH + LENGTH * lengths / max(float(lengths.mean()) if counts else 0.0, 1.0)
    for word, weight in words.items():
        often = np.array([counted[word] for counted in counts], dtype=float)
        holders = np.count_nonzero(often)
        rarity = math.log(1 + (len(counts) - holders + 0.5) / (holders + 0.5))
        gained = often * (SATURATION + 1) / (often + SATURATION * long)
        said[places] += weight * rarity * gained
    return said / max(float(said.max(initial=0.0)), LEAST)


def _worth_reading(read: Sequence[Item], words: Mapping[str, float], near: Scores) -> list[int]:
    """All of a few parts; of many those nearest in meaning, and those that seem to have a word."""
    if len(read) <= MANY:
        return list(range(len(read)))
    nearest = np.argsort(-near, kind="stable")[: MANY // 2]
    stems = [word for word, weight in words.items() if weight >= 1.0]
    shared = np.array([sum(stem in part.text.casefold() for stem in stems) for part in read])
    likely = np.argsort(-shared, kind="stable")[: MANY // 2]
    return sorted({*nearest[near[nearest] > 0].tolist(), *likely[shared[likely] > 0].tolist()})


@lru_cache(maxsize=4096)
def _counted(text: str, language: str | None) -> Counter[str]:
    return Counter(tokens.words(text, language))


def _stretches(read: Sequence[Item], fit: Scores, most: int, longest: int) -> Iterator[Stretch]:
    """The best stretches of one item, grown from its best places; none overlaps another."""
    free = np.ones(len(read), dtype=bool)
    around = _around(fit)
    sizes = [chunks.count_words(part.text) for part in read]
    for _ in range(most):
        best = int(np.argmax(np.where(free, around, -1.0)))
        if not free[best] or fit[best] <= 0:
            return
        first, end = _grown(best, around, free, sizes, longest)
        free[first:end] = False
        text = "".join(part.text for part in read[first:end])
        yield Stretch(read[best].id, text.strip("\n"), round(float(fit[first:end].max()), 4))


def _around(fit: Scores) -> Scores:
    """The fit of each part together with that of its neighbours, the nearer the more."""
    if len(fit) == 1:
        return fit
    reach = int(3 * REACH)
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * REACH**2))
    padded = np.pad(fit, reach, mode="edge")
    around: Scores = np.convolve(padded, weights / weights.sum(), "valid")
    return around


def _grown(
    best: int, around: Scores, free: NDArray[np.bool_], sizes: Sequence[int], longest: int
) -> tuple[int, int]:
    """First part and end of the stretch around `best`; the better neighbour is taken first."""
    first, end, size = best, best + 1, sizes[best]
    while True:
        beside = [place for place in (first - 1, end) if 0 <= place < len(sizes) and free[place]]
        fitting = [place for place in beside if size + sizes[place] <= longest]
        if not fitting:
            return first, end
        taken = max(fitting, key=lambda place: around[place])
        first, end = min(first, taken), max(end, taken + 1)
        size += sizes[taken]
