"""History for testing: a line for each account and cut-off, with what was known by then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from playbooks.frame import Column, Figures, Flags, Rows
from playbooks.health.reading import Readings
from playbooks.prediction import signals

Columns = dict[str, Figures]


@dataclass(frozen=True)
class Part:
    """Some accounts at one cut-off; an unknown figure is not a number."""

    cutoff: date
    account_ids: Sequence[str]
    events: Flags
    score: Figures
    components: Columns
    signals: Columns
    baselines: Columns
    yes: Columns = field(default_factory=dict)
    no: Columns = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class History:
    """All parts, one below the other; `periods` numbers the cut-offs from the earliest on."""

    parts: Sequence[Part]

    @cached_property
    def cutoffs(self) -> tuple[date, ...]:
        """The days as of which the figures were known, the earliest first."""
        return tuple(sorted({part.cutoff for part in self.parts}))

    @cached_property
    def periods(self) -> Rows:
        """The number of each line's cut-off."""
        return self._joined(
            [np.full(len(p.events), self.cutoffs.index(p.cutoff)) for p in self.parts]
        ).astype(np.intp)

    @cached_property
    def events(self) -> Flags:
        """Whether the line's account left within the horizon."""
        return np.concatenate([np.zeros(0, np.bool_), *(part.events for part in self.parts)])

    @cached_property
    def clusters(self) -> Rows:
        """The number of each line's account."""
        ids = [one for part in self.parts for one in part.account_ids]
        numbers: dict[str, int] = {}
        return np.array([numbers.setdefault(one, len(numbers)) for one in ids], np.intp)

    @cached_property
    def score(self) -> Figures:
        """Health as it would have been read."""
        return self._joined([part.score for part in self.parts])

    @cached_property
    def components(self) -> Columns:
        """The scores of the components."""
        return self._stacked([part.components for part in self.parts])

    @cached_property
    def yes(self) -> Columns:
        """What is answered yes of each component, of 1."""
        return self._stacked([part.yes for part in self.parts])

    @cached_property
    def no(self) -> Columns:
        """What is answered no of each component, of 1."""
        return self._stacked([part.no for part in self.parts])

    @cached_property
    def signals(self) -> Columns:
        """The facts that are tried."""
        return self._stacked([part.signals for part in self.parts])

    @cached_property
    def baselines(self) -> Columns:
        """What anybody would know."""
        return self._stacked([part.baselines for part in self.parts])

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """Metrics whose name says that they are the outcome."""
        return tuple(sorted(frozenset().union(*(part.left_out for part in self.parts))))

    def _stacked(self, given: Sequence[Columns]) -> Columns:
        names = sorted({name for columns in given for name in columns})
        sizes = [len(part.events) for part in self.parts]
        nothing = [np.full(size, np.nan) for size in sizes]
        return {
            name: self._joined(
                [columns.get(name, none) for columns, none in zip(given, nothing, strict=True)]
            )
            for name in names
        }

    @staticmethod
    def _joined(given: Sequence[Figures]) -> Figures:
        return np.concatenate(given) if given else np.zeros(0)


def part(
    readings: Readings,
    outcomes: Mapping[str, bool],
    known_late: Mapping[str, frozenset[str]],
    without: frozenset[str] = frozenset(),
) -> Part:
    """The lines of one frame. `outcomes` holds the accounts that are judged, and whether they left.

    `known_late` names, for a signal, the accounts whose figure was only known after the cut-off;
    `without` are baselines that know the outcome.
    """
    frame = readings.frame
    rows = np.array([r for r, one in enumerate(frame.account_ids) if one in outcomes], np.intp)
    ids = [frame.account_ids[row] for row in rows.tolist()]
    tried, left_out = {}, set()
    for name, column in frame.columns.items():
        if signals.tells_the_outcome(name):
            left_out.add(name)
        elif signals.is_signal(name):
            figures = _figures(column, rows)
            late = known_late.get(name, frozenset())
            figures[[one in late for one in ids]] = np.nan
            if not np.isnan(figures).all():
                tried[name] = figures
    return Part(
        cutoff=readings.at,
        account_ids=ids,
        events=np.array([outcomes[one] for one in ids], np.bool_),
        score=readings.totals.scores[rows],
        components=_components(readings, rows),
        signals=tried,
        baselines={
            name: _figures(column, rows)
            for name, column in frame.columns.items()
            if signals.is_baseline(name) and name not in without
        },
        yes={name: one.yes[rows] for name, one in readings.totals.components.items()},
        no={name: one.no[rows] for name, one in readings.totals.components.items()},
        left_out=frozenset(left_out),
    )


def _components(readings: Readings, rows: Rows) -> Columns:
    """Share of yes in what is known of each component, of 100."""
    found = {}
    for name, one in readings.totals.components.items():
        known = (one.yes + one.no)[rows]
        share = np.full(len(rows), np.nan)
        np.divide(100 * one.yes[rows], known, out=share, where=known > 0)
        found[name] = share
    return found


def _figures(column: Column, rows: Rows) -> Figures:
    values = column.values[rows]
    if values.dtype == object:
        values = np.array([v if isinstance(v, (int, float)) else np.nan for v in values.tolist()])
    return np.where(column.known[rows], values.astype(np.float64), np.nan)
