"""Facts of the handoff, of what was promised, and of why they bought."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from playbooks import handoffs, intents
from playbooks.catalogue import YEAR_DAYS
from playbooks.handoffs import Handoff, HandoffState, Promise
from playbooks.intents import IntentReading
from playbooks.notes import Note
from playbooks.people import Member
from storage.facts.scope import AT, Scope, newest, within
from storage.values import table_of

KICKOFF_NOTE = "kickoff"
"""The kind of note that records a kickoff."""


UNNAMED = "unknown"
"""Owner of a promise for which nobody is named."""


def add(scope: Scope) -> None:
    """Add handoff, promises and intent."""
    promises = _promises(scope)
    for account_id, handoff in _handoffs(scope).items():
        _add_handoff(scope, handoff, promises.get(account_id, []))
        _add_kickoff(scope, handoff)
    for row in scope.newest(_kickoffs()):
        _add_kickoff_day(scope, row.account_id, row.date, ("note", row.id), row.text)
    names = {row.id: row.name for row in scope.rows(_members())} if promises else {}
    for account_id, made in promises.items():
        _add_promises(scope, account_id, made, names)
    for account_id, history in _intents(scope).items():
        _add_intent(scope, account_id, history)


def _handoffs(scope: Scope) -> dict[str, Handoff]:
    """The newest handoff of each account; a draft has no date and counts when it is alone."""
    found = scope.values(Handoff, _handoff_query())
    found.sort(key=lambda handoff: handoff.submitted or date.min)
    return {handoff.account_id: handoff for handoff in found}


@cache
def _handoff_query() -> Select[Any]:
    table = table_of(Handoff)
    dated = or_(table.c.submitted.is_(None), table.c.submitted <= AT)
    return select(table).where(*within(table), dated).order_by(table.c.id)


@cache
def _kickoffs() -> Select[Any]:
    note = table_of(Note)
    return newest(note, "date", note.c.kind == KICKOFF_NOTE)


def _add_handoff(scope: Scope, handoff: Handoff, promises: Sequence[Promise]) -> None:
    account_id, evidence = handoff.account_id, ("handoff", handoff.id)
    as_of = handoff.submitted or scope.at
    missing = handoffs.missing(handoff)
    completeness = handoffs.completeness(handoff, promises)
    scope.add(account_id, "handoff_state", handoff.state.value, evidence, as_of)
    scope.add(account_id, "handoff_completeness", completeness, evidence, as_of)
    scope.add(account_id, "handoff_fields_missing", len(missing), evidence, as_of)
    if handoff.author:
        scope.add(account_id, "handoff_author", handoff.author, evidence, as_of)
    if missing:
        names = ", ".join(missing)
        scope.add(account_id, "handoff_fields_missing_names", names, evidence, as_of)
    if handoff.submitted is not None:
        days = (scope.at - handoff.submitted).days
        scope.add(account_id, "days_since_handoff", days, evidence)
    _add_fields(scope, handoff, as_of)


def _add_fields(scope: Scope, handoff: Handoff, as_of: date) -> None:
    """What the handoff says; an empty field of a draft is not yet an answer."""
    evidence = ("handoff", handoff.id)
    for field in (*handoffs.MANDATORY, "success_criteria"):
        said = (getattr(handoff, field) or "").strip()
        if said or handoff.state is not HandoffState.DRAFT:
            name = f"{field}_known"
            scope.add(handoff.account_id, name, bool(said), evidence, as_of, said or None)
    why = scope.get(handoff.account_id, "why_bought_known")
    if why is not None:
        scope.add(handoff.account_id, "intent_known", why.value, evidence, as_of, why.quote)


def _add_kickoff(scope: Scope, handoff: Handoff) -> None:
    evidence = ("handoff", handoff.id)
    if handoff.kickoff_date is not None:
        _add_kickoff_day(scope, handoff.account_id, handoff.kickoff_date, evidence, None)
    elif handoff.state is not HandoffState.DRAFT:
        scope.add(handoff.account_id, "kickoff_known", False, evidence)


def _add_kickoff_day(
    scope: Scope, account_id: str, day: date, evidence: tuple[str, str], quote: str | None
) -> None:
    scope.add(account_id, "kickoff_known", True, evidence, quote=quote)
    if day <= scope.at:
        days = (scope.at - day).days
        scope.add(account_id, "days_since_kickoff", days, evidence, quote=quote)


def _promises(scope: Scope) -> defaultdict[str, list[Promise]]:
    found: defaultdict[str, list[Promise]] = defaultdict(list)
    for promise in scope.values(Promise, _promise_query()):
        found[promise.account_id].append(promise)
    for account_id, made in list(found.items()):
        found[account_id] = handoffs.standing(made, scope.at)
    return defaultdict(list, {key: made for key, made in found.items() if made})


@cache
def _promise_query() -> Select[Any]:
    table = table_of(Promise)
    return select(table).where(*within(table)).order_by(table.c.due, table.c.id)


@cache
def _members() -> Select[Any]:
    member = table_of(Member)
    return select(member.c.id, member.c.name).where(member.c.team_id == bindparam("team"))


def _add_promises(
    scope: Scope, account_id: str, made: Sequence[Promise], names: Mapping[str, str]
) -> None:
    pending = [p for p in made if p.delivered is None or p.delivered > scope.at]
    dated = sorted((p for p in pending if p.due), key=lambda p: (p.due, p.id))
    late = [p for p in dated if p.due and p.due < scope.at]
    ahead = [p for p in dated if p.due and p.due >= scope.at]
    first = (late or ahead or pending or list(made))[0]
    evidence = ("promise", first.id)
    scope.add(account_id, "promises_open", len(pending), evidence, quote=first.what)
    scope.add(account_id, "promises_overdue", len(late), evidence, quote=first.what)
    owner = names.get(first.owner, first.owner) if first.owner else UNNAMED
    scope.add(account_id, "promise_owner", owner, evidence)
    if late and late[0].due:
        days = (scope.at - late[0].due).days
        scope.add(account_id, "promise_days_overdue", days, evidence, quote=first.what)
    if ahead and ahead[0].due:
        days = (ahead[0].due - scope.at).days
        item = ("promise", ahead[0].id)
        scope.add(account_id, "promise_due_in", days, item, quote=ahead[0].what)
    _add_delivered(scope, account_id, made)


def _add_delivered(scope: Scope, account_id: str, made: Sequence[Promise]) -> None:
    """Of the promises that fell due within the year, the share delivered by their date."""
    start = scope.ago(YEAR_DAYS)
    due = [p for p in made if p.due and start < p.due <= scope.at]
    if due:
        kept = [p for p in due if p.delivered and p.due and p.delivered <= p.due]
        item = (kept or due)[-1]
        share = len(kept) / len(due)
        evidence = ("promise", item.id)
        scope.add(account_id, "promises_delivered", share, evidence, item.due, item.what)


def _intents(scope: Scope) -> dict[str, list[IntentReading]]:
    found: dict[str, list[IntentReading]] = {}
    for reading in scope.values(IntentReading, _intent_query()):
        found.setdefault(reading.account_id, []).append(reading)
    return found


@cache
def _intent_query() -> Select[Any]:
    table = table_of(IntentReading)
    where = [*within(table), table.c.date <= AT]
    return select(table).where(*where).order_by(table.c.date, table.c.id)


def _add_intent(scope: Scope, account_id: str, history: Sequence[IntentReading]) -> None:
    current = intents.current(history, scope.at)
    if current is None:
        return
    evidence = _said_by(current)
    day, quote = current.date, current.quote
    scope.add(account_id, "intent", current.intent.value, evidence, day, quote)
    scope.add(account_id, "intent_known", True, evidence, day, quote)
    plans = current.attributes.get("planned_behaviour")
    if plans:
        scope.add(account_id, "planned_behaviour_known", True, evidence, day, plans)


def _said_by(reading: IntentReading) -> tuple[str, str]:
    """A note or handoff carries its own words; what a person set is carried by the reading."""
    if reading.source_kind in ("note", "handoff"):
        return reading.source_kind, reading.source_id
    return "intent", reading.id
