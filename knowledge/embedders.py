"""Embedders: the seam in front of the models that turn text into vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. `name` is part of the key under which vectors are kept."""

    name: str

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimensions), rows of length one."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,), of length one."""
        ...
