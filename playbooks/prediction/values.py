"""What a back-test found: discrimination, calibration, verdicts in words, and what to beware of."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """Whether something tells accounts that left from those that stayed."""

    PREDICTS = "predicts"
    WEAK = "weak"
    NO_SIGNAL = "no signal"
    TOO_LITTLE = "too little history"


class Target(StrEnum):
    """What is to be foreseen: leaving at all, or leaving when a renewal is decided."""

    CHURN = "churn"
    RENEWAL = "renewal"


class Sort(StrEnum):
    """What a measured thing is."""

    SCORE = "score"
    COMPONENT = "component"
    GROUP = "group"
    SIGNAL = "signal"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Measured:
    """How well one thing ranks accounts: `auc` is the chance that one that left ranks as riskier.

    `risk` is the side that counts as riskier, `higher` or `lower`. `low` and `high` bound 95 per
    cent of the bootstrap, in which accounts are drawn. `n` counts readings with a known value,
    one for each account and cut-off, `events` those that left. `chance` is the share of false
    finds to expect when this one is taken for real among all signals that were tried.
    """

    name: str
    sort: Sort
    auc: float | None
    low: float | None
    high: float | None
    n: int
    events: int
    risk: str
    verdict: Verdict
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds of 95 per cent of the bootstrap."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Model:
    """Probabilities of leaving from all signals, judged where the model had not seen the outcome.

    `calibration_error` is the mean distance between foretold and actual share over tenths of the
    predictions; `slope` is 1 where probabilities are neither too bold nor too timid. `lead` is by
    how much its AUC passes the best baseline's. `split` is `time` or `accounts`.
    """

    auc: Interval
    brier: Interval
    brier_base_rate: float
    calibration_error: Interval
    slope: float
    lead: Interval
    n: int
    events: int
    signals: int
    split: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that may make the figures look better, or worse, than they are."""

    code: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Backtest:
    """The whole finding. `verdict` is about `about`: the score, or the model where it has none.

    `examples` are ids of outcomes that were to be foreseen, the newest first.
    """

    verdict: Verdict
    about: str
    target: Target
    cutoffs: tuple[date, ...]
    horizon_days: int
    accounts: int
    n: int
    events: int
    score: Measured
    readings: tuple[Measured, ...]
    baselines: tuple[Measured, ...]
    base_rate: float | None
    model: Model | None
    tried: int
    cautions: tuple[Caution, ...]
    weights_version: str
    tested_on: date
    examples: tuple[str, ...] = ()
