"""Satisfied customers spend more: how much? Measured by segment, and by each denominator."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from playbooks.frame import Figures
from playbooks.prediction import ranking
from playbooks.revenue import regression
from playbooks.revenue.values import Band, Comparison, Measure, Spending, Verdict

FEWEST = 10
"""Accounts in the top band, and below it, for an effect; fewer are too few to say."""

FALSE_FINDS = 0.05
"""Comparisons are taken for real so that one in twenty of them may be chance."""

MOST_GROWTH = 100.0
"""Growth beyond this counts as this, in per cent: one start-up must not stand for a segment."""

ORDER = (Spending.GROWTH, Spending.ACCOUNT, Spending.SEAT, Spending.MONTH)
"""Out of time goes first: what came after an answer cannot have caused it."""

TENURE, SEATS, SEGMENT, CUTOFF = "tenure", "seats", "segment", "cutoff"
"""What accounts are made alike in; all but the last as long as they are known."""


@dataclass(frozen=True, slots=True)
class Line:
    """One account at one cut-off: how satisfied it was by then, and what it paid then and after.

    Amounts are a year (a month for `paid_a_month`) in `currency`; `after` is the yearly amount at
    the end of the horizon, None while that is not over.
    """

    account_id: str
    cutoff: date
    segment: str | None
    currency: str | None
    satisfaction: dict[Measure, float]
    arr: float | None
    after: float | None
    paid_a_month: float | None
    seats: int | None
    tenure: float | None

    def spends(self, spending: Spending) -> float | None:
        """What the account spends in this respect, None when it is not known."""
        if spending is Spending.MONTH:
            return self.paid_a_month
        if spending is Spending.SEAT:
            return self.arr / self.seats if self.arr is not None and self.seats else None
        if spending is Spending.GROWTH:
            if not self.arr or self.after is None:
                return None
            return min(MOST_GROWTH, 100 * (self.after / self.arr - 1))
        return self.arr


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure's bands: `good` and above is the top one, below `poor` the lowest."""

    poor: float
    good: float


def compare(
    now: Sequence[Line], before: Sequence[Line], scales: dict[Measure, Scale]
) -> tuple[Comparison, ...]:
    """All measures against all that is spent, over all accounts and in each segment.

    `now` holds accounts on the day of the report; growth is judged on those at cut-offs `before`.
    """
    found = [
        one
        for measure, scale in scales.items()
        for spending in ORDER
        for one in _compared(
            before if spending is Spending.GROWTH else now, measure, scale, spending
        )
    ]
    return _judged(found)


def clearest(found: Sequence[Comparison]) -> Comparison:
    """The comparison that answers first: of what came after the reading, of the most accounts."""
    return min(
        found,
        key=lambda one: (
            one.between is None,
            ORDER.index(one.spending),
            one.segment is not None,
            -min(one.top, one.n - one.top),
            -one.n,
        ),
    )


def turned(found: Iterable[Comparison]) -> list[tuple[Comparison, ...]]:
    """Comparisons of one measure and segment whose sign depends on the denominator."""
    by_kind: dict[tuple[Measure, str | None], list[Comparison]] = {}
    for one in found:
        if one.between is not None and one.spending is not Spending.GROWTH:
            by_kind.setdefault((one.measure, one.segment), []).append(one)
    return [tuple(some) for some in by_kind.values() if len({_sign(one) for one in some}) > 1]


def _sign(one: Comparison) -> bool:
    assert one.between is not None
    return one.between.adjusted.value > 0


def _compared(
    lines: Sequence[Line], measure: Measure, scale: Scale, spending: Spending
) -> Iterator[Comparison]:
    asked = [line for line in lines if measure in line.satisfaction]
    known = [line for line in asked if line.spends(spending) is not None]
    if not known:
        return
    currency = None
    if spending is not Spending.GROWTH:
        currency = _commonest(known)
        known = [line for line in known if line.currency == currency]
    segments = sorted({line.segment for line in known if line.segment})
    for segment in [None, *(segments if len(segments) > 1 else [])]:
        inside = [line for line in known if segment in (None, line.segment)]
        yield _comparison(inside, measure, scale, spending, segment, currency)


