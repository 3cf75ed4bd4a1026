"""How well figures rank: the area under the curve, with intervals from drawing accounts anew."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playbooks.frame import Figures, Flags, Rows
from playbooks.prediction.values import Interval

DRAWN = 4_000_000
"""Cells of drawn weights held in memory at a time."""

ROUGH_FROM = 2_500
"""From so many lines on, fewer draws give bounds that are as steady."""


@dataclass(frozen=True)
class Draws:
    """Accounts drawn with replacement, always the same ones for the same seed.

    `clusters` gives the account of each line, so that all readings of an account come together.
    """

    clusters: Rows
    seed: int = 7

    @property
    def count(self) -> int:
        """How many times the accounts are drawn."""
        return 1000 if len(self.clusters) < ROUGH_FROM else 300

    def apply(self, figure: Callable[[Figures], Figures]) -> Figures:
        """`figure` of the weights of the lines, a row for each draw; some hundred at a time."""
        if not len(self.clusters):
            return np.zeros(0)
        accounts = int(self.clusters.max()) + 1
        together = max(1, DRAWN // max(1, len(self.clusters)))
        source, found, left = np.random.default_rng(self.seed), [], self.count
        while left > 0:
            size = min(together, left)
            drawn = source.multinomial(accounts, np.full(accounts, 1 / accounts), size=size)
            found.append(figure(drawn[:, self.clusters].astype(np.float64)))
            left -= size
        return np.concatenate(found)


def alone(lines: int) -> Figures:
    """The weights under which each line counts once."""
    return np.ones((1, lines))


def area(values: Figures, events: Flags, periods: Rows, weights: Figures) -> Figures:
    """For each row of weights: how often a line that left has the higher value; ties count half.

    Lines are compared within their period alone, so that times when more left mislead nobody.
    """
    won, pairs = np.zeros(len(weights)), np.zeros(len(weights))
    for period in np.unique(periods):
        lines = np.flatnonzero(periods == period)
        lines = lines[np.argsort(values[lines], kind="stable")]
        starts = np.flatnonzero(np.r_[True, np.diff(values[lines]) != 0])
        left = np.add.reduceat(weights[:, lines] * events[lines], starts, axis=1)
        stayed = np.add.reduceat(weights[:, lines] * ~events[lines], starts, axis=1)
        below = np.cumsum(stayed, axis=1) - stayed
        won += (left * (below + stayed / 2)).sum(axis=1)
        pairs += left.sum(axis=1) * stayed.sum(axis=1)
    share: Figures = np.full(len(won), np.nan)
    np.divide(won, pairs, out=share, where=pairs > 0)
    return share


def interval(value: float, drawn: Figures) -> Interval:
    """The figure with the bounds that hold 95 per cent of what was drawn."""
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return Interval(value, math.nan, math.nan)
    low, high = np.quantile(known, [0.025, 0.975])
    return Interval(value, float(low), float(high))


def chance_of(value: float, drawn: Figures, nothing: float = 0.5) -> float:
    """Two-sided probability of a figure so far from `nothing`, were there no signal."""
    spread = float(np.nanstd(drawn))
    if spread == 0:
        return 1.0 if value == nothing else 0.0
    return math.erfc(abs(value - nothing) / spread / math.sqrt(2))


def false_finds(chances: list[float]) -> list[float]:
    """Benjamini and Hochberg (1995): the share of false finds when each is taken for real."""
    order = np.argsort(chances)
    found, least = [1.0] * len(chances), 1.0
    for rank in range(len(chances), 0, -1):
        at = int(order[rank - 1])
        least = min(least, chances[at] * len(chances) / rank)
        found[at] = least
    return found
