"""What the goals of the stages are counted from, and the figure that tracks one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from playbooks.facts import Fact
from playbooks.handoffs import Handoff
from playbooks.notes import Note
from playbooks.observations import (
    Activity,
    MetricSample,
    Outcome,
    ProductGap,
    SurveyResponse,
    Ticket,
)
from playbooks.presales import Finding
from playbooks.stages import Enrolment, Stage

YEAR, HALF_YEAR, QUARTER, MONTH, WEEK = 365, 180, 90, 30, 7
"""Days that figures look back over."""

SHARE = "share"

Ref = tuple[str, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class Records:
    """What is known of some accounts by the day `at`; `facts` by account and name.

    `benchmarks` is the licence utilisation, 0 to 1, that counts as good for each account.
    """

    at: date
    stays: Sequence[Enrolment] = ()
    handoffs: Sequence[Handoff] = ()
    activities: Sequence[Activity] = ()
    gaps: Sequence[ProductGap] = ()
    findings: Sequence[Finding] = ()
    surveys: Sequence[SurveyResponse] = ()
    samples: Sequence[MetricSample] = ()
    tickets: Sequence[Ticket] = ()
    outcomes: Sequence[Outcome] = ()
    notes: Sequence[Note] = ()
    facts: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)
    benchmarks: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """What tracks a goal: `value` is None when nothing tells it; `n` is what it was counted over.

    `before` is the same for the time before, where the goal is to move; `cites` are records that
    it was counted from. `met` is how many of the `n` reached the goal, where it is a share.
    """

    name: str
    value: float | None
    unit: str
    n: int
    window_days: int | None = None
    before: float | None = None
    met: int | None = None
    cites: tuple[Ref, ...] = ()


Judged = tuple[bool, Ref]
"""Whether one case reached the goal, and the record that tells it."""


def share(name: str, cases: Iterable[Judged], window_days: int | None = None) -> Figure:
    """The share of the cases that reached the goal; unknown when there is no case."""
    judged = list(cases)
    met = sum(reached for reached, _ in judged)
    value = met / len(judged) if judged else None
    cites = tuple(dict.fromkeys(ref for _, ref in judged))
    return Figure(name, value, SHARE, len(judged), window_days, met=met, cites=cites)


def stays(known: Records, stage: Stage) -> list[Enrolment]:
    """The stays in a stage that began by the day."""
    return [stay for stay in known.stays if stay.stage is stage and stay.entered <= known.at]


def left(known: Records, stage: Stage, days: int = YEAR) -> list[Enrolment]:
    """Stays that ended within so many days."""
    since = known.at - timedelta(days=days)
    return [s for s in stays(known, stage) if s.exited and since < s.exited <= known.at]


def current(known: Records, stage: Stage) -> list[Enrolment]:
    """Stays that are open, or ended within a year."""
    running = [stay for stay in stays(known, stage) if stay.is_open(known.at)]
    return [*running, *left(known, stage)]


def on_target(stays: Iterable[Enrolment]) -> list[Judged]:
    """Of stays with a target date, whether they ended by then."""
    return [
        (stay.exited <= stay.target_exit, of(stay))
        for stay in stays
        if stay.exited is not None and stay.target_exit is not None
    ]


def of(stay: Enrolment) -> Ref:
    """A stay as the record that tells something."""
    return ("stage", stay.id)
