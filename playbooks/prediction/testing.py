"""The test itself: score, components, groups and signals against what happened, and the verdict."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from playbooks.frame import Figures, Rows
from playbooks.health.rules import HealthRules
from playbooks.prediction import foretelling, logistic, ranking, signals
from playbooks.prediction.foretelling import Foretold
from playbooks.prediction.history import History
from playbooks.prediction.ranking import Draws
from playbooks.prediction.signals import HIGHER, LOWER
from playbooks.prediction.values import Caution, Interval, Measured, Model, Sort, Verdict

FEWEST = 20
"""Accounts that left, and that stayed, of which the figure must be known for a verdict."""

STRONG = 0.65
"""An AUC from here up predicts; a certain one below it is weak."""

FALSE_FINDS = 0.05
"""Signals are taken for real so that one in twenty of them may be chance."""

TOO_GOOD = 0.97
"""A single figure that ranks this well is the outcome by another name, until proved otherwise."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was measured; `determined` are the signals that give the outcome away."""

    score: Measured
    components: tuple[Measured, ...]
    groups: tuple[Measured, ...]
    signals: tuple[Measured, ...]
    baselines: tuple[Measured, ...]
    model: Model | None
    determined: tuple[str, ...]
    cautions: tuple[Caution, ...]

    @property
    def readings(self) -> tuple[Measured, ...]:
        """The score, then components, groups and signals."""
        return (self.score, *self.components, *self.groups, *self.signals)


def measure(history: History, rules: HealthRules, progress: Progress | None = None) -> Findings:
    """Measure everything that the history holds."""
    return _Test(history, rules, progress or (lambda _done, _total: None)).run()


class _Test:
    def __init__(self, history: History, rules: HealthRules, progress: Progress) -> None:
        self.history = history
        self.sides = signals.risky_sides(rules)
        self.progress = progress
        self.every = np.arange(len(history.events))
        self.total = len(history.signals) + len(history.components) + 8
        self.done = 0

    def run(self) -> Findings:
        found = self.history
        baselines = tuple(
            self._measured(name, Sort.BASELINE, column, LOWER)
            for name, column in found.baselines.items()
        )
        score = self._score(baselines)
        components = tuple(
            self._measured(name, Sort.COMPONENT, column, LOWER)
            for name, column in found.components.items()
            if not np.isnan(column).all()
        )
        tried = self._tried()
        determined = tuple(one.name for one in tried if _gives_away(one, self.history))
        usable = [name for name in found.signals if name not in determined]
        return Findings(
            score=score,
            components=components,
            groups=tuple(self._groups(usable)),
            signals=tried,
            baselines=baselines,
            model=self._model(usable, baselines),
            determined=determined,
            cautions=tuple(self._cautions(score, tried, determined)),
        )

    def _tried(self) -> tuple[Measured, ...]:
        """Each signal; where no question says which side is the riskier, a real one shows it."""
        columns = self.history.signals.items()
        measured = [
            self._measured(name, Sort.SIGNAL, column, self.sides.get(name, HIGHER))
            for name, column in columns
        ]
        corrected = _corrected(measured)
        return tuple(one if one.name in self.sides else _on_its_side(one) for one in corrected)

    def _measured(
        self,
        name: str,
        sort: Sort,
        column: Figures,
        risk: str,
        lines: Rows | None = None,
    ) -> Measured:
        self.done += 1
        self.progress(min(self.done, self.total), self.total)
        lines = self.every if lines is None else lines
        lines = lines[~np.isnan(column[lines])]
        events = self.history.events[lines]
        n, left = len(lines), int(events.sum())
        if not 0 < left < n:
            return _too_little(name, sort, n, left, risk)
        values = column[lines] if risk == HIGHER else -column[lines]
        value, drawn = self._area(values, lines)
        found = ranking.interval(value, drawn)
        if math.isnan(value) or math.isnan(found.low):
            return _too_little(name, sort, n, left, risk)
        # What is the same for everybody was not put to the test.
        enough = min(left, n - left) >= FEWEST and len(np.unique(values)) > 1
        verdict = _verdict(found) if enough else Verdict.TOO_LITTLE
        chance = ranking.chance_of(value, drawn)
        return Measured(name, sort, value, found.low, found.high, n, left, risk, verdict, chance)

    def _area(self, values: Figures, lines: Rows) -> tuple[float, Figures]:
        events, periods = self.history.events[lines], self.history.periods[lines]

        def area(weights: Figures) -> Figures:
            return ranking.area(values, events, periods, weights)

        alone = float(area(ranking.alone(len(lines)))[0])
        return alone, self._draws(lines).apply(area)

    def _draws(self, lines: Rows) -> Draws:
        numbers = np.unique(self.history.clusters[lines], return_inverse=True)[1]
        return Draws(numbers.astype(np.intp))

    def _score(self, baselines: Iterable[Measured]) -> Measured:
        """A score that ranks no better than what anybody knows is weak, however certain."""
        found = self._measured("health_score", Sort.SCORE, self.history.score, LOWER)
        best = max((_strength(one) for one in baselines), default=0.5)
        if found.verdict is Verdict.PREDICTS and (found.auc or 0.0) <= best:
            return replace(found, verdict=Verdict.WEAK)
        return found

    def _groups(self, usable: list[str]) -> Iterable[Measured]:
        """What the signals of one kind foretell together."""
        for name in signals.GROUPS:
            mine = [one for one in usable if signals.group(one) == name]
            foretold = self._foretold([self.history.signals[one] for one in mine])
            if not mine:
                continue
            if foretold is None:
                n, left = len(self.every), int(self.history.events.sum())
                yield _too_little(name, Sort.GROUP, n, left, HIGHER)
                continue
            column = np.full(len(self.every), np.nan)
            column[foretold.lines] = foretold.probabilities
            yield self._measured(name, Sort.GROUP, column, HIGHER, foretold.lines)

    def _foretold(self, columns: list[Figures]) -> Foretold | None:
        if not columns:
            return None
        found = self.history
        return foretelling.foretell(
            np.column_stack(columns), found.events, found.clusters, found.periods
        )

    def _model(self, usable: list[str], baselines: tuple[Measured, ...]) -> Model | None:
        found = self.history
        columns = [found.signals[name] for name in usable] + list(found.baselines.values())
        foretold = self._foretold(columns)
        if foretold is None:
            return None
        lines, likely = foretold.lines, foretold.probabilities
        events, draws = found.events[lines], self._draws(lines)
        one = ranking.alone(len(lines))
        if np.isnan(ranking.area(likely, events, found.periods[lines], one)).any():
            return None

        def measured(figure: Callable[[Figures], Figures]) -> Interval:
            return ranking.interval(float(figure(one)[0]), draws.apply(figure))

        auc = measured(lambda w: ranking.area(likely, events, found.periods[lines], w))
        lead = measured(lambda w: self._lead(foretold, baselines, w))
        return Model(
            auc=auc,
            brier=measured(lambda w: logistic.brier(likely, events, w)),
            brier_base_rate=float(events.mean() * (1 - events.mean())),
            calibration_error=measured(lambda w: logistic.calibration_error(likely, events, w)),
            slope=logistic.slope(likely, events),
            lead=lead,
            n=len(lines),
            events=int(events.sum()),
            signals=len(columns),
            split=foretold.split,
            verdict=_of_model(auc, lead, events.sum(), (~events).sum()),
        )

    def _lead(
        self, foretold: Foretold, baselines: tuple[Measured, ...], weights: Figures
    ) -> Figures:
        """By how much the model ranks better than the best baseline, on the same lines."""
        found, lines = self.history, foretold.lines
        events, periods = found.events[lines], found.periods[lines]
        mine = ranking.area(foretold.probabilities, events, periods, weights)
        best = np.full(len(weights), 0.5)
        for one in baselines:
            column = found.baselines[one.name][lines]
            if one.auc is not None and not np.isnan(column).any():
                values = -column if one.auc >= 0.5 else column
                best = np.maximum(best, ranking.area(values, events, periods, weights))
        lead: Figures = mine - best
        return lead

    def _cautions(
        self, score: Measured, tried: tuple[Measured, ...], determined: tuple[str, ...]
    ) -> Iterable[Caution]:
        if score.high is not None and score.high < 0.5 and score.verdict is not Verdict.TOO_LITTLE:
            yield Caution("score_turned")
        turned = [one.name for one in tried if _runs_the_other_way(one)]
        if turned:
            yield Caution("other_way", {"signals": turned})
        if determined:
            yield Caution("determines_outcome", {"signals": [*determined]})
        if len(self.history.cutoffs) == 1:
            yield Caution("split_by_accounts")


