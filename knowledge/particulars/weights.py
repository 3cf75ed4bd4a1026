"""What each feature weighs: logistic regressions, learned from questions with known answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEARNED = Path(__file__).with_name("learned.json")
"""Made by `python -m bot.evaluation.fitting`."""

ROUNDS = 60

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Logistic:
    """For each feature its middle, its spread and its weight; a score is log odds."""

    names: tuple[str, ...]
    middle: tuple[float, ...]
    spread: tuple[float, ...]
    weight: tuple[float, ...]
    base: float

    def score(self, values: Mapping[str, float]) -> float:
        """The log odds that the features speak for."""
        told = zip(self.names, self.middle, self.spread, self.weight, strict=True)
        return self.base + sum(w * (values[name] - m) / s for name, m, s, w in told)


@dataclass(frozen=True, slots=True)
class Linear:
    """A weight for each number of a vector; a score is log odds."""

    weight: tuple[float, ...]
    base: float


@dataclass(frozen=True, slots=True)
class Weights:
    """`ranking` orders stretches, `judging` tells whether the first answers, from `border` on.

    `prior` tells from a question's vector whether such things are recorded at all.
    """

    ranking: Logistic
    judging: Logistic
    border: float
    prior: Linear


@cache
def learned() -> Weights:
    """The weights as they ship."""
    kept = json.loads(LEARNED.read_text(encoding="utf-8"))
    prior = Linear(tuple(kept["prior"]["weight"]), kept["prior"]["base"])
    return Weights(_logistic(kept["ranking"]), _logistic(kept["judging"]), kept["border"], prior)


def keep(weights: Weights, file: Path = LEARNED) -> None:
    """Write the weights where `learned` finds them, four digits each."""
    rounded = json.loads(
        json.dumps(asdict(weights)), parse_float=lambda said: round(float(said), 4)
    )
    file.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


def fit(
    names: Sequence[str],
    rows: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    counts: Sequence[float],
    shrunk: float,
) -> Logistic:
    """Logistic regression by Newton's method; `shrunk` pulls standardised weights to 0."""
    values = np.array([[row[name] for name in names] for row in rows])
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    design = np.hstack([(values - middle) / spread, np.ones((len(values), 1))])
    pull = np.diag([*[shrunk] * len(names), 0.0])
    told = newton(design, np.array(right, dtype=float), np.array(counts), pull).tolist()
    return Logistic(
        tuple(names), tuple(middle.tolist()), tuple(spread.tolist()), tuple(told[:-1]), told[-1]
    )


def fit_vectors(vectors: Floats, right: Sequence[bool], shrunk: float) -> Linear:
    """The same on the numbers of vectors, as they are."""
    design = np.hstack([vectors, np.ones((len(vectors), 1))])
    pull = np.diag([*[shrunk] * vectors.shape[1], 0.0])
    truth = np.array(right, dtype=float)
    told = newton(design, truth, np.ones(len(truth)), pull).tolist()
    return Linear(tuple(told[:-1]), told[-1])


def newton(design: Floats, truth: Floats, count: Floats, pull: Floats) -> Floats:
    """The weights of the columns of `design` that tell `truth` best; `pull` draws them to 0."""
    weight: Floats = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        step = _step(design, truth, count, pull, weight)
        weight = weight - step
        if np.abs(step).max() < 1e-6:
            break
    return weight


def _step(design: Floats, truth: Floats, count: Floats, pull: Floats, weight: Floats) -> Floats:
    likely = 1 / (1 + np.exp(-design @ weight))
    slope = design.T @ (count * (likely - truth)) + pull @ weight
    bend = (design * (count * likely * (1 - likely))[:, None]).T @ design + pull
    step: Floats = np.linalg.solve(bend, slope)
    return step


def _logistic(kept: Mapping[str, Any]) -> Logistic:
    return Logistic(
        names=tuple(kept["names"]),
        middle=tuple(kept["middle"]),
        spread=tuple(kept["spread"]),
        weight=tuple(kept["weight"]),
        base=kept["base"],
    )
