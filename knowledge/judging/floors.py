"""From which score a label is said: what would have been best for writers left out in turn."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

TRIED = np.arange(0.08, 0.6, 0.02)


def chosen(
    alike: Floats,
    wanted: Bools,
    sources: Sequence[str],
    solved: Callable[[Floats, Floats], Floats],
) -> Floats:
    """A floor for each label, shape (labels,).

    Each source is scored by what the others teach; a label's floor lies half-way between the one
    that is best for it and the one best for all, as a label has few examples.
    """
    scores = np.zeros(wanted.shape, dtype=np.float32)
    for source in sorted(set(sources)):
        out = np.array([one == source for one in sources])
        if out.all():
            break
        says = solved(alike[np.ix_(~out, ~out)], wanted[~out].astype(np.float32))
        scores[out] = alike[np.ix_(out, ~out)] @ says
    each = [_best(scores[:, [at]], wanted[:, [at]]) for at in range(wanted.shape[1])]
    return np.array([(one + _best(scores, wanted)) / 2 for one in each], dtype=np.float32)


def _best(scores: Floats, wanted: Bools) -> float:
    return float(max(TRIED, key=lambda floor: _f1(scores >= floor, wanted)))


def _f1(said: Bools, wanted: Bools) -> float:
    return float(2 * (said & wanted).sum() / max((said.sum() + wanted.sum()), 1))
