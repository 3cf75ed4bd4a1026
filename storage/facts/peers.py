"""Use against accounts of the same segment: how far from their median, with how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from sqlalchemy import select

from playbooks import catalogue, frame
from playbooks.accounts import Account, Subscription
from playbooks.catalogue import AGAINST_PEERS
from playbooks.frame import Frame
from playbooks.observations import MetricSample, Outcome
from storage.facts import contract, usage
from storage.facts.kept import Kept
from storage.facts.scope import Scope
from storage.values import table_of
from storage.workspace import Reader

T = TypeVar("T")

FEWEST = 5
"""Accounts with the figure that a segment must hold for a median; otherwise all segments do."""

MOST = 200
"""Accounts of a segment that stand for it, evenly chosen, so that one reading reads no more."""

COMPARED = ("licence_utilisation", "features_used")


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of so many accounts."""

    value: float
    n: int


Medians = dict[tuple[str, str | None], Median]
"""By fact and segment; under no segment, over all."""


def add(scope: Scope) -> None:
    """Add how far each compared figure lies from the median of accounts alike."""
    known = [name for name in COMPARED if scope.column(name).known.any()]
    if not known:
        return
    medians = _MEDIANS.of(scope.reader, scope.at)
    segments = frame.texts(scope.frame.segments())
    for name in known:
        for segment in dict.fromkeys(segments.tolist()):
            median = medians.get((name, segment)) or medians.get((name, None))
            if median is not None and median.value > 0:
                _add(scope, name, segments == segment, median)


def evenly(some: Sequence[T]) -> list[T]:
    """At most `MOST` of them, the first and the last among these."""
    places = np.unique(np.linspace(0, len(some) - 1, min(MOST, len(some))).astype(np.intp))
    return [some[place] for place in places.tolist()]


def _add(scope: Scope, name: str, alike: frame.Flags, median: Median) -> None:
    own = scope.column(name)
    rows = np.flatnonzero(own.known & alike)
    change = 100 * (own.values[rows].astype(np.float64) / median.value - 1)
    unit = catalogue.against_median(name, median.value, median.n)
    evidence = (own.kinds[rows], own.ids[rows])
    scope.add(name + AGAINST_PEERS, rows, change, evidence, own.as_of[rows], unit=unit)


def _medians(reader: Reader, at: date) -> Medians:
    return _found(_frame(reader, at))


_MEDIANS = Kept(_medians, Account, MetricSample, Outcome, Subscription)


def _frame(reader: Reader, at: date) -> Frame:
    """The figures of the chosen accounts, by the definitions that serve everybody."""
    some = Scope(reader, at, _chosen(reader))
    if some.frame.account_ids:
        contract.add(some)
        usage.add(some)
    return some.frame


def _chosen(reader: Reader) -> Sequence[str]:
    account = table_of(Account)
    query = select(account.c.id, account.c.segment).where(account.c.team_id == reader.team_id)
    by_segment: dict[str | None, list[str]] = {}
    result = reader.connection.execute(query.order_by(account.c.id))
    for account_id, segment in result.cursor.fetchall() if result.cursor else ():
        by_segment.setdefault(segment, []).append(account_id)
    result.close()
    return [one for some in by_segment.values() for one in evenly(some)]


def _found(peers: Frame) -> Medians:
    found: Medians = {}
    segments = frame.texts(peers.segments())
    here = ~peers.known("churned")
    for name in COMPARED:
        column = peers.columns.get(name)
        if column is None:
            continue
        for segment in {None, *segments.tolist()}:
            inside = column.known & here & ((segments == segment) | (segment is None))
            if inside.sum() >= FEWEST:
                middle = float(np.median(column.values[inside].astype(np.float64)))
                found[name, segment] = Median(middle, int(inside.sum()))
    return found
