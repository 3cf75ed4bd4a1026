"""What a judge knows of texts: pieces of words and phrases, each with how telling it is."""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge import grams, wording

SIZES = (3, 4, 5)
"""Letters of a piece; chosen in cross-validation, where it is flat."""

RUNS = (1, 2, 3)
"""Words in a row that make a phrase; a Chinese character and a mark count as one each."""

APART = (2, 3)
"""Two words also make one when the second is the second or third behind the first."""

RARE = 2
"""A piece that fewer texts have says nothing of others."""

_WORD = re.compile(f"[{wording.CHINESE}]|[^\\W_{wording.CHINESE}]+|[^\\w\\s]")

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known pieces as sorted hashes of four bytes; of tens of thousands hardly two share one.

    `hashed` cuts a text into its pieces: `letters` or `phrases`.
    """

    keys: Hashes
    telling: Floats
    hashed: Callable[[str], Hashes]

    def vector(self, text: str) -> tuple[NDArray[np.int64], Floats]:
        """The known pieces of a text as places and values of length one."""
        places = self.places(text)
        values = self.telling[places]
        length = float(np.linalg.norm(values))
        return places, values / length if length else values

    def matrix(self, texts: Sequence[str]) -> Floats:
        """The pieces of many texts, shape (len(texts), len(keys))."""
        rows = np.zeros((len(texts), len(self.keys)), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            places, values = self.vector(text)
            row[places] = values
        return rows

    def places(self, text: str) -> NDArray[np.int64]:
        """Where the known pieces of a text stand."""
        hashed = self.hashed(text)
        places = np.minimum(np.searchsorted(self.keys, hashed), len(self.keys) - 1)
        known: NDArray[np.int64] = places[self.keys[places] == hashed]
        return known


def of(texts: Sequence[str], hashed: Callable[[str], Hashes]) -> Vocabulary:
    """The pieces that at least `RARE` of the texts have; the rarer one is, the more it tells."""
    counts = Counter(key for text in texts for key in hashed(text).tolist())
    kept = sorted(key for key, count in counts.items() if count >= RARE)
    telling = np.array([np.log((len(texts) + 1) / (counts[key] + 1)) for key in kept])
    return Vocabulary(np.array(kept, dtype=np.uint32), telling.astype(np.float32), hashed)


@lru_cache(maxsize=64)
def letters(text: str) -> Hashes:
    """Words and their pieces; kept for a while, as several judges read the same note."""
    return _hashes(grams.pieces(text, SIZES))


@lru_cache(maxsize=64)
def phrases(text: str) -> Hashes:
    """Words in their order, with the small ones and the marks that deny, ask or suppose."""
    return _hashes(_phrases(_WORD.findall(wording.fold(text))))


def _phrases(words: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        yield from (" ".join(words[at : at + run]) for run in RUNS if at + run <= len(words))
        yield from (f"{word}..{words[at + far]}" for far in APART if at + far < len(words))


def _hashes(pieces: Iterator[str]) -> Hashes:
    return np.array(sorted({zlib.crc32(piece.encode()) for piece in pieces}), dtype=np.uint32)