def _too_little(name: str, sort: Sort, n: int, left: int, risk: str) -> Measured:
    return Measured(name, sort, None, None, None, n, left, risk, Verdict.TOO_LITTLE)


def _verdict(found: Interval) -> Verdict:
    if found.low <= 0.5:
        return Verdict.NO_SIGNAL
    return Verdict.PREDICTS if found.value >= STRONG else Verdict.WEAK


def _of_model(auc: Interval, lead: Interval, left: int, stayed: int) -> Verdict:
    if min(left, stayed) < FEWEST:
        return Verdict.TOO_LITTLE
    found = _verdict(auc)
    return Verdict.WEAK if found is Verdict.PREDICTS and lead.low <= 0 else found


def _corrected(tried: list[Measured]) -> tuple[Measured, ...]:
    """Verdicts of signals for which it is counted how many were tried; either side may be real."""
    judged = [one for one in tried if one.verdict is not Verdict.TOO_LITTLE]
    finds = ranking.false_finds([one.chance or 0.0 for one in judged])
    found = {}
    for one, share in zip(judged, finds, strict=True):
        real = share < FALSE_FINDS
        strong = Verdict.PREDICTS if _strength(one) >= STRONG else Verdict.WEAK
        verdict = strong if real else Verdict.NO_SIGNAL
        found[one.name] = replace(one, chance=share, verdict=verdict)
    return tuple(
        sorted(
            (found.get(one.name, replace(one, chance=None)) for one in tried),
            key=lambda one: -_strength(one),
        )
    )


def _on_its_side(one: Measured) -> Measured:
    real = one.verdict in (Verdict.PREDICTS, Verdict.WEAK)
    if not real or one.auc is None or one.low is None or one.high is None or one.auc >= 0.5:
        return one
    return replace(one, auc=1 - one.auc, low=1 - one.high, high=1 - one.low, risk=LOWER)


def _strength(one: Measured) -> float:
    """How well it ranks, whichever side is the riskier."""
    return 0.5 if one.auc is None else max(one.auc, 1 - one.auc)


def _runs_the_other_way(one: Measured) -> bool:
    real = one.verdict in (Verdict.PREDICTS, Verdict.WEAK)
    return real and one.auc is not None and one.auc < 0.5


def _gives_away(one: Measured, history: History) -> bool:
    if one.verdict is Verdict.TOO_LITTLE:
        return False
    if _strength(one) >= TOO_GOOD:
        return True
    known = (~np.isnan(history.signals[one.name])).astype(np.float64)
    told = ranking.area(known, history.events, history.periods, ranking.alone(len(known)))[0]
    return bool(max(told, 1 - told) >= TOO_GOOD)
