"""Vectors of what was heard lately, so that notes can be heard ahead of a transaction."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from knowledge.embedders import Embedder

KEPT = 8192
"""Texts whose vectors are kept, 2 kB each."""

Floats = NDArray[np.float32]

_kept: OrderedDict[tuple[str, str], Floats] = OrderedDict()
_lock = Lock()


def vectors(texts: Sequence[str], encoder: Embedder) -> Floats:
    """Unit vectors of the texts, shape (texts, dimensions); raises NotReady without the encoder."""
    with _lock:
        found = {text: _kept[encoder.name, text] for text in texts if (encoder.name, text) in _kept}
    lacking = [text for text in dict.fromkeys(texts) if text not in found]
    if lacking or not texts:
        made = encoder.passages(lacking)
        if not texts:
            return made
        found |= dict(zip(lacking, made, strict=True))
        _keep(encoder.name, {text: found[text] for text in lacking})
    return np.stack([found[text] for text in texts])


def _keep(encoder: str, made: dict[str, Floats]) -> None:
    with _lock:
        for text, vector in made.items():
            _kept[encoder, text] = vector
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
