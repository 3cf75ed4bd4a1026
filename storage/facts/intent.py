"""Facts of why they bought, and of what they plan to do."""

import json
from collections import defaultdict
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from playbooks import frame, intents
from playbooks.frame import Cells
from playbooks.intents import Intent, IntentReading
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope
from storage.values import table_of

FIELDS = ("id", "account_id", "intent", "date", "confidence", "source_kind", "source_id", "quote")


def add(scope: Scope) -> None:
    """Add the intent that counts today."""
    stated = scope.found(_intents)
    current = _current(stated, scope.at)
    _add(scope, "intent", current, current.texts("intent"))
    _add(scope, "intent_known", current, True)
    plans = frame.texts([_plan(cell) for cell in current.texts("attributes")])
    planned = frame.given(plans)
    _add(scope, "planned_behaviour_known", current.where(planned), True, plans[planned])


@cache
def _intents(reach: Reach) -> Select[Any]:
    table = table_of(IntentReading)
    where = [*reach.within(table), table.c.date <= AT]
    given = (table.c[name] for name in (*FIELDS, "attributes"))
    return select(*given).where(*where).order_by(table.c.date, table.c.id)


def _current(stated: Found, at: date) -> Found:
    """The lines of those readings that count, at most one for an account."""
    known = stated.where(stated.texts("intent") != Intent.UNKNOWN.value)
    counts = known.count() == 1
    counts[~counts] = _counting(known.where(~counts), at)
    return known.where(counts)


def _counting(rivals: Found, at: date) -> list[bool]:
    """Which of these lines count; they are all that is known of the intent of their accounts."""
    history: defaultdict[int, list[IntentReading]] = defaultdict(list)
    for row, reading in _readings(rivals):
        history[row].append(reading)
    counting = (intents.current(those, at) for those in history.values())
    ids = {one.id for one in counting if one is not None}
    return [reading_id in ids for reading_id in rivals.texts("id")]


def _readings(stated: Found) -> list[tuple[int, IntentReading]]:
    cells = {name: stated.texts(name).tolist() for name in FIELDS}
    cells["intent"] = [Intent(name) for name in cells["intent"]]
    cells["date"] = stated.days("date").tolist()
    lines = zip(*cells.values(), strict=True)
    rows = stated.rows.tolist()
    return [(row, IntentReading(*line)) for row, line in zip(rows, lines, strict=True)]


def _plan(attributes: Any) -> str | None:
    """What they plan; the driver gives JSON as text on SQLite, and read on PostgreSQL."""
    said = json.loads(attributes) if isinstance(attributes, str) else attributes
    return (said or {}).get("planned_behaviour") or None


def _add(
    scope: Scope, name: str, found: Found, value: Cells | bool, quotes: Cells | None = None
) -> None:
    """A note or handoff carries its own words; what a person set is carried by the reading."""
    kinds, code = found.texts("source_kind"), scope.frame.kind_code
    codes, ids = np.full(len(found), code("intent"), np.int16), found.texts("id").copy()
    for kind in ("note", "handoff"):
        carried = kinds == kind
        codes[carried], ids[carried] = code(kind), found.texts("source_id")[carried]
    words = found.texts("quote") if quotes is None else quotes
    scope.add(name, found.rows, value, (codes, ids), found.days("date"), words)