def _commonest(lines: Sequence[Line]) -> str | None:
    """There are no exchange rates here, so amounts are compared in one currency."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.currency or ""] = counts.get(line.currency or "", 0) + 1
    return max(sorted(counts), key=lambda currency: counts[currency]) or None


def _comparison(
    lines: Sequence[Line],
    measure: Measure,
    scale: Scale,
    spending: Spending,
    segment: str | None,
    currency: str | None,
) -> Comparison:
    satisfaction = np.array([line.satisfaction[measure] for line in lines])
    spent = np.array([line.spends(spending) for line in lines], np.float64)
    top = satisfaction >= scale.good
    ids = np.array([line.account_id for line in lines])
    names, clusters = np.unique(ids, return_inverse=True)
    satisfied, others = len(np.unique(ids[top])), len(np.unique(ids[~top]))
    made = Comparison(
        measure,
        spending,
        segment,
        currency,
        tuple(sorted({line.cutoff for line in lines})),
        n=len(names),
        readings=len(lines),
        top=satisfied,
        bands=tuple(_bands(satisfaction, spent, scale)),
        verdict=Verdict.TOO_FEW,
    )
    if min(satisfied, others) < FEWEST or np.ptp(spent) == 0:
        return made
    named, controls = _controls(lines)
    asked = np.column_stack([top.astype(np.float64), satisfaction])
    between, a_point = regression.fit(asked, controls, spent, clusters.astype(np.intp))
    return replace(
        made,
        controls=named,
        between=between.effect,
        a_point=a_point.effect,
        chance=between.chance,
    )


def _bands(satisfaction: Figures, spent: Figures, scale: Scale) -> Iterator[Band]:
    for name, low, high in (
        ("low", None, scale.poor),
        ("middle", scale.poor, scale.good),
        ("high", scale.good, None),
    ):
        inside = np.ones(len(satisfaction), np.bool_)
        inside &= satisfaction >= low if low is not None else True
        inside &= satisfaction < high if high is not None else True
        mean = float(spent[inside].mean()) if inside.any() else None
        yield Band(name, low, high, int(inside.sum()), mean)


def _controls(lines: Sequence[Line]) -> tuple[tuple[str, ...], Figures]:
    """What is held alike, by name and as columns; segments and cut-offs as marks of their own."""
    columns: list[Figures] = []
    named = []
    for name, values in (
        (TENURE, [line.tenure for line in lines]),
        (SEATS, [line.seats for line in lines]),
    ):
        figures = np.array(values, np.float64)
        if not np.isnan(figures).all():
            columns.append(np.log1p(np.maximum(figures, 0.0)))
            named.append(name)
    for name, marks in (
        (SEGMENT, [line.segment or "" for line in lines]),
        (CUTOFF, [line.cutoff.isoformat() for line in lines]),
    ):
        several = sorted(set(marks))[1:]
        columns += [np.array([mark == one for mark in marks], np.float64) for one in several]
        named += [name] if several else []
    return tuple(named), regression.standardised(columns, len(lines))


def _judged(found: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Verdicts for which it is counted how many comparisons were made."""
    tested = [one for one in found if one.chance is not None and one.between is not None]
    shares = ranking.false_finds([one.chance or 0.0 for one in tested])
    by_id = {id(one): share for one, share in zip(tested, shares, strict=True)}
    return tuple(
        replace(one, chance=by_id[id(one)], verdict=_verdict(one, by_id[id(one)]))
        if id(one) in by_id
        else one
        for one in found
    )


def _verdict(one: Comparison, share: float) -> Verdict:
    assert one.between is not None
    adjusted = one.between.adjusted
    if share >= FALSE_FINDS or adjusted.low <= 0 <= adjusted.high:
        return Verdict.NOISE
    return Verdict.HOLDS if adjusted.value > 0 else Verdict.OPPOSITE
