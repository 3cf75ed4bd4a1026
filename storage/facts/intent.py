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
    _add(scope, "intent_known", current, np.ones(len(current), np.bool_))
    plans = frame.texts([_plan(cell) for cell in current.texts("attributes")])
    planned = frame.given(plans)
    known = np.ones(int(planned.sum()), np.bool_)
    _add(scope, "planned_behaviour_known", current.where(planned), known, plans[planned])


@cache
def _intents(reach: Reach) -> Select[Any]:
    table = table_of(IntentReading)
    where = [*reach.within(table), table.c.date <= AT]
    given = (table.c[name] for name in (*FIELDS, "attributes"))
    return select(*given).where(*where).order_by(table.c.date, table.c.id)


def _current(stated: Found, at: date) -> Found:
    """The lines of those readings that count, at most one for an account."""
    history: defaultdict[int, list[IntentReading]] = defaultdict(list)
    line_of: dict[str, int] = {}
    for line, (row, reading) in enumerate(_readings(stated)):
        history[row].append(reading)
        line_of[reading.id] = line
    counting = (intents.current(those, at) for those in history.values())
    lines = [line_of[one.id] for one in counting if one is not None]
    return stated.sorted_by(np.array(lines, np.intp))


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


def _add(scope: Scope, name: str, found: Found, value: Cells, quotes: Cells | None = None) -> None:
    """A note or handoff carries its own words; what a person set is carried by the reading."""
    kinds = found.texts("source_kind").tolist()
    carried = np.array([kind in ("note", "handoff") for kind in kinds], np.bool_)
    codes = [
        scope.frame.kind_code(k if c else "intent") for k, c in zip(kinds, carried, strict=True)
    ]
    ids = np.where(carried, found.texts("source_id"), found.texts("id"))
    words = found.texts("quote") if quotes is None else quotes
    scope.add(name, found.rows, value, (np.array(codes, np.int16), ids), found.days("date"), words)
