"""The words of a text and the pieces of them, as features that survive a slip of the fingers."""

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge import wording

PLACES = 1 << 13
"""Features are told apart by a hash of this many values; two that share one hardly matter."""

PIECES = (3, 4)
"""Letters of a piece of a word; a Chinese run gives pieces of one to three characters."""

RARE = 2
"""A feature that fewer texts have says nothing of others."""

RUN = re.compile(f"[{wording.CHINESE}]+|[^\\W_{wording.CHINESE}]+")

Floats = NDArray[np.float32]


def weights(texts: Sequence[str]) -> Floats:
    """How telling each feature is, shape (PLACES,): the rarer among `texts`, the more."""
    counts = np.zeros(PLACES)
    for text in texts:
        counts[_places(text)] += 1
    telling = np.log((len(texts) + 1) / (counts + 1))
    telling[counts < RARE] = 0.0
    return telling.astype(np.float32)


def vector(text: str, telling: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The features of a text as places and values of length one; all other values are zero."""
    places = np.array(_places(text), dtype=np.int64)
    values = telling[places]
    length = float(np.linalg.norm(values))
    return places, values / length if length else values


def matrix(texts: Sequence[str], telling: Floats) -> Floats:
    """The features of many texts, shape (len(texts), PLACES)."""
    rows = np.zeros((len(texts), PLACES), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        places, values = vector(text, telling)
        row[places] = values
    return rows


def pieces(text: str, sizes: Sequence[int] = PIECES) -> Iterator[str]:
    """The words of a text, each with the one before it, and their pieces of so many letters."""
    before = ""
    for run in RUN.findall(wording.fold(text)):
        if wording.IDEOGRAPH.match(run):
            yield from _cut(run, (1, 2, 3))
        else:
            yield f"{before} {run}"
            yield f"<{run}>"
            yield from _cut(f"<{run}>", sizes)
        before = run


def _places(text: str) -> list[int]:
    return sorted({zlib.crc32(piece.encode()) % PLACES for piece in pieces(text)})


def _cut(run: str, sizes: Sequence[int]) -> Iterator[str]:
    for size in sizes:
        yield from (run[at : at + size] for at in range(len(run) - size + 1))
