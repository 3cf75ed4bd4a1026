"""What a trajectory is made of: measures, the two indices, a month, a path, a comparison."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HIGH = 60.0
"""From here up an axis is high. Ours: clearly above 50, where neutral answers of any kind lie."""

Evidence = tuple[str, str]
"""Kind and id of a record."""


class Quadrant(StrEnum):
    """Where both axes place an account (domain, section 6)."""

    ADVOCATE = "advocate"
    CAPTIVE = "captive"
    ADMIRER = "admirer"
    DRIFTING = "drifting"


@dataclass(frozen=True, slots=True)
class Measure:
    """One part of an index: 0 to 100, None when nothing tells; `n` records tell it."""

    name: str
    weight: float
    value: float | None = None
    n: int = 0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """One axis at one time, 0 to 100; None when too little of it is known.

    Of one account: `low` takes every unknown part for 0 and `high` for 100, `coverage` is the
    weight of what is known, `n` counts records. Of several accounts: `value` is their median,
    `low` and `high` bound their middle half, `coverage` is the share of them with a known index
    and `n` their number.
    """

    value: float | None
    low: float
    high: float
    coverage: float
    n: int
    measures: tuple[Measure, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The records behind it."""
        return tuple(dict.fromkeys(one for part in self.measures for one in part.evidence))


@dataclass(frozen=True, slots=True)
class Position:
    """Both indices, read from the records of `since` to `until`, both days included."""

    since: date
    until: date
    attitude: Index
    behaviour: Index

    @property
    def quadrant(self) -> Quadrant | None:
        """Where both indices place it; None when one of them is unknown."""
        return quadrant(self.attitude.value, self.behaviour.value)

    @property
    def is_known(self) -> bool:
        """Whether either axis says something."""
        return self.attitude.value is not None or self.behaviour.value is not None

    @property
    def is_certain(self) -> bool:
        """Whether what is unknown could not move it into another quadrant."""
        return all(is_settled(axis.low, axis.high) for axis in (self.attitude, self.behaviour))


@dataclass(frozen=True, slots=True)
class Path:
    """Months in their order, the unknown ones among them; `attached` is a year after the start."""

    months: tuple[Position, ...]
    attached: date | None = None

    @property
    def known(self) -> tuple[Position, ...]:
        """The months in which at least one axis is known."""
        return tuple(month for month in self.months if month.is_known)

    @property
    def last(self) -> Position | None:
        """The newest month with both axes, or else with one."""
        placed = tuple(month for month in self.months if month.quadrant is not None)
        return next(reversed(placed or self.known), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same measures over as many days before and after an action; the day itself is left out.

    After is shorter where the time has not passed yet; None when no day of it has.
    """

    day: date
    before: Position
    after: Position | None


def quadrant(attitude: float | None, behaviour: float | None) -> Quadrant | None:
    """The quadrant of two indices, as they read in whole numbers."""
    if attitude is None or behaviour is None:
        return None
    if is_high(attitude):
        return Quadrant.ADVOCATE if is_high(behaviour) else Quadrant.ADMIRER
    return Quadrant.CAPTIVE if is_high(behaviour) else Quadrant.DRIFTING


def is_high(value: float) -> bool:
    """Whether an index is high, as it reads in whole numbers."""
    return round(value) >= HIGH


def is_settled(low: float, high: float) -> bool:
    """Whether all of an interval lies on one side of the line."""
    return is_high(low) or not is_high(high)
