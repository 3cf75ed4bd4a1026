"""What a health reading is made of: answers, components, the reading and its override."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from playbooks.facts import Fact


class Verdict(StrEnum):
    """The answer to a diagnostic question; unknown is a third state, not a neutral one."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Band(StrEnum):
    """How an account is doing in one word; below the coverage floor it is unknown."""

    HEALTHY = "healthy"
    WATCH = "watch"
    AT_RISK = "at_risk"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """What a person answered to one diagnostic question, kept for its half-life."""

    id: str
    account_id: str
    question: str
    verdict: Verdict
    date: date
    author: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One diagnostic question, answered. `weight` falls with age along the half-life (0 to 1)."""

    question: str
    verdict: Verdict
    evidence: tuple[Fact, ...] = ()
    stale: bool = False
    weight: float = 1.0
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One of the eight components: score, interval and coverage, each from 0 to 1, or None."""

    name: str
    weight: float
    score: float | None
    low: float
    high: float
    coverage: float
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """A person's band in place of the computed one, with a reason and an end."""

    id: str
    account_id: str
    band: Band
    reason: str
    author: str
    expires: date
    date: date


@dataclass(frozen=True, slots=True)
class Reading:
    """Health of one account on one day; scores run from 0 to 100, coverage from 0 to 1."""

    account_id: str
    as_of: date
    score: float | None
    low: float
    high: float
    coverage: float
    band: Band
    weights_version: str
    components: tuple[Component, ...]
    lifts: tuple[Answer, ...] = ()
    drags: tuple[Answer, ...] = ()
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A reading as it was stored, so that "what changed since" can be answered exactly."""

    id: str
    account_id: str
    as_of: date
    score: float | None
    low: float
    high: float
    coverage: float
    band: Band
    weights_version: str
    answers: dict[str, str] = field(default_factory=dict)
