"""What is on a picture: figures and names, without a word of any language.

They travel inside durable work, so they are plain values.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from playbooks.trajectory.values import Quadrant, is_settled, quadrant


@dataclass(frozen=True, slots=True)
class Axis:
    """One index, 0 to 100, None when unknown, with its interval and what it was counted from."""

    value: float | None
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Both indices, from the records of `since` to `until`."""

    since: date
    until: date
    attitude: Axis
    behaviour: Axis

    @property
    def quadrant(self) -> Quadrant | None:
        """Where it lies; None when an axis is unknown."""
        return quadrant(self.attitude.value, self.behaviour.value)

    @property
    def is_certain(self) -> bool:
        """Whether what is unknown could not move it into another quadrant."""
        return all(is_settled(axis.low, axis.high) for axis in (self.attitude, self.behaviour))


@dataclass(frozen=True, slots=True)
class PathPicture:
    """The months of one account, or of `accounts` together: then each axis is their median.

    `account` is a name, None for several; `segment` narrows these. `attached` is when the contract
    was a year old; `day` an action with the time before and after it.
    """

    as_of: date
    months: tuple[Spot, ...]
    account: str | None = None
    accounts: int = 1
    segment: str | None = None
    attached: date | None = None
    day: date | None = None
    before: Spot | None = None
    after: Spot | None = None
    kind: Literal["path"] = "path"


@dataclass(frozen=True, slots=True)
class Dot:
    """One account on the map; `arr` is money a year in `currency`."""

    name: str
    attitude: float | None
    behaviour: float | None
    arr: float | None = None
    currency: str | None = None
    is_certain: bool = True

    @property
    def quadrant(self) -> Quadrant | None:
        """Where it lies; None when an axis is unknown."""
        return quadrant(self.attitude, self.behaviour)


@dataclass(frozen=True, slots=True)
class MapPicture:
    """Accounts by both indices; `since` to `until` is the month that they are read for."""

    since: date
    until: date
    dots: tuple[Dot, ...]
    kind: Literal["map"] = "map"


@dataclass(frozen=True, slots=True)
class Score:
    """Health on one day, 0 to 100, None when unknown, with its interval; coverage is a share."""

    day: date
    score: float | None
    low: float
    high: float
    coverage: float


@dataclass(frozen=True, slots=True)
class HistoryPicture:
    """Health over time: `scores` read anew by today's rules, `kept` as stored on their days.

    `healthy` and `at_risk` are the scores from which, and below which, an account is called so.
    """

    account: str
    as_of: date
    weights: str
    healthy: float
    at_risk: float
    scores: tuple[Score, ...]
    kept: tuple[Score, ...] = ()
    kind: Literal["history"] = "history"


@dataclass(frozen=True, slots=True)
class Bar:
    """One component of health; `weight` is its part of 100, `title` the English words for it."""

    title: str
    weight: float
    score: float | None
    low: float
    high: float
    coverage: float


@dataclass(frozen=True, slots=True)
class BarsPicture:
    """The components of an account's health and, as a bar of weight 100, the whole of it."""

    account: str
    as_of: date
    weights: str
    total: Bar
    bars: tuple[Bar, ...]
    kind: Literal["components"] = "components"


Picture = PathPicture | MapPicture | HistoryPicture | BarsPicture
