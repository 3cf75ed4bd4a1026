"""The kinds of record that can be imported, and the columns that each one knows."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, get_type_hints

from playbooks import (
    accounts,
    encounters,
    gaps,
    handoffs,
    meetings,
    notes,
    observations,
    people,
    presales,
    stages,
)

RENAMED = {"account": "account_id"}
"""Columns whose name in a file differs from the field that keeps them."""


@dataclass(frozen=True)
class Kind:
    """One kind: the value it becomes, what a row must have, and which columns name the row."""

    name: str
    value: type[Any]
    required: tuple[str, ...]
    natural: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...] = ()
    check: Callable[[Any], tuple[str, str] | None] | None = None

    @cached_property
    def columns(self) -> dict[str, tuple[str, Any]]:
        """Column name to (field, type)."""
        hints = get_type_hints(self.value)
        names = {field.name: field.name for field in fields(self.value)}
        back = {field: column for column, field in (RENAMED | dict(self.renamed)).items()}
        return {back.get(name, name): (name, hints[name]) for name in names}

    @property
    def has_account(self) -> bool:
        """True for a record of one account."""
        return "account_id" in {field.name for field in fields(self.value)}


def _scale(response: observations.SurveyResponse) -> tuple[str, str] | None:
    ranges = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}
    if response.kind not in ranges:
        return "kind", f"{response.kind!r} is not one of csat, nps, ces"
    low, high = ranges[response.kind]
    if low <= response.score <= high:
        return None
    return "score", f"{response.score:g} is outside {response.kind.upper()}'s {low} to {high}"


def _seats(subscription: accounts.Subscription) -> tuple[str, str] | None:
    negative = subscription.seats is not None and subscription.seats < 0
    return ("seats", f"{subscription.seats} seats: fewer than none") if negative else None


def _revenue(account: accounts.Account) -> tuple[str, str] | None:
    negative = account.arr is not None and account.arr < 0
    return ("arr", f"{account.arr}: revenue below zero") if negative else None


def _outcome(outcome: observations.Outcome) -> tuple[str, str] | None:
    known = ("renewal", "churn", "expansion", "contraction")
    return None if outcome.kind in known else ("kind", f"{outcome.kind!r} is not one of {known}")


def _span(meeting: meetings.Meeting) -> tuple[str, str] | None:
    turned = meeting.ends is not None and meeting.ends < meeting.starts
    return ("ends", f"{meeting.ends} is before the meeting starts") if turned else None


def _rhythm(ticket: observations.Ticket) -> tuple[str, str] | None:
    days = ticket.update_every_days
    wrong = days is not None and days < 1
    return ("update_every_days", f"an update every {days} days is no rhythm") if wrong else None


def _hours(activity: observations.Activity) -> tuple[str, str] | None:
    wrong = activity.hours is not None and not 0 < activity.hours <= MOST_HOURS
    return ("hours", f"{activity.hours:g} hours in one entry") if wrong else None


MOST_HOURS = 400
"""Hours of one entry; more is a slip of the pen."""


def _gravity(gap: observations.ProductGap) -> tuple[str, str] | None:
    known = gap.kind in gaps.WEIGHTS
    return None if known else ("kind", f"{gap.kind!r} is not one of {gaps.WEIGHTS}")


def _found(finding: presales.Finding) -> tuple[str, str] | None:
    if finding.kind not in presales.OUTCOMES:
        return "kind", f"{finding.kind!r} is not one of {tuple(presales.OUTCOMES)}"
    known = presales.OUTCOMES[finding.kind]
    return (
        None
        if finding.outcome in known
        else ("outcome", f"{finding.outcome!r} is not one of {known}")
    )


UNITS = {
    "active_users": "users",
    "licences_bought": "licences",
    "licences_assigned": "licences",
    "features_used": "features",
    "feature_breadth": "share",
    "csat": "points of 5",
    "nps": "points",
    "ces": "points of 7",
    "tickets_opened": "tickets",
    "first_response_hours": "hours",
    "training_completed": "share",
    "usage_count": "uses",
    "usage_minutes": "minutes",
    "errors": "errors",
}
"""Units of the metrics whose name says what they count; others need a unit of their own."""

MAY_BE_NEGATIVE = ("nps",)
"""A net score runs from -100 to 100; everything else that we know by name counts something."""


def _figure(sample: observations.MetricSample) -> tuple[str, str] | None:
    known = UNITS.get(sample.metric)
    if known and sample.value < 0 and sample.metric not in MAY_BE_NEGATIVE:
        return "value", f"{sample.value:g} {known}: fewer than none"
    if not sample.unit:
        named = ", ".join(UNITS)
        return (
            "unit",
            f"empty, and {sample.metric!r} has no unit of its own; those with one: {named}",
        )
    return None


KINDS = {
    kind.name: kind
    for kind in (
        Kind("members", people.Member, ("id", "name"), ("id",), (("slack_id", "id"),)),
        Kind("accounts", accounts.Account, ("name",), ("name",), check=_revenue),
        Kind("contacts", people.Contact, ("account_id", "name"), ("account_id", "name")),
        Kind(
            "stages",
            stages.Enrolment,
            ("account_id", "stage", "entered"),
            ("account_id", "team", "stage", "entered"),
        ),
        Kind(
            "subscriptions",
            accounts.Subscription,
            ("account_id",),
            ("account_id", "product", "start_date"),
            check=_seats,
        ),
        Kind(
            "metrics",
            observations.MetricSample,
            ("account_id", "date", "metric", "value"),
            ("account_id", "date", "metric", "source"),
            check=_figure,
        ),
        Kind(
            "surveys",
            observations.SurveyResponse,
            ("account_id", "date", "kind", "score"),
            ("account_id", "date", "kind", "respondent", "score"),
            check=_scale,
        ),
        Kind(
            "tickets",
            observations.Ticket,
            ("account_id", "opened"),
            ("account_id", "opened", "title"),
            check=_rhythm,
        ),
        Kind("goals", observations.Goal, ("account_id", "goal"), ("account_id", "goal")),
        Kind(
            "outcomes",
            observations.Outcome,
            ("account_id", "date", "kind"),
            ("account_id", "date", "kind"),
            check=_outcome,
        ),
        Kind("notes", notes.Note, ("account_id", "date", "text"), ("account_id", "date", "text")),
        Kind(
            "meetings",
            meetings.Meeting,
            ("account_id", "starts", "title"),
            ("account_id", "starts", "title"),
            check=_span,
        ),
        Kind(
            "activities",
            observations.Activity,
            ("account_id", "date", "member", "kind"),
            ("account_id", "date", "member", "kind", "hours"),
            check=_hours,
        ),
        Kind(
            "gaps",
            observations.ProductGap,
            ("account_id", "date", "title", "kind"),
            ("account_id", "date", "title"),
            check=_gravity,
        ),
        Kind(
            "findings",
            presales.Finding,
            ("account_id", "date", "kind", "outcome"),
            ("account_id", "date", "kind"),
            check=_found,
        ),
        Kind(
            "touchpoints",
            encounters.Encounter,
            ("account_id", "stage", "title"),
            ("account_id", "stage", "title", "planned"),
        ),
        Kind("handoffs", handoffs.Handoff, ("account_id",), ("account_id", "submitted")),
    )
}
