"""What all texts of a library have in common, taken out of their vectors so that the rest tells.

Vectors of texts on one subject crowd into a narrow cone. Without their mean and their first common
direction the distances between them spread (Mu and Viswanath, "All-but-the-Top", 2018).
"""

import base64
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.embedders import Vectors, unit

FEWEST = 100
"""Fewer vectors than this say nothing reliable about what they have in common."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The mean and the first principal direction of `count` vectors; None leaves all as it is."""

    count: int
    common: NDArray[np.float32] | None

    def applied(self, vectors: Vectors) -> Vectors:
        """The vectors (or the one) without what is common, of length one again."""
        if self.common is None:
            return vectors
        mean, direction = self.common
        centred = vectors - mean
        along = centred @ direction
        return unit(centred - np.multiply.outer(along, direction))

    def fits(self, count: int) -> bool:
        """True while the library has neither doubled nor halved since the frame was made."""
        if count < FEWEST:
            return self.common is None
        return self.common is not None and self.count / 2 < count < self.count * 2

    def written(self) -> str:
        """The frame as text, for `read`."""
        body = b"" if self.common is None else self.common.astype(np.float32).tobytes()
        return f"{self.count}:{base64.b64encode(body).decode()}"


def of(vectors: Vectors) -> Frame:
    """The frame of a library's vectors."""
    if len(vectors) < FEWEST:
        return Frame(len(vectors), None)
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    _, directions = np.linalg.eigh(centred.T @ centred)
    return Frame(len(vectors), np.stack([mean, directions[:, -1]]).astype(np.float32))


def read(written: str) -> Frame:
    """The frame that `written` gave; raises ValueError for another text."""
    count, _, body = written.partition(":")
    values = np.frombuffer(base64.b64decode(body), dtype=np.float32)
    return Frame(int(count), values.reshape(2, -1) if values.size else None)
