"""Facts of the handoff: what it says and lacks, the kickoff, and why they bought."""

from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, or_, select

from playbooks import frame, handoffs, intents
from playbooks.frame import Cells, Days
from playbooks.handoffs import Handoff, HandoffState
from playbooks.intents import IntentReading
from playbooks.notes import Note
from storage.facts import promises
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope, newest
from storage.values import table_of

KICKOFF_NOTE = "kickoff"
"""The kind of note that records a kickoff."""

FIELDS = (*handoffs.MANDATORY, *handoffs.FURTHER)


def add(scope: Scope) -> None:
    """Add handoff, promises and intent."""
    made = promises.standing(scope)
    found = scope.found(_handoffs).last()
    if len(found):
        _add_state(scope, found)
        _add_completeness(scope, found, {*made})
        _add_fields(scope, found)
        _add_kickoff(scope, found)
    notes = scope.found(_kickoffs).last()
    _add_kickoff_day(scope, notes, ("note", notes.texts("id")), notes.days("date"))
    promises.add(scope, made)
    _add_intents(scope)


@cache
def _handoffs(reach: Reach) -> Select[Any]:
    """The newest last; a draft has no date and counts when it is alone."""
    table = table_of(Handoff)
    dated = or_(table.c.submitted.is_(None), table.c.submitted <= AT)
    given = (
        table.c[name] for name in ("account_id", "id", "state", "submitted", "author", *FIELDS)
    )
    query = select(*given).where(*reach.within(table), dated)
    return query.order_by(table.c.submitted.asc().nulls_first(), table.c.id)


@cache
def _kickoffs(reach: Reach) -> Select[Any]:
    note = table_of(Note)
    return newest(reach, note, "date", note.c.kind == KICKOFF_NOTE, gives=("id", "text"))


def _add_state(scope: Scope, found: Found) -> None:
    evidence, day = ("handoff", found.texts("id")), found.days("submitted")
    scope.add("handoff_state", found.rows, found.texts("state"), evidence, day)
    signed = found.where(found.texts("author").astype(np.bool_))
    item = ("handoff", signed.texts("id"))
    scope.add("handoff_author", signed.rows, signed.texts("author"), item, signed.days("submitted"))
    sent = found.where(~np.isnat(day))
    days = scope.days_since(sent.days("submitted"))
    scope.add("days_since_handoff", sent.rows, days, ("handoff", sent.texts("id")))


def _add_completeness(scope: Scope, found: Found, promised: set[int]) -> None:
    """What is missing depends only on which fields are filled, and few such patterns occur."""
    columns = [found.texts(name) for name in FIELDS]
    given = zip(*columns, (row in promised for row in found.rows.tolist()), strict=True)
    patterns = [tuple(_is_filled(cell) for cell in cells) for cells in given]
    judged = {pattern: _judged(pattern) for pattern in set(patterns)}
    shares, missing = zip(*(judged[pattern] for pattern in patterns), strict=True)
    evidence, day = ("handoff", found.texts("id")), found.days("submitted")
    scope.add("handoff_completeness", found.rows, np.array(shares), evidence, day)
    numbers = np.array([len(names) for names in missing])
    scope.add("handoff_fields_missing", found.rows, numbers, evidence, day)
    some = found.where(numbers > 0)
    named = frame.texts([", ".join(names) for names in missing if names])
    item = ("handoff", some.texts("id"))
    scope.add("handoff_fields_missing_names", some.rows, named, item, some.days("submitted"))


def _is_filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _judged(pattern: tuple[bool, ...]) -> tuple[float, tuple[str, ...]]:
    *filled, promised = pattern
    said: Any = {name: "said" for name, is_filled in zip(FIELDS, filled, strict=True) if is_filled}
    example = Handoff("", "", **said)
    share = handoffs.share_filled(example, promised=promised)
    return share, tuple(handoffs.missing(example))


def _add_fields(scope: Scope, found: Found) -> None:
    """What the handoff says; an empty field of a draft is not yet an answer."""
    sent = found.texts("state") != HandoffState.DRAFT.value
    for field in (*handoffs.MANDATORY, "success_criteria"):
        said = frame.texts([(text or "").strip() or None for text in found.texts(field)])
        is_said = frame.given(said)
        known = is_said | sent
        answered = found.where(known)
        evidence, day = ("handoff", answered.texts("id")), answered.days("submitted")
        scope.add(f"{field}_known", answered.rows, is_said[known], evidence, day, said[known])
    why = scope.column("why_bought_known")
    rows = np.flatnonzero(why.known)
    item, words = (why.kinds[rows], why.ids[rows]), why.quotes[rows]
    scope.add("intent_known", rows, why.values[rows], item, why.as_of[rows], words)


def _add_kickoff(scope: Scope, found: Found) -> None:
    dated = found.given("kickoff_date")
    none = found.where(~dated & (found.texts("state") != HandoffState.DRAFT.value))
    scope.add("kickoff_known", none.rows, False, ("handoff", none.texts("id")))
    planned = found.where(dated)
    evidence = ("handoff", planned.texts("id"))
    _add_kickoff_day(scope, planned, evidence, planned.days("kickoff_date"), told=False)


def _add_kickoff_day(
    scope: Scope, found: Found, evidence: tuple[str, Cells], day: Days, *, told: bool = True
) -> None:
    quote = found.texts("text") if told else None
    scope.add("kickoff_known", found.rows, True, evidence, quote=quote)
    past = day <= scope.today
    began = found.where(past)
    item, words = (evidence[0], evidence[1][past]), None if quote is None else quote[past]
    days = scope.days_since(day[past])
    scope.add("days_since_kickoff", began.rows, days, item, quote=words)


@cache
def _intents(reach: Reach) -> Select[Any]:
    table = table_of(IntentReading)
    where = [*reach.within(table), table.c.date <= AT]
    return select(table).where(*where).order_by(table.c.date, table.c.id)


def _add_intents(scope: Scope) -> None:
    by_account: defaultdict[str, list[IntentReading]] = defaultdict(list)
    for reading in scope.values(IntentReading, _intents):
        by_account[reading.account_id].append(reading)
    current = [intents.current(history, scope.at) for history in by_account.values()]
    found = [one for one in current if one is not None]
    _add_intent(scope, "intent", found, frame.texts([one.intent.value for one in found]))
    _add_intent(scope, "intent_known", found, np.ones(len(found), np.bool_))
    planned = [one for one in found if one.attributes.get("planned_behaviour")]
    known = np.ones(len(planned), np.bool_)
    plans = [one.attributes["planned_behaviour"] for one in planned]
    _add_intent(scope, "planned_behaviour_known", planned, known, plans)


def _add_intent(
    scope: Scope,
    name: str,
    found: list[IntentReading],
    value: Cells,
    quotes: list[str] | None = None,
) -> None:
    rows = [scope.frame.row_of[one.account_id] for one in found]
    said = [_said_by(scope, one) for one in found]
    kinds, ids = np.array([kind for kind, _ in said], np.int16), frame.texts([i for _, i in said])
    words = frame.texts(quotes or [one.quote for one in found])
    day = frame.days([one.date for one in found])
    scope.add(name, np.array(rows, np.intp), value, (kinds, ids), day, words)


def _said_by(scope: Scope, reading: IntentReading) -> tuple[int, str]:
    """A note or handoff carries its own words; what a person set is carried by the reading."""
    if reading.source_kind in ("note", "handoff"):
        return scope.frame.kind_code(reading.source_kind), reading.source_id
    return scope.frame.kind_code("intent"), reading.id
