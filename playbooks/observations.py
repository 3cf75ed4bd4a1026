"""What was measured about an account: metric samples, surveys, tickets, goals and outcomes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MetricSample:
    """One value of one metric on one day; `unit` says of what (users, licences, ratio, hours)."""

    id: str
    account_id: str
    date: date
    metric: str
    value: float
    unit: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SurveyResponse:
    """One answer to a survey: CSAT 1 to 5, NPS 0 to 10, CES 1 to 7 (higher is easier)."""

    id: str
    account_id: str
    date: date
    kind: str
    score: float
    respondent: str | None = None
    role: str | None = None
    comment: str | None = None


OVER = frozenset({"closed", "resolved", "solved", "done"})
"""Statuses of tickets that nobody works on any more, in lower case."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A support ticket; `escalated` makes it an escalation with a promised date to keep.

    `update_every_days` is the rhythm in which the customer was promised to hear from us:
    `update_contact` is told (a contact's id), until the ticket is solved or `update_until` is over.
    """

    id: str
    account_id: str
    opened: date
    closed: date | None = None
    severity: str | None = None
    title: str | None = None
    escalated: bool | None = None
    promised_date: date | None = None
    resolved_date: date | None = None
    feedback_asked: bool | None = None
    first_response_hours: float | None = None
    satisfaction: float | None = None
    status: str | None = None
    update_every_days: int | None = None
    update_contact: str | None = None
    update_until: date | None = None

    @property
    def rated_on(self) -> date:
        """The day on which its satisfaction was known: when it was over."""
        return self.closed or self.resolved_date or self.opened

    @property
    def ended(self) -> date | None:
        """The day on which it was resolved, or closed; None where none is recorded."""
        return self.resolved_date or self.closed

    def is_over(self, day: date) -> bool:
        """Whether it had ended by a day; of one without that day, its status tells."""
        if self.ended is not None:
            return self.ended <= day
        return (self.status or "").strip().lower() in OVER


@dataclass(frozen=True, slots=True)
class Goal:
    """What the customer wants to reach, with its measure."""

    id: str
    account_id: str
    goal: str
    unit: str | None = None
    target: float | None = None
    current: float | None = None
    as_of: date | None = None
    due: date | None = None
    reached: bool | None = None


CHURN, RENEWAL, EXPANSION = "churn", "renewal", "expansion"
DECIDING = (CHURN, RENEWAL, EXPANSION)
"""Outcomes of which the last says whether they are a customer: after a churn they are not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a contract: `renewal`, `churn`, `expansion` or `contraction`."""

    id: str
    account_id: str
    date: date
    kind: str
    amount: Decimal | None = None
    currency: str | None = None
    reason: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class ProductGap:
    """What a customer misses: `deal_breaker`, `challenge` or `nice_to_have`."""

    id: str
    account_id: str
    date: date
    title: str
    kind: str
    note_id: str | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Hours that somebody spent on an account: demo, proof of value, workshop, review."""

    id: str
    account_id: str
    date: date
    member: str
    kind: str
    hours: float | None = None
    note_id: str | None = None
