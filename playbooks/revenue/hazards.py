"""How many contracts end in a month, by segment and tenure; small counts lean on all others.

A gamma prior on a Poisson rate: the mean is that of all contracts of the same tenure, its weight
is how much the segments differ (Robbins 1956; moments after Marshall 1991).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from playbooks.frame import Figures
from playbooks.revenue.courses import MONTH, Course, Line

TENURES = (0, 6, 12, 24)
"""Months from which a band of tenure begins; the last has no end."""

OLDEST = TENURES[-1]
FIRMEST = 1e6
"""Weight, in ends, of a prior between groups that do not differ at all."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Contracts that ended, and months at risk: a row for each account, a column for each cell.

    Cells run through the tenures of the first segment, then the second's.
    """

    ends: Figures
    months: Figures
    segments: tuple[str | None, ...]

    def of(self, segment: str | None) -> tuple[int, float]:
        """Ends and months of one segment."""
        at = self.segments.index(segment) * len(TENURES)
        cells = slice(at, at + len(TENURES))
        return int(self.ends[:, cells].sum()), float(self.months[:, cells].sum())


def count(
    courses: Sequence[Course], segments: tuple[str | None, ...], observed_until: date
) -> Counts:
    """What had ended, and what had been at risk, by the day; nothing later is used."""
    shape = (len(courses), len(segments) * len(TENURES))
    ends, months = np.zeros(shape), np.zeros(shape)
    for row, course in enumerate(courses):
        first = segments.index(course.segment) * len(TENURES)
        for line in course.lines:
            _count(line, course.began or line.start, observed_until, (ends, months), row, first)
    return Counts(ends, months, segments)


def rates(counts: Counts, weights: Figures) -> Figures:
    """Ends a month: for each row of weights (of the accounts), for each segment and tenure."""
    shape = (len(weights), len(counts.segments), len(TENURES))
    ends = (weights @ counts.ends).reshape(shape)
    months = (weights @ counts.months).reshape(shape)
    overall = ends.sum(axis=(1, 2)) / np.maximum(months.sum(axis=(1, 2)), MONTH)
    # Tenures lean on the rate of all contracts, and segments on that of their tenure.
    of_tenure = _shrunk(ends.sum(axis=1), months.sum(axis=1), overall[:, None])
    swapped = _shrunk(np.swapaxes(ends, 1, 2), np.swapaxes(months, 1, 2), of_tenure[:, :, None])
    found: Figures = np.minimum(np.swapaxes(swapped, 1, 2), 1.0)
    return found


def _shrunk(ends: Figures, months: Figures, towards: Figures) -> Figures:
    """Rates over the last axis, each pulled towards the common one the less is known of it."""
    total = months.sum(axis=-1, keepdims=True)
    safe = np.maximum(total, 1e-9)
    own = np.divide(ends, months, out=np.zeros_like(ends), where=months > 0)
    spread = (months * (own - towards) ** 2).sum(axis=-1, keepdims=True)
    groups = ends.shape[-1]
    effective = safe - (months**2).sum(axis=-1, keepdims=True) / safe
    excess = spread - (groups - 1) * towards
    between = np.divide(excess, effective, out=np.zeros_like(excess), where=effective > 1e-9)
    firm = np.full_like(between, FIRMEST)
    np.divide(towards**2, between, out=firm, where=between > 0)
    firm = np.minimum(firm, FIRMEST)
    prior_months = np.divide(firm, towards, out=np.full_like(firm, FIRMEST), where=towards > 0)
    pulled: Figures = (ends + firm * (towards > 0)) / np.maximum(months + prior_months, 1e-9)
    return pulled


def _count(
    line: Line,
    began: date,
    until: date,
    cells: tuple[Figures, Figures],
    row: int,
    first: int,
) -> None:
    if line.start >= until:
        return
    ends, months = cells
    last = min(line.end or until, until)
    for place, start in enumerate(TENURES):
        low = max(line.start, began + timedelta(days=start * MONTH))
        over = TENURES[place + 1] if place + 1 < len(TENURES) else None
        high = last if over is None else min(last, began + timedelta(days=over * MONTH))
        months[row, first + place] += max(0, (high - low).days) / MONTH
    if line.lost_by(until):
        tenure = (last - began).days / MONTH
        place = max(at for at, start in enumerate(TENURES) if tenure >= start or at == 0)
        ends[row, first + place] += 1
