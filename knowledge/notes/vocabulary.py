"""The pieces of words that a judge knows, each with how telling it is."""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge import grams

SIZES = (3, 4, 5)
"""Letters of a piece; chosen in cross-validation, where it is flat."""

RARE = 2
"""A piece that fewer texts have says nothing of others."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known pieces as sorted hashes of four bytes; of tens of thousands hardly two share one."""

    keys: NDArray[np.uint32]
    telling: Floats

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
        hashed = _hashed(text)
        places = np.minimum(np.searchsorted(self.keys, hashed), len(self.keys) - 1)
        known: NDArray[np.int64] = places[self.keys[places] == hashed]
        return known


def of(texts: Sequence[str]) -> Vocabulary:
    """The pieces that at least `RARE` of the texts have; the rarer one is, the more it tells."""
    counts = Counter(key for text in texts for key in _hashed(text).tolist())
    kept = sorted(key for key, count in counts.items() if count >= RARE)
    telling = [np.log((len(texts) + 1) / (counts[key] + 1)) for key in kept]
    return Vocabulary(np.array(kept, dtype=np.uint32), np.array(telling, dtype=np.float32))


@lru_cache(maxsize=64)
def _hashed(text: str) -> NDArray[np.uint32]:
    """The pieces of a text; kept for a while, as several judges read the same note."""
    hashed = {zlib.crc32(piece.encode()) for piece in grams.pieces(text, SIZES)}
    return np.array(sorted(hashed), dtype=np.uint32)
