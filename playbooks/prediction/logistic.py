"""Regularised logistic regression, small enough to be read, and what its probabilities are worth.

Newton's method on the penalised likelihood; figures are standardised and unknown ones stand at the
median beside a mark that says so.
"""

from dataclasses import dataclass

import numpy as np

from playbooks.frame import Figures, Flags, Rows

STEPS = 30
CLOSE = 1e-6
PENALTIES = (1.0, 10.0, 100.0, 1_000.0, 10_000.0)
"""Weights of the squared coefficients, in events; the one that foretells best is taken."""

INNER_FOLDS = 4
SKEWED = 1.5
TENTHS = 10
SELDOM = 0.02
"""Marks of the unknown that are rarer than this share, or as common, tell nothing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How columns become inputs, learned where the outcomes were known."""

    logs: Flags
    medians: Figures
    marked: Rows
    means: Figures
    spreads: Figures

    def inputs(self, columns: Figures) -> Figures:
        """Standardised columns, then the marks of what is unknown."""
        unknown = np.isnan(columns)
        filled = np.where(unknown, self.medians, _logged(columns, self.logs))
        whole = np.hstack([filled, unknown[:, self.marked].astype(np.float64)])
        standard: Figures = np.clip((whole - self.means) / self.spreads, -6.0, 6.0)
        return standard


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model: its inputs' shape, the intercept and the coefficients."""

    shape: Shape
    intercept: float
    coefficients: Figures

    def probabilities(self, columns: Figures) -> Figures:
        """The probability of leaving for each line."""
        return sigmoid(self.intercept + self.shape.inputs(columns) @ self.coefficients)


def fit(columns: Figures, events: Flags, clusters: Rows) -> Fit:
    """The model whose penalty foretells best over accounts kept aside within these lines."""
    penalty = min(PENALTIES, key=lambda one: _loss_aside(columns, events, clusters, one))
    return _fit(columns, events, penalty)


def solve(
    inputs: Figures, events: Flags, penalty: float, towards: Figures | None = None
) -> tuple[float, Figures]:
    """Intercept and coefficients; the penalty pulls these towards nought, or the ones given."""
    lines, width = inputs.shape
    design = np.hstack([np.ones((lines, 1)), inputs])
    aim = np.zeros(width + 1)
    aim[1:] = 0.0 if towards is None else towards
    pull = np.full(width + 1, penalty)
    pull[0] = 1e-9
    found = aim.copy()
    share = np.clip(events.mean(), 1e-6, 1 - 1e-6)
    found[0] = np.log(share / (1 - share))
    for _ in range(STEPS):
        foretold = sigmoid(design @ found)
        slope = design.T @ (events - foretold) - pull * (found - aim)
        bend = (design.T * (foretold * (1 - foretold))) @ design + np.diag(pull)
        step = np.linalg.solve(bend + 1e-9 * np.eye(width + 1), slope)
        # A longer step would run away where the two sides can be told apart at once.
        step *= min(1.0, 5.0 / max(1e-12, float(np.abs(step).max())))
        found += step
        if float(np.abs(step).max()) < CLOSE:
            break
    return float(found[0]), found[1:]


def sigmoid(values: Figures) -> Figures:
    """Log odds as probabilities."""
    odds: Figures = 1 / (1 + np.exp(-np.clip(values, -35, 35)))
    return odds


def log_loss(foretold: Figures, events: Flags) -> float:
    """Mean surprise; less is better."""
    safe = np.clip(foretold, 1e-9, 1 - 1e-9)
    return float(-np.where(events, np.log(safe), np.log(1 - safe)).mean())


def brier(foretold: Figures, events: Flags, weights: Figures) -> Figures:
    """Mean squared distance from what happened, for each row of weights."""
    miss: Figures = weights @ ((foretold - events) ** 2) / weights.sum(axis=1)
    return miss


def calibration_error(foretold: Figures, events: Flags, weights: Figures) -> Figures:
    """Mean distance of foretold from actual shares over tenths of the lines, for each row."""
    order = np.argsort(foretold, kind="stable")
    starts = np.unique(np.linspace(0, len(order), TENTHS + 1).astype(np.intp)[:-1])
    drawn = weights[:, order]
    gaps = np.add.reduceat(drawn * (foretold - events)[order], starts, axis=1)
    distance: Figures = np.abs(gaps).sum(axis=1) / drawn.sum(axis=1)
    return distance


def slope(foretold: Figures, events: Flags) -> float:
    """Of the outcome on the foretold log odds: 1 is right, less is too bold."""
    safe = np.clip(foretold, 1e-6, 1 - 1e-6)
    _, found = solve(np.log(safe / (1 - safe))[:, None], events, 1e-6)
    return float(found[0])


def _loss_aside(columns: Figures, events: Flags, clusters: Rows, penalty: float) -> float:
    folds = clusters % INNER_FOLDS
    foretold = np.full(len(events), float(events.mean()))
    for fold in range(INNER_FOLDS):
        aside = folds == fold
        if aside.any() and 0 < events[~aside].sum() < (~aside).sum():
            foretold[aside] = _fit(columns[~aside], events[~aside], penalty).probabilities(
                columns[aside]
            )
    return log_loss(foretold, events)


def _fit(columns: Figures, events: Flags, penalty: float) -> Fit:
    shape = _shape(columns)
    intercept, coefficients = solve(shape.inputs(columns), events, penalty)
    return Fit(shape, intercept, coefficients)


def _shape(columns: Figures) -> Shape:
    unknown = np.isnan(columns)
    logs = np.array([_is_skewed(column) for column in columns.T], np.bool_)
    logged = _logged(columns, logs)
    medians = np.array([_median(column) for column in logged.T])
    share = unknown.mean(axis=0)
    marked = np.flatnonzero((share > SELDOM) & (share < 1 - SELDOM))
    whole = np.hstack([np.where(unknown, medians, logged), unknown[:, marked].astype(np.float64)])
    spreads = whole.std(axis=0)
    return Shape(logs, medians, marked, whole.mean(axis=0), np.where(spreads > 0, spreads, 1.0))


def _is_skewed(column: Figures) -> bool:
    known = column[~np.isnan(column)]
    if len(known) < TENTHS or known.min() < 0 or len(np.unique(known)) <= 2 or not known.std():
        return False
    return bool(np.mean(((known - known.mean()) / known.std()) ** 3) > SKEWED)


def _logged(columns: Figures, logs: Flags) -> Figures:
    found: Figures = np.where(logs, np.log1p(np.maximum(columns, 0.0)), columns)
    return found


def _median(column: Figures) -> float:
    known = column[~np.isnan(column)]
    return float(np.median(known)) if len(known) else 0.0
