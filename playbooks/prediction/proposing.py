"""Which weights of the components history would propose, and whether they rank better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from playbooks.frame import Figures, Flags, Rows
from playbooks.health.rules import WHOLE
from playbooks.prediction import logistic, ranking
from playbooks.prediction.foretelling import FOLDS, teaches
from playbooks.prediction.history import History
from playbooks.prediction.ranking import Draws
from playbooks.prediction.testing import FEWEST
from playbooks.prediction.values import Interval

PULLS = (3.0, 30.0, 300.0, 3_000.0)
"""How strongly weights are held at today's, in events; the one that foretells best is taken."""

TENTHS_OF_A_POINT = 10
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Weights of 100 by component, today's and history's.

    `auc_now`, `auc_proposed` and their difference `gain` are measured where the proposed weights
    had not seen the outcome; None when there is too little to learn from. `better` is whether the
    whole interval of the gain lies above nought.
    """

    now: Weights
    proposed: Weights
    auc_now: Interval | None
    auc_proposed: Interval | None
    gain: Interval | None
    n: int
    events: int

    @property
    def better(self) -> bool:
        """True when the gain is more than chance."""
        return self.gain is not None and self.gain.low > 0


def propose(history: History, now: Mapping[str, float]) -> Proposal:
    """Weights by a logistic regression that may make none negative and is pulled to today's.

    Each component counts as the share of yes less the share of no of all its questions, so that
    what is unknown moves nothing.
    """
    names = [name for name in now if name in history.yes]
    today = np.array([now[name] for name in names])
    standing = [history.yes[name] - history.no[name] for name in names]
    inputs = np.column_stack(standing) if standing else np.zeros((len(history.events), 0))
    events = history.events
    told_apart = len(np.unique(history.score[~np.isnan(history.score)])) > 1
    enough = told_apart and min(events.sum(), (~events).sum()) >= FEWEST
    found = _aside(inputs, history, today) if enough else None
    if found is None:
        return Proposal(dict(now), dict(now), None, None, None, len(events), int(events.sum()))
    fitted = _fit(inputs, events, history.clusters, today)
    lines, weights = found
    return _compared(history, names, lines, weights, dict(now), _shares(names, fitted))


def _aside(inputs: Figures, history: History, today: Figures) -> tuple[Rows, Figures] | None:
    """Lines with weights that were fitted without them: at earlier times, or on other accounts."""
    events, periods, clusters = history.events, history.periods, history.clusters
    splits = [(periods < period, periods == period) for period in np.unique(periods)[1:]]
    splits = [one for one in splits if teaches(events[one[0]])]
    if not splits:
        folds = [clusters % FOLDS == fold for fold in range(FOLDS)]
        splits = [(~aside, aside) for aside in folds if teaches(events[~aside])]
    if not splits:
        return None
    lines = [np.flatnonzero(aside) for _, aside in splits]
    fitted = [_fit(inputs[seen], events[seen], clusters[seen], today) for seen, _ in splits]
    weights = [np.tile(one, (len(at), 1)) for one, at in zip(fitted, lines, strict=True)]
    return np.concatenate(lines), np.concatenate(weights)


def _fit(inputs: Figures, events: Flags, clusters: Rows, today: Figures) -> Figures:
    """Weights of 1 in all; today's where nothing can be learned."""
    pull = min(PULLS, key=lambda one: _loss_aside(inputs, events, clusters, today, one))
    weights = _solve(inputs, events, today, pull)[1]
    chosen = weights if weights.sum() > 0 else today
    shares: Figures = chosen / chosen.sum()
    return shares


def _loss_aside(
    inputs: Figures, events: Flags, clusters: Rows, today: Figures, pull: float
) -> float:
    folds = clusters // FOLDS % logistic.INNER_FOLDS
    foretold = np.full(len(events), float(events.mean()))
    for fold in range(logistic.INNER_FOLDS):
        aside = folds == fold
        if aside.any() and 0 < events[~aside].sum() < (~aside).sum():
            base, weights = _solve(inputs[~aside], events[~aside], today, pull)
            foretold[aside] = logistic.sigmoid(base - inputs[aside] @ weights)
    return logistic.log_loss(foretold, events)


def _solve(inputs: Figures, events: Flags, today: Figures, pull: float) -> tuple[float, Figures]:
    """Intercept and weights, on the scale of log odds; one that would be negative is nought."""
    share = today / today.sum()
    _, scale = logistic.solve((inputs @ share)[:, None], events, 1.0)
    aim = max(0.0, -float(scale[0])) * share
    kept = np.ones(len(today), np.bool_)
    weights = np.zeros(len(today))
    while True:
        base, found = logistic.solve(-inputs[:, kept], events, pull, aim[kept])
        weights[:] = 0.0
        weights[kept] = found
        if not kept.any() or (found >= 0).all():
            return base, np.maximum(weights, 0.0)
        kept &= weights > 0


def _compared(
    history: History,
    names: Sequence[str],
    lines: Rows,
    weights: Figures,
    now: Weights,
    proposed: Weights,
) -> Proposal:
    yes = np.column_stack([history.yes[name][lines] for name in names])
    no = np.column_stack([history.no[name][lines] for name in names])
    ours = history.score[lines]
    # Of an account without an answer that counts, nothing is known with either weights.
    known = ((yes + no) * weights).sum(axis=1)
    theirs = np.divide(
        (yes * weights).sum(axis=1), known, out=np.full(len(lines), np.nan), where=known > 0
    )
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    lines, ours, theirs = lines[both], ours[both], theirs[both]
    events, periods = history.events[lines], history.periods[lines]
    if min(events.sum(), (~events).sum()) < FEWEST:
        return Proposal(now, now, None, None, None, len(lines), int(events.sum()))
    draws = Draws(np.unique(history.clusters[lines], return_inverse=True)[1].astype(np.intp))

    def areas(given: Figures) -> tuple[Figures, Figures]:
        return (
            ranking.area(-ours, events, periods, given),
            ranking.area(-theirs, events, periods, given),
        )

    alone = areas(ranking.alone(len(lines)))
    before, after = float(alone[0][0]), float(alone[1][0])
    drawn = draws.apply(lambda given: np.column_stack(areas(given)))
    return Proposal(
        now=now,
        proposed=proposed,
        auc_now=ranking.interval(before, drawn[:, 0]),
        auc_proposed=ranking.interval(after, drawn[:, 1]),
        gain=ranking.interval(after - before, drawn[:, 1] - drawn[:, 0]),
        n=len(lines),
        events=int(events.sum()),
    )


def _shares(names: Sequence[str], weights: Figures) -> Weights:
    """Parts of 100 with one decimal that add up to 100; what is left goes to the largest."""
    parts = np.round(WHOLE * weights * TENTHS_OF_A_POINT) / TENTHS_OF_A_POINT
    parts[int(np.argmax(parts))] += WHOLE - parts.sum()
    return {name: round(float(part), 1) for name, part in zip(names, parts, strict=True)}
