"""What records tell about the parts of a trajectory: each as values of 0 to 100, oldest first.

Neutral is 50 wherever a scale has a middle. The scales are ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from playbooks import catalogue
from playbooks.accounts import Subscription
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import (
    CHURN,
    DECIDING,
    RENEWAL,
    MetricSample,
    Outcome,
    SurveyResponse,
    Ticket,
)
from playbooks.trajectory import months
from playbooks.trajectory.months import Windows
from playbooks.trajectory.values import Evidence

TONE = {"negative": 0.0, "neutral": 50.0, "positive": 100.0}
KEPT = {RENEWAL: 100.0, CHURN: 0.0}
RESIZED = {"expansion": 100.0, "contraction": 0.0}
PROMOTER, PASSIVE = 9, 7
GROWTH = 0.05
"""Licences that changed by less than this share of themselves have stayed."""

MEASURED = ("active_users", "licences_bought", "licence_utilisation", "csat", "nps", "ces")
"""Metrics that are read."""

ADVOCATE = "advocate"
"""The cue of a note that tells of them speaking for us."""

Told = tuple[float, Evidence]
"""A value of 0 to 100 and the record that tells it."""


@dataclass(slots=True)
class Records:
    """What an account's indices are read from, each kind with the oldest first."""

    surveys: list[SurveyResponse] = field(default_factory=list)
    samples: list[MetricSample] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    subscriptions: list[Subscription] = field(default_factory=list)


def satisfaction(records: Records, windows: Windows) -> Iterable[Told]:
    """CSAT, and how satisfied they were with tickets when these closed."""
    yield from _answers(records, windows, "csat")
    for ticket in records.tickets:
        heard = windows.heard <= ticket.rated_on <= windows.until
        if ticket.satisfaction is not None and heard:
            yield _on_scale("csat", ticket.satisfaction), ("ticket", ticket.id)


def recommending(records: Records, windows: Windows) -> Iterable[Told]:
    """Whether they would put their name to us, and find it easy to work with us: NPS and CES."""
    yield from _answers(records, windows, "nps")
    yield from _answers(records, windows, "ces")


def tone(records: Records, windows: Windows) -> Iterable[Told]:
    """How the customer sounds; what we say among ourselves has no tone of theirs."""
    for note in records.notes:
        heard = windows.heard <= note.date <= windows.until
        if heard and note.sentiment in TONE and note.direction is not Direction.INTERNAL:
            yield TONE[note.sentiment], ("note", note.id)


def use(records: Records, windows: Windows) -> Iterable[Told]:
    """Active users by the licences bought at the time, or the share where it was measured."""
    bought: float | None = _seats(records, windows)
    for sample in records.samples:
        if sample.date > windows.until:
            break
        counts = windows.use <= sample.date
        if sample.metric == "licences_bought" and sample.value > 0:
            bought = sample.value
        elif sample.metric == "active_users" and counts and bought:
            yield _bounded(100 * sample.value / bought), ("metric", sample.id)
        elif sample.metric == "licence_utilisation" and counts:
            yield _bounded(100 * catalogue.share(sample.value, sample.unit)), ("metric", sample.id)


def contract(records: Records, windows: Windows) -> Iterable[Told]:
    """Whether they stayed when they had the choice."""
    return _decided(records, windows, KEPT)


def growth(records: Records, windows: Windows) -> Iterable[Told]:
    """What a contract says goes before what the number of licences shows."""
    bought = [
        sample
        for sample in records.samples
        if sample.metric == "licences_bought"
        and windows.contract <= sample.date <= windows.until
        and sample.value > 0
    ]
    if bought and (bought[-1].date - bought[0].date).days >= 30 * months.HEARD_MONTHS:
        share = bought[-1].value / bought[0].value - 1
        grown = 100.0 if share >= GROWTH else 0.0 if share <= -GROWTH else 50.0
        yield grown, ("metric", bought[-1].id)
    yield from _decided(records, windows, RESIZED)


def advocacy(records: Records, windows: Windows) -> Iterable[Told]:
    """Nobody speaks for us in every note: that no note tells of it leaves it unknown."""
    for cue in records.cues:
        if cue.name == ADVOCATE and windows.contract <= cue.date <= windows.until:
            yield 100.0, ("note", cue.note_id)


def left_on(records: Records, today: date) -> date | None:
    """When they left, unless they came back."""
    decided = [o for o in records.outcomes if o.kind in DECIDING and o.date <= today]
    return decided[-1].date if decided and decided[-1].kind == CHURN else None


def _answers(records: Records, windows: Windows, kind: str) -> Iterable[Told]:
    """Answers to a survey, and the same figure where it came in as a metric."""
    for answer in records.surveys:
        if answer.kind == kind and windows.heard <= answer.date <= windows.until:
            yield _on_scale(kind, answer.score), ("survey", answer.id)
    for sample in records.samples:
        if sample.metric == kind and windows.heard <= sample.date <= windows.until:
            yield _on_scale(kind, sample.value), ("metric", sample.id)


def _on_scale(kind: str, score: float) -> float:
    """CSAT of 1 to 5, else a share in per cent; NPS of 0 to 10, else a net score; CES of 1 to 7."""
    if kind == "csat":
        return _bounded(25 * (score - 1) if score <= 5 else score)
    if kind == "ces":
        return _bounded(100 * (score - 1) / 6)
    if not 0 <= score <= 10:
        return _bounded((score + 100) / 2)
    return 100.0 if score >= PROMOTER else 50.0 if score >= PASSIVE else 0.0


def _seats(records: Records, windows: Windows) -> float | None:
    seats = [one.seats for one in records.subscriptions if one.is_in_force(windows.until)]
    return float(sum(count for count in seats if count)) or None


def _decided(records: Records, windows: Windows, worth: dict[str, float]) -> Iterable[Told]:
    for outcome in records.outcomes:
        if outcome.kind in worth and windows.contract <= outcome.date <= windows.until:
            yield worth[outcome.kind], ("outcome", outcome.id)


def _bounded(value: float) -> float:
    return min(100.0, max(0.0, value))
