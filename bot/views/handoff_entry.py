"""What somebody sent with a step of the handoff form, or has entered in it so far."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.views import note, note_entry, note_fields, note_form
from bot.views.blocks import View
from bot.views.handoff_steps import FIELDS, HAND_OVER, THEN, Step
from handlers.handoff_forms import Written
from handlers.texts import Texts


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sent: the step, what it says, and whether to hand over at once."""

    step: Step
    account_id: str | None
    written: Written
    fresh: bool = False
    hand_over: bool = False
    round: int = 0


def parse(view: View) -> Entry:
    """What a step says; also of one that is not sent yet."""
    carried = json.loads(view["private_metadata"])
    values = {name.partition("~")[0]: held for name, held in view["state"]["values"].items()}
    step = Step(carried["step"])
    if step is Step.CUSTOMER:
        return Entry(step, note.chosen(values, "account"), Written("", ""))
    fields = {name: _value(values, name) for name in FIELDS[step] if name in values}
    written = Written(carried["handoff"], carried["account"], fields)
    if step is Step.PROMISES:
        keys = carried["promises"]
        made = tuple(note_entry.filled_promises(values, keys))
        written = replace(written, promises=made, shown=tuple(key for key in keys if key))
    chosen = note.chosen(values, THEN) if THEN in values else None
    over = step is Step.PROMISES or chosen == HAND_OVER
    return Entry(step, carried["account"], written, carried["fresh"], over, carried["round"])


def field_of(entry: Entry) -> str | None:
    """The field that shows a fault for which no field is to blame; None where there is none."""
    names = {Step.CUSTOMER: "account", Step.ESSENTIALS: "why_bought", Step.DETAILS: "products"}
    name = names.get(entry.step)
    return note_form.block_id(name, entry.round) if name else None


def marked(_: Texts, missing: Iterable[str], round_: int) -> dict[str, str]:
    """The errors to show at each mandatory field that is empty."""
    asked = {
        "why_bought": _("Say why they bought; the rest is kept as a draft."),
        "problem": _("Say which problem they want solved; the rest is kept as a draft."),
        "time_expectation": _("Say when they expect value; the rest is kept as a draft."),
    }
    return {note_form.block_id(name, round_): asked[name] for name in missing}


def _value(values: dict[str, Any], name: str) -> str | int | date | None:
    if name == "kickoff_date":
        return note.day(values, name)
    said = note_fields.written(values, name)
    if name == "licences_sold":
        return _count(said) if said else None
    return said or None


def _count(said: str) -> int:
    """A whole number of licences; fewer than none where it is no such number."""
    return int(said) if said.isdecimal() else -1
