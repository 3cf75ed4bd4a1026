"""Least squares for many drawings of the accounts at once: differences, alone and adjusted."""

from dataclasses import dataclass

import numpy as np

from playbooks.frame import Figures, Rows
from playbooks.prediction import ranking
from playbooks.prediction.ranking import Draws
from playbooks.revenue.values import Effect

STEADY = 1e-8
"""Added to what is inverted, as a share: columns that say the same do not break it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The effect, and the two-sided probability of so large an adjusted one, were there none."""

    effect: Effect
    chance: float


def fit(asked: Figures, controls: Figures, spent: Figures, clusters: Rows) -> list[Fitted]:
    """For each column of `asked`: by how much `spent` differs for one more of it.

    `clusters` numbers the accounts, which are drawn anew 300 or 1,000 times.
    """
    nothing = np.zeros((len(spent), 0))
    fits = [_Fit(column, beside, spent) for column in asked.T for beside in (nothing, controls)]

    def slopes(weights: Figures) -> Figures:
        return np.column_stack([one.slopes(weights) for one in fits])

    values = slopes(ranking.alone(len(spent)))[0]
    drawn = Draws(clusters).apply(slopes)
    found = [ranking.interval(float(v), d) for v, d in zip(values, drawn.T, strict=True)]
    return [
        Fitted(
            Effect(found[at], found[at + 1]),
            ranking.chance_of(found[at + 1].value, drawn[:, at + 1], 0.0),
        )
        for at in range(0, len(found), 2)
    ]


def standardised(columns: list[Figures], lines: int) -> Figures:
    """Controls as they go in: unknown figures at the median, those that are all alike left out.

    A column that is partly unknown is followed by a mark of that.
    """
    made: list[Figures] = []
    for column in columns:
        unknown = np.isnan(column)
        if not unknown.all():
            made.append(np.where(unknown, np.nanmedian(column), column))
            made.append(unknown.astype(np.float64))
    kept = [(one - one.mean()) / one.std() for one in made if one.std() > 0]
    return np.column_stack(kept) if kept else np.zeros((lines, 0))


class _Fit:
    """One regression, ready to be solved for any weights of the lines."""

    def __init__(self, asked: Figures, beside: Figures, spent: Figures) -> None:
        design = np.column_stack([np.ones(len(asked)), asked, beside])
        self.asked = asked
        self.width = design.shape[1]
        self.products = (design[:, :, None] * design[:, None, :]).reshape(len(asked), -1)
        self.moments = design * spent[:, None]

    def slopes(self, weights: Figures) -> Figures:
        """The coefficient for each row of weights; not a number where all are asked alike."""
        squares = (weights @ self.products).reshape(-1, self.width, self.width)
        scale = np.trace(squares, axis1=1, axis2=2)[:, None, None] / self.width
        ready = squares + STEADY * scale * np.eye(self.width)
        solved = np.linalg.solve(ready, (weights @ self.moments)[:, :, None])
        found: Figures = np.where(self._varies(weights), solved[:, 1, 0], np.nan)
        return found

    def _varies(self, weights: Figures) -> Figures:
        total = weights.sum(axis=1)
        mean = weights @ self.asked / total
        varies: Figures = weights @ self.asked**2 / total - mean**2 > STEADY
        return varies
