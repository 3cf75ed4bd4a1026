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


class Source(StrEnum):
    """Where an answer comes from; the three are kept apart."""

    METRIC = "metric"
    TEXT = "text"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one source says to one question: its verdict, on which evidence, as of which day."""

    verdict: Verdict
    source: Source
    as_of: date
    evidence: tuple[Fact, ...]
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One diagnostic question, answered; yes is always the desired state.

    `weight` is what counts of the answer, from 0 to 1: it falls with age along the half-life, and
    answers that rest on the same words share it. `points` is what the answer adds to health (yes)
    or keeps from it (no), of 100. `against` are the sources that say otherwise; `also_in` are the
    other questions that the same note answers.
    """

    question: str
    verdict: Verdict
    evidence: tuple[Fact, ...] = ()
    stale: bool = False
    weight: float = 0.0
    source: Source | None = None
    as_of: date | None = None
    author: str | None = None
    points: float = 0.0
    against: tuple[Finding, ...] = ()
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """One of the eight components. `weight` is its part of 100 in the total.

    `low` takes every unknown for no and `high` for yes; `score` is the share of yes in what is
    known, None when nothing is. All three run from 0 to 100, `coverage` from 0 to 1.
    """

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
class Cap:
    """Severe evidence that holds a band down. `scored` is the band that the score alone gives."""

    band: Band
    scored: Band
    reason: str
    evidence: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Health of one account on one day; scores run from 0 to 100, coverage from 0 to 1.

    `band` is the override's when one is in force; `computed_band` is always the rules': what the
    score gives, held down by `cap` when there is one.
    """

    account_id: str
    as_of: date
    score: float | None
    low: float
    high: float
    coverage: float
    band: Band
    computed_band: Band
    weights_version: str
    components: tuple[Component, ...]
    lifts: tuple[Answer, ...] = ()
    drags: tuple[Answer, ...] = ()
    override: Override | None = None
    cap: Cap | None = None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All diagnostic answers, in the order of the components."""
        return tuple(answer for component in self.components for answer in component.answers)

    @property
    def unknown(self) -> tuple[Answer, ...]:
        """The blind spots: questions that nothing answers."""
        return tuple(a for a in self.answers if a.verdict is Verdict.UNKNOWN)


class ChangeKind(StrEnum):
    """How an answer differs between two readings."""

    ANSWERED = "answered"
    TURNED = "turned"
    LOST = "lost"
    STALE = "stale"
    RENEWED = "renewed"
    GROUND = "ground"


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs: `points` is what it moved; the evidence tells what came and went."""

    kind: ChangeKind
    question: str
    before: Answer
    after: Answer
    points: float
    came: tuple[Fact, ...] = ()
    went: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class AdoptedWeights:
    """Component weights of 100 that a person adopted from history, in place of the rule file's.

    A workspace has one set at most; `ground` is the evidence in one line.
    """

    id: str
    version: str
    date: date
    author: str
    weights: dict[str, float]
    ground: str


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
