"""Facts of the handoff: what it says and lacks, the kickoff, and why they bought."""

from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, or_, select

from playbooks import frame, handoffs
from playbooks.frame import Cells, Days, Flags
from playbooks.handoffs import Handoff, HandoffState
from playbooks.notes import Note
from storage.facts import intent, promises
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope, newest
from storage.values import table_of

KICKOFF_NOTE = "kickoff"
"""The kind of note that records a kickoff."""

FIELDS = (*handoffs.MANDATORY, *handoffs.FURTHER)
UNWRITTEN = ("licences_sold", "kickoff_date")
"""Fields that hold no words."""


def add(scope: Scope) -> None:
    """Add handoff, promises and intent."""
    made = promises.standing(scope)
    found = scope.found(_handoffs).last()
    if len(found):
        _add_state(scope, found)
        _add_completeness(scope, found, np.isin(found.rows, made.rows))
        _add_fields(scope, found)
        _add_kickoff(scope, found)
    notes = scope.found(_kickoffs).newest()
    _add_kickoff_day(scope, notes, ("note", notes.texts("id")), notes.days("date"))
    promises.add(scope, made)
    intent.add(scope)


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


def _add_completeness(scope: Scope, found: Found, promised: Flags) -> None:
    """What is missing depends only on which fields are filled, and few such patterns occur."""
    filled = [_filled(found, name) for name in FIELDS]
    filled.append(promised)
    patterns, which = np.unique(np.stack(filled), axis=1, return_inverse=True)
    judged = [_judged(pattern) for pattern in patterns.T.tolist()]
    evidence, day = ("handoff", found.texts("id")), found.days("submitted")
    shares = np.array([share for share, _ in judged])[which]
    scope.add("handoff_completeness", found.rows, shares, evidence, day)
    numbers = np.array([len(names) for _, names in judged])[which]
    scope.add("handoff_fields_missing", found.rows, numbers, evidence, day)
    some = found.where(numbers > 0)
    named = frame.texts([", ".join(names) for _, names in judged])[which][numbers > 0]
    item = ("handoff", some.texts("id"))
    scope.add("handoff_fields_missing_names", some.rows, named, item, some.days("submitted"))


def _filled(found: Found, field: str) -> Flags:
    if field in UNWRITTEN:
        return found.given(field)
    return np.array([bool(text and text.strip()) for text in found.texts(field)], np.bool_)


def _judged(pattern: list[bool]) -> tuple[float, list[str]]:
    *filled, promised = pattern
    said: Any = {name: "said" for name, is_filled in zip(FIELDS, filled, strict=True) if is_filled}
    example = Handoff("", "", **said)
    return handoffs.share_filled(example, promised=promised), handoffs.missing(example)


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
