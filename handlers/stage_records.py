"""The records that the goals of the stages are counted from, of some accounts as of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from handlers import health
from handlers.access import Viewer
from playbooks.accounts import Account
from playbooks.facts import Fact
from playbooks.frame import ANY
from playbooks.handoffs import Handoff
from playbooks.health.rules import HealthRules
from playbooks.notes import Note
from playbooks.observations import (
    Activity,
    MetricSample,
    Outcome,
    ProductGap,
    SurveyResponse,
    Ticket,
)
from playbooks.people import Channel
from playbooks.presales import Finding
from playbooks.stage_goals.records import MONTH, QUARTER, YEAR, Records
from playbooks.stages import Enrolment, Stage
from storage.workspace import Reader

T = TypeVar("T")

NEEDED: dict[Stage, tuple[str, ...]] = {
    Stage.PRESALES: ("stays", "handoffs", "activities", "gaps", "findings"),
    Stage.ONBOARDING: ("stays", "surveys", "samples"),
    Stage.ADOPTION: ("facts",),
    Stage.RENEWAL: ("stays", "outcomes", "notes", "facts"),
    Stage.ESCALATION: ("tickets", "notes"),
}
"""What the goals of each stage look at."""

KINDS: dict[str, tuple[type[Any], int | None]] = {
    "stays": (Enrolment, None),
    "handoffs": (Handoff, None),
    "activities": (Activity, MONTH),
    "gaps": (ProductGap, None),
    "findings": (Finding, YEAR),
    "surveys": (SurveyResponse, None),
    "samples": (MetricSample, YEAR + QUARTER),
    "tickets": (Ticket, None),
    "outcomes": (Outcome, YEAR),
    "notes": (Note, MONTH),
}
"""The records by their names, and how many days of them matter."""

USE = ("active_users", "licence_utilisation", "usage_count", "usage_minutes", "logins")
"""Metrics that show use."""

FACTS = ("licence_utilisation", "feature_breadth", "days_to_renewal", "health_band")
GOOD_USE = "utilisation_good"
"""The threshold of `health.yaml` that is the benchmark of use in a segment."""


def read(
    reader: Reader,
    rules: HealthRules,
    viewer: Viewer,
    accounts: Sequence[Account],
    wanted: Iterable[Stage],
    day: date,
) -> Records:
    """What the goals of the wanted stages need to know of the accounts, as this person may see it.

    A fixed number of queries, each over these accounts alone: they are few enough for one.
    """
    by_id = {account.id: account for account in accounts}
    needed = dict.fromkeys(name for stage in wanted for name in NEEDED[stage])
    found: dict[str, Any] = {
        name: _of_accounts(reader, name, by_id, day) for name in needed if name in KINDS
    }
    if "notes" in found:
        found["notes"] = _seen(reader, viewer, found["notes"], by_id)
    if "facts" in needed:
        found["facts"] = _facts(reader, rules, viewer, by_id, day)
        found["benchmarks"] = {one.id: _good_use(rules, one) for one in accounts}
    return Records(at=day, **found)


def of(known: Records, account_id: str) -> Records:
    """What of the records belongs to one account."""
    own: dict[str, Any] = {
        name.name: [one for one in getattr(known, name.name) if one.account_id == account_id]
        for name in fields(known)
        if name.name in KINDS
    }
    facts = {a: found for a, found in known.facts.items() if a == account_id}
    return replace(known, facts=facts, **own)


def _of_accounts(reader: Reader, name: str, by_id: dict[str, Account], day: date) -> list[Any]:
    kind, window = KINDS[name]
    since = day - timedelta(days=window) if window else None
    only: dict[str, Any] = {"metric": USE} if kind is MetricSample else {}
    return reader.find(kind, since=since, until=day, account_id=[*by_id], **only)


def _seen(
    reader: Reader, viewer: Viewer, notes: Sequence[Note], by_id: dict[str, Account]
) -> list[Note]:
    channels = {channel.id: channel for channel in reader.find(Channel)}
    return [
        note
        for note in notes
        if viewer.sees_note(note, by_id[note.account_id], channels.get(note.channel or ""))
    ]


def _facts(
    reader: Reader, rules: HealthRules, viewer: Viewer, by_id: dict[str, Account], day: date
) -> dict[str, dict[str, Fact]]:
    """The facts that count, of accounts whose health the viewer may see also what rests on it."""
    found = {}
    for one in health.within(reader, day, rules, list(by_id)):
        inside = viewer.sees_internals(one.account)
        names = [name for name in FACTS if inside or not name.startswith("health")]
        known = {name: fact for name in names if (fact := one.fact(name)) is not None}
        found[one.account.id] = known
    return found


def _good_use(rules: HealthRules, account: Account) -> float:
    limits = rules.file.thresholds[GOOD_USE]
    return limits.get(account.segment or ANY, limits[ANY])
