"""Probabilities for accounts whose outcome the model has not seen: later ones, or kept aside."""

from dataclasses import dataclass

import numpy as np

from playbooks.frame import Figures, Flags, Rows
from playbooks.prediction import logistic

FOLDS = 5
FEWEST_EVENTS = 10
"""Fewer accounts that left, or stayed, teach a model nothing."""

BY_TIME, BY_ACCOUNTS = "time", "accounts"


@dataclass(frozen=True, slots=True)
class Foretold:
    """`lines` are those that were foretold, with their `probabilities`."""

    lines: Rows
    probabilities: Figures
    split: str


def foretell(columns: Figures, events: Flags, clusters: Rows, periods: Rows) -> Foretold | None:
    """Each line by a model fitted on earlier cut-offs; with one alone, on the other accounts.

    None when there is too little to learn from. Horizons must not overlap, so that all that a
    model learns from had happened by the cut-off that it foretells.
    """
    later = _by_time(columns, events, clusters, periods)
    return later or _by_accounts(columns, events, clusters)


def teaches(events: Flags) -> bool:
    """Whether enough left, and stayed, for a model to learn from."""
    return bool(min(events.sum(), (~events).sum()) >= FEWEST_EVENTS)


def _by_time(columns: Figures, events: Flags, clusters: Rows, periods: Rows) -> Foretold | None:
    lines, found = [], []
    for period in np.unique(periods)[1:]:
        earlier, now = periods < period, periods == period
        if teaches(events[earlier]):
            fit = logistic.fit(columns[earlier], events[earlier], clusters[earlier])
            lines.append(np.flatnonzero(now))
            found.append(fit.probabilities(columns[now]))
    if not lines:
        return None
    return Foretold(np.concatenate(lines), np.concatenate(found), BY_TIME)


def _by_accounts(columns: Figures, events: Flags, clusters: Rows) -> Foretold | None:
    if not teaches(events):
        return None
    found = np.zeros(len(events))
    for fold in range(FOLDS):
        aside = clusters % FOLDS == fold
        if not teaches(events[~aside]):
            return None
        # What is folded anew within must not follow the outer folds.
        fit = logistic.fit(columns[~aside], events[~aside], clusters[~aside] // FOLDS)
        found[aside] = fit.probabilities(columns[aside])
    return Foretold(np.arange(len(events)), found, BY_ACCOUNTS)
