"""The two indices of a trajectory: which parts they have, what each weighs, and what is too little.

The field names what attitude and behaviour consist of (domain, section 6) and publishes no
arithmetic; weights and windows are ours.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean, median, quantiles

from playbooks.trajectory import measures, months
from playbooks.trajectory.measures import Records, Told
from playbooks.trajectory.months import Windows
from playbooks.trajectory.values import Comparison, Index, Measure, Path, Position

ATTITUDE = {"like": 0.4, "trust": 0.3, "respect": 0.3}
"""Like: CSAT and the satisfaction with tickets. Trust: NPS and CES. Respect: the tone of notes."""

BEHAVIOUR = {"use": 0.4, "renewal": 0.3, "expansion": 0.15, "advocacy": 0.15}
"""Use: licences in use. Renewal and expansion: contracts. Advocacy: that they spoke for us."""

FLOOR = 0.3
"""Weight of the known parts from which an index is said; below, the month stays open."""

AROUND_DAYS = 90
"""Days that are compared before and after an action."""


def path(records: Records, firsts: Sequence[date], today: date, start: date | None = None) -> Path:
    """The months that begin on `firsts`; `start` is when the contract began.

    The months after a customer has left stay open.
    """
    left = measures.left_on(records, today)
    read = tuple(_month(records, first, today, left) for first in firsts)
    attached = months.after(start, months.CONTRACT_MONTHS) if start else None
    return Path(read, attached)


def position(records: Records, windows: Windows) -> Position:
    """Both indices, from what the windows hold."""
    attitude = _index(
        _mean("like", ATTITUDE, measures.satisfaction(records, windows)),
        _mean("trust", ATTITUDE, measures.recommending(records, windows)),
        _mean("respect", ATTITUDE, measures.tone(records, windows)),
    )
    behaviour = _index(
        _mean("use", BEHAVIOUR, measures.use(records, windows)),
        _last("renewal", measures.contract(records, windows)),
        _last("expansion", measures.growth(records, windows)),
        _last("advocacy", measures.advocacy(records, windows)),
    )
    return Position(windows.use, windows.until, attitude, behaviour)


def around(records: Records, day: date, today: date) -> Comparison:
    """As many days before an action as after it, every part read from these days alone."""
    before = months.between(day - timedelta(days=AROUND_DAYS), day - timedelta(days=1))
    until = min(day + timedelta(days=AROUND_DAYS), today)
    after = months.between(day + timedelta(days=1), until)
    known = position(records, after) if until > day else None
    return Comparison(day, position(records, before), known)


def pooled(paths: Sequence[Path]) -> Path:
    """The months of several accounts as one path: their median and their middle half."""
    together = zip(*(path.months for path in paths), strict=True)
    return Path(tuple(_pooled_month(month) for month in together))


def _month(records: Records, first: date, today: date, left: date | None) -> Position:
    windows = months.of_month(first, today)
    gone = left is not None and left < first
    return position(Records() if gone else records, windows)


def _index(*parts: Measure) -> Index:
    known = [part for part in parts if part.value is not None]
    coverage = sum(part.weight for part in known)
    earned = sum(part.weight * (part.value or 0.0) for part in known)
    value = earned / coverage if coverage >= FLOOR else None
    n = sum(part.n for part in known)
    return Index(value, earned, earned + 100 * (1 - coverage), coverage, n, parts)


def _mean(name: str, weights: dict[str, float], told: Iterable[Told]) -> Measure:
    found = list(told)
    if not found:
        return Measure(name, weights[name])
    evidence = tuple(record for _, record in found)
    return Measure(name, weights[name], fmean(v for v, _ in found), len(found), evidence)


def _last(name: str, told: Iterable[Told]) -> Measure:
    found = list(told)
    return _mean(name, BEHAVIOUR, found[-1:])


def _pooled_month(positions: Sequence[Position]) -> Position:
    one = positions[0]
    attitude = _pooled_index([position.attitude for position in positions])
    return Position(one.since, one.until, attitude, _pooled_index([p.behaviour for p in positions]))


def _pooled_index(indices: Sequence[Index]) -> Index:
    known = [index.value for index in indices if index.value is not None]
    if not known:
        return Index(None, 0.0, 100.0, 0.0, 0)
    low, _, high = quantiles(known, n=4, method="inclusive") if len(known) > 1 else known * 3
    return Index(median(known), low, high, len(known) / len(indices), len(known))
