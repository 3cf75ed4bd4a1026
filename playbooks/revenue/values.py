"""What was found about revenue: effects with their ground, lifetime values, attention."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from playbooks.prediction.values import Caution, Interval


class Verdict(StrEnum):
    """Whether satisfied customers spend more, once others like them are compared."""

    HOLDS = "holds"
    OPPOSITE = "the opposite"
    NOISE = "within noise"
    TOO_FEW = "too few"


class Measure(StrEnum):
    """What customers were asked: mean of an account's answers within the window."""

    CSAT = "csat"
    NPS = "nps"
    CES = "ces"
    TICKETS = "ticket_satisfaction"


class Spending(StrEnum):
    """What satisfaction is held against; the first three as of the day of the reading."""

    ACCOUNT = "per_account"
    SEAT = "per_seat"
    MONTH = "per_month"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Band:
    """The accounts whose satisfaction lies between `low` (inclusive) and `high` (exclusive)."""

    name: str
    low: float | None
    high: float | None
    n: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What satisfaction goes with, in the unit of the spending, with 95 per cent of the bootstrap.

    `raw` compares as they are, `adjusted` between accounts alike in what `Comparison.controls`
    names.
    """

    raw: Interval
    adjusted: Interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """Satisfaction against spending, in one segment or in all (None).

    Amounts are in `currency`; growth is in points of per cent of the ARR at the reading. `n` counts
    accounts, `readings` accounts at a cut-off. `between` is the top band against all others,
    `a_point` one more point of the measure. `chance` is the share of false finds to expect when
    this one is taken for real among all that were compared.
    """

    measure: Measure
    spending: Spending
    segment: str | None
    currency: str | None
    days: tuple[date, ...]
    n: int
    readings: int
    top: int
    bands: tuple[Band, ...]
    verdict: Verdict
    controls: tuple[str, ...] = ()
    between: Effect | None = None
    a_point: Effect | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """How far a forecast of revenue lay off, as shares of what came; `bias` below 0: too little."""

    name: str
    off: float
    bias: float


@dataclass(frozen=True, slots=True)
class Holdout:
    """Forecasts at earlier cut-offs against what came. `lead` above 0: better than the best naive.

    `segment` None is all. `readings` are accounts at a cut-off.
    """

    segment: str | None
    readings: int
    accounts: int
    errors: tuple[Error, ...]
    lead: Interval | None


@dataclass(frozen=True, slots=True)
class SegmentValue:
    """The lifetime value of a segment's accounts in one currency, its sum with its interval.

    `ends` of `months` are contracts that ended and months at risk; `monthly_loss` is the share of
    contracts that end in a month, after shrinking towards all segments. Where there is too little
    to learn from, `value` and `monthly_loss` are None.
    """

    segment: str | None
    currency: str | None
    accounts: int
    ends: int
    months: float
    monthly_loss: float | None
    value: Interval | None


@dataclass(frozen=True, slots=True)
class AccountValue:
    """What one account is expected to pay within the horizon, and what it pays a year today."""

    account_id: str
    currency: str | None
    arr: float
    tenure_days: int
    value: Interval | None


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Expected revenue of contracts in force over `horizon_months`, discounted; no margin known.

    `ends` are all contracts that ended. With fewer than needed, no value is given.
    """

    as_of: date
    horizon_months: int
    discount: float
    margin: float | None
    ends: int
    segments: tuple[SegmentValue, ...]
    accounts: tuple[AccountValue, ...]
    holdouts: tuple[Holdout, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """What one account got in `days` of the window, against what it is worth in its currency.

    `value_rank` and `attention_rank` run from 0, the least, to 1, the most, among the accounts of
    the currency of which both are known. `hours` is None when nobody logged any.
    """

    account_id: str
    value: float
    currency: str | None
    touches: int
    two_way: int
    hours: float | None
    days: int
    value_rank: float
    attention_rank: float

    @property
    def lacks(self) -> float:
        """By how much of all ranks attention stays behind value; below 0 it goes beyond."""
        return self.value_rank - self.attention_rank


@dataclass(frozen=True, slots=True)
class Attendance:
    """Value against attention. `known` of `accounts` have anything logged within a year.

    `by` is `lifetime` or, where that is not known, `arr`. `unranked` counts accounts whose
    currency has too few to rank.
    """

    as_of: date
    window_days: int
    by: str
    accounts: int
    known: int
    with_hours: int
    unranked: int
    under: tuple[Attention, ...]
    over: tuple[Attention, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found about revenue on one day; `examples` are satisfaction answers, by kind."""

    as_of: date
    window_days: int
    horizon_days: int
    cutoffs: tuple[date, ...]
    accounts: int
    priced: int
    rebuilt: int
    comparisons: tuple[Comparison, ...]
    compared: int
    cautions: tuple[Caution, ...]
    lifetime: Lifetime
    attendance: Attendance
    examples: tuple[tuple[str, str], ...] = field(default=())
