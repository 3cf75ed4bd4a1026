"""Lifetime value: what contracts in force are expected to bring, and how well that is foretold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from playbooks.frame import Figures, Flags
from playbooks.prediction import ranking
from playbooks.prediction.ranking import Draws
from playbooks.prediction.values import Interval
from playbooks.revenue import hazards
from playbooks.revenue.courses import MONTH, Course
from playbooks.revenue.hazards import OLDEST, TENURES, Counts
from playbooks.revenue.values import AccountValue, Error, Holdout, Lifetime, SegmentValue

FEWEST_ENDS = 10
"""Contracts that must have ended before anything is learned of how long they last."""

FEWEST_ACCOUNTS = 10
"""Accounts at cut-offs whose forecasts are compared; fewer tell nothing of the error."""

MODEL, SAME, AS_BEFORE = "model", "same_again", "as_before"
"""Forecasts: ours, the last yearly amount without an end, and what was paid in the time before."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How far ahead, and what later money is worth: `discount` is a share a year.

    `margin` is the share of revenue that is left after costs; None where it is not known, and
    the value is revenue.
    """

    horizon_months: int = 36
    discount: float = 0.10
    margin: float | None = None


def value(
    courses: Sequence[Course], cutoffs: Sequence[date], days: int, at: date, terms: Terms
) -> Lifetime:
    """Value on `at`, and forecasts at each cut-off of what came in the `days` after it."""
    segments = tuple(sorted({one.segment for one in courses}, key=str))
    counts = hazards.count(courses, segments, at)
    ends = int(counts.ends.sum())
    held = [one for one in courses if one.arr(at)]
    drawn = _annuities(counts, terms) if ends >= FEWEST_ENDS else None
    return Lifetime(
        as_of=at,
        horizon_months=terms.horizon_months,
        discount=terms.discount,
        margin=terms.margin,
        ends=ends,
        segments=tuple(_of_segments(held, counts, drawn, at)),
        accounts=tuple(_of_account(one, segments, drawn, at) for one in held),
        holdouts=tuple(_holdouts(courses, segments, cutoffs, days)) if courses else (),
    )


@dataclass(frozen=True, slots=True)
class _Annuities:
    """What one unit of money a month brings within the horizon, by segment and month of tenure.

    `drawn` has a row for each drawing of the accounts.
    """

    value: Figures
    drawn: Figures
    rates: Figures

    def of(self, segment: int, tenure: int) -> Interval:
        """The annuity with its interval."""
        return ranking.interval(float(self.value[segment, tenure]), self.drawn[:, segment, tenure])


def _annuities(counts: Counts, terms: Terms) -> _Annuities:
    accounts = len(counts.ends)

    def found(weights: Figures) -> Figures:
        return _annuity(hazards.rates(counts, weights), terms)

    alone = ranking.alone(accounts)
    drawn = Draws(np.arange(accounts, dtype=np.intp)).apply(found)
    return _Annuities(found(alone)[0], drawn, hazards.rates(counts, alone)[0])


def _annuity(rates: Figures, terms: Terms) -> Figures:
    """For each row and segment, for each month of tenure: expected money, discounted."""
    stays = np.exp(-rates)
    found = np.zeros((*rates.shape[:2], OLDEST + 1))
    for tenure in range(OLDEST + 1):
        left = np.ones(rates.shape[:2])
        for month in range(terms.horizon_months):
            # Half of those that end in a month have ended by its middle.
            kept = stays[:, :, _band(tenure + month)]
            worth = (1 + terms.discount) ** (-(month + 0.5) / 12)
            found[:, :, tenure] += left * np.sqrt(kept) * worth
            left = left * kept
    return found * (1.0 if terms.margin is None else terms.margin)


def _band(tenure: int) -> int:
    return max(at for at, start in enumerate(TENURES) if tenure >= start)


def _of_account(
    one: Course, segments: tuple[str | None, ...], drawn: _Annuities | None, at: date
) -> AccountValue:
    arr = one.arr(at) or 0.0
    days = (at - one.began).days if one.began else 0
    if drawn is None:
        return AccountValue(one.account_id, one.currency, arr, days, None)
    annuity = drawn.of(segments.index(one.segment), _tenure(one, at))
    monthly = arr / 12
    found = Interval(monthly * annuity.value, monthly * annuity.low, monthly * annuity.high)
    return AccountValue(one.account_id, one.currency, arr, days, found)


def _tenure(one: Course, at: date) -> int:
    return max(0, min(OLDEST, int(one.tenure(at) or 0)))


def _of_segments(
    held: Sequence[Course], counts: Counts, drawn: _Annuities | None, at: date
) -> list[SegmentValue]:
    kinds = sorted({(one.segment, one.currency) for one in held}, key=str)
    return [
        _of_segment(
            [one for one in held if (one.segment, one.currency) == kind], kind, counts, drawn, at
        )
        for kind in kinds
    ]


def _of_segment(
    inside: Sequence[Course],
    kind: tuple[str | None, str | None],
    counts: Counts,
    drawn: _Annuities | None,
    at: date,
) -> SegmentValue:
    segment, currency = kind
    ends, months = counts.of(segment)
    if drawn is None:
        return SegmentValue(segment, currency, len(inside), ends, months, None, None)
    place = counts.segments.index(segment)
    monthly = np.zeros(OLDEST + 1)
    for one in inside:
        monthly[_tenure(one, at)] += (one.arr(at) or 0.0) / 12
    sums = drawn.drawn[:, place] @ monthly
    total = ranking.interval(float(drawn.value[place] @ monthly), sums)
    cells = slice(place * len(TENURES), (place + 1) * len(TENURES))
    at_risk = counts.months[:, cells].sum(axis=0)
    loss = float((drawn.rates[place] * at_risk).sum() / max(at_risk.sum(), 1e-9))
    return SegmentValue(segment, currency, len(inside), ends, months, loss, total)


@dataclass(frozen=True, slots=True)
class _Forecasts:
    """Forecasts and what came, side by side, in units of a middling account of the currency."""

    segments: list[str | None]
    account_ids: list[str]
    made: dict[str, Figures]
    came: Figures

    def where(self, wanted: Flags) -> "_Forecasts":
        rows = np.flatnonzero(wanted).tolist()
        return _Forecasts(
            [self.segments[row] for row in rows],
            [self.account_ids[row] for row in rows],
            {name: found[rows] for name, found in self.made.items()},
            self.came[rows],
        )


def _holdouts(
    courses: Sequence[Course],
    segments: tuple[str | None, ...],
    cutoffs: Sequence[date],
    days: int,
) -> list[Holdout]:
    parts = [_foretold(courses, segments, cutoff, days) for cutoff in cutoffs]
    every = _together([one for one in parts if one is not None])
    if every is None:
        return []
    found = [_held_out(every, None)]
    for segment in sorted({one for one in every.segments if one}):
        inside = every.where(np.array([one == segment for one in every.segments]))
        found.append(_held_out(inside, segment))
    return found


def _foretold(
    courses: Sequence[Course], segments: tuple[str | None, ...], cutoff: date, days: int
) -> _Forecasts | None:
    """Forecasts with what was known by the cut-off, and what came in the days after it."""
    counts = hazards.count(courses, segments, cutoff)
    if counts.ends.sum() < FEWEST_ENDS:
        return None
    terms = Terms(horizon_months=max(1, round(days / MONTH)), discount=0.0)
    annuity = _annuity(hazards.rates(counts, ranking.alone(len(courses))), terms)[0]
    span, lines = timedelta(days=days), []
    for one in courses:
        arr = one.arr(cutoff)
        came, earlier = one.paid(cutoff, cutoff + span), one.paid(cutoff - span, cutoff)
        if arr and came is not None and earlier is not None:
            model = arr / 12 * float(annuity[segments.index(one.segment), _tenure(one, cutoff)])
            lines.append((one, model, arr * days / 365.25, earlier, came, arr))
    if not lines:
        return None
    scale = _middling([(one.currency, arr) for one, *_, arr in lines])
    by = np.array([scale[one.currency] for one, *_ in lines])
    columns = np.array([figures[:4] for _one, *figures in lines]) / by[:, None]
    made = {MODEL: columns[:, 0], SAME: columns[:, 1], AS_BEFORE: columns[:, 2]}
    named = [one for one, *_ in lines]
    return _Forecasts(
        [one.segment for one in named], [one.account_id for one in named], made, columns[:, 3]
    )


def _middling(amounts: Sequence[tuple[str | None, float]]) -> dict[str | None, float]:
    """The median amount of each currency, so that none outweighs another for its small unit."""
    found: dict[str | None, list[float]] = {}
    for currency, amount in amounts:
        found.setdefault(currency, []).append(amount)
    return {currency: float(np.median(some)) for currency, some in found.items()}


def _together(parts: Sequence[_Forecasts]) -> _Forecasts | None:
    if not parts:
        return None
    return _Forecasts(
        [segment for part in parts for segment in part.segments],
        [one for part in parts for one in part.account_ids],
        {
            name: np.concatenate([part.made[name] for part in parts])
            for name in (MODEL, SAME, AS_BEFORE)
        },
        np.concatenate([part.came for part in parts]),
    )


def _held_out(found: _Forecasts, segment: str | None) -> Holdout:
    names, clusters = np.unique(np.array(found.account_ids), return_inverse=True)
    if len(found.came) < FEWEST_ACCOUNTS or not found.came.sum():
        return Holdout(segment, len(found.came), len(names), (), None)
    alone = ranking.alone(len(found.came))
    errors = tuple(
        Error(name, float(_off(made, found.came, alone)[0]), _bias(made, found.came))
        for name, made in found.made.items()
    )

    def lead(weights: Figures) -> Figures:
        naive = [_off(found.made[name], found.came, weights) for name in (SAME, AS_BEFORE)]
        ahead: Figures = np.minimum(*naive) - _off(found.made[MODEL], found.came, weights)
        return ahead

    drawn = Draws(clusters.astype(np.intp)).apply(lead)
    ahead = ranking.interval(float(lead(alone)[0]), drawn)
    return Holdout(segment, len(found.came), len(names), errors, ahead)


def _off(made: Figures, came: Figures, weights: Figures) -> Figures:
    missed: Figures = weights @ np.abs(made - came) / np.maximum(weights @ came, 1e-9)
    return missed


def _bias(made: Figures, came: Figures) -> float:
    return float((made.sum() - came.sum()) / came.sum())
