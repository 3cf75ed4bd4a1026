"""Small forms for what people write down of a customer: people, goals, surveys, promises…"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.views import blocks, note, note_fields
from bot.views.blocks import Block, View
from handlers import terms
from handlers.composing import phrases
from handlers.composing.people import ROLES
from handlers.customer_records import Kept
from handlers.texts import Texts
from playbooks.stages import Stage

OPEN = {
    "contact": "record_contact",
    "goal": "record_goal",
    "survey": "record_survey",
    "touchpoint": "record_touchpoint",
    "customer_promise": "record_customer_promise",
}
"""The action that opens each form; its button carries the account."""

FORM = "record_form"
PICK = "record_pick"
NEW = "new"
MOST = 99
"""Records to choose from; Slack's menus hold a hundred."""

FIELDS: dict[str, dict[str, str]] = {
    "contact": {
        "name": "text",
        "title": "text",
        "role": "role",
        "email": "text",
        "language": "language",
        "channel_preference": "text",
        "left_on": "date",
        "asked_on": "date",
    },
    "goal": {
        "goal": "text",
        "unit": "text",
        "target": "number",
        "current": "number",
        "as_of": "date",
        "due": "date",
        "reached": "truth",
    },
    "survey": {
        "kind": "survey",
        "score": "number",
        "respondent": "text",
        "role": "role",
        "date": "date",
        "comment": "long",
    },
    "touchpoint": {
        "stage": "stage",
        "title": "text",
        "planned": "date",
        "held": "date",
        "moment_of_truth": "truth",
        "remark": "long",
    },
    "customer_promise": {
        "what": "text",
        "owner": "text",
        "due": "date",
        "kept": "date",
    },
}
"""The fields of each form, and what each one takes."""

NEEDED = {
    "contact": ("name",),
    "goal": ("goal",),
    "survey": ("kind", "score"),
    "touchpoint": ("stage", "title"),
    "customer_promise": ("what",),
}
LANGUAGES = {"en": "English", "it": "Italiano", "zh": "中文"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sent: the kind, the account, the record that changes, and what it says now."""

    kind: str
    account_id: str
    item_id: str | None
    values: dict[str, Any]
    origin: dict[str, Any]


def pick(
    _: Texts, kind: str, account_id: str, known: Sequence[Any], origin: dict[str, Any]
) -> View:
    """Which one is changed, or a new one."""
    options = [blocks.option(_("A new one"), NEW)]
    options += [blocks.option(_named(one), one.id) for one in known[:MOST] if len(one.id) <= 150]
    menu = blocks.menu("item", options, _("Choose"), NEW)
    fields = [blocks.field("item", _("Which one?"), menu, optional=False)]
    return _modal(_, PICK, kind, fields, _("Next"), account_id, None, origin)


def picked(view: View) -> Entry:
    """What was chosen."""
    chosen = note.chosen(view["state"]["values"], "item")
    carried = json.loads(view["private_metadata"])
    item = None if chosen in (None, NEW) else chosen
    return Entry(carried["kind"], carried["account"], item, {}, carried["origin"])


def form(_: Texts, kind: str, account_id: str, record: Any | None, origin: dict[str, Any]) -> View:
    """The form of one record, with what is known of it."""
    labels, fields = _labels(_), []
    for name, takes in FIELDS[kind].items():
        held = getattr(record, name, None)
        if isinstance(held, str) and len(held) > blocks.SECTION_LIMIT:
            fields.append(blocks.section(f"*{labels[kind, name]}*"))
            fields.append(note_fields.kept_whole(_, held, len(held)))
            continue
        element, needed = _element(_, name, takes, held), name in NEEDED[kind]
        hint = _hints(_).get((kind, name))
        fields.append(
            blocks.field(name, labels[kind, name], element, optional=not needed, hint=hint)
        )
    item_id = record.id if record is not None else None
    return _modal(_, FORM, kind, fields, _("Save"), account_id, item_id, origin)


def parse(view: View) -> Entry:
    """What the form says; an emptied field empties what was there, one not asked for stays."""
    carried, values = json.loads(view["private_metadata"]), view["state"]["values"]
    kind = carried["kind"]
    asked = {name: takes for name, takes in FIELDS[kind].items() if name in values}
    said = {name: _value(values, name, takes) for name, takes in asked.items()}
    if said.get("moment_of_truth", 0) is None:
        said["moment_of_truth"] = False
    return Entry(kind, carried["account"], carried.get("item"), said, carried["origin"])


def saved(_: Texts, kept: Kept) -> list[Block]:
    """Thanks, and the way back."""
    what, account = blocks.escaped(_named(kept.record)), blocks.escaped(kept.account.name)
    said = _("Saved for *{account}*: {what}. Thank you.", account=account, what=what)
    return [blocks.section(said), *note.undoing(_, kept.audit_entry_id)]


def _modal(
    _: Texts,
    callback: str,
    kind: str,
    fields: Sequence[Block],
    submit: str,
    account_id: str,
    item_id: str | None,
    origin: dict[str, Any],
) -> View:
    titles = {
        "contact": _("A person"),
        "goal": _("A goal"),
        "survey": _("A survey answer"),
        "touchpoint": _("A touchpoint"),
        "customer_promise": _("What they owe us"),
    }
    carried = {"kind": kind, "account": account_id, "item": item_id, "origin": origin}
    return blocks.modal(
        callback,
        titles[kind],
        fields,
        submit=submit,
        close=_("Cancel"),
        metadata=json.dumps(carried),
    )


def _named(record: Any) -> str:
    for name in ("name", "goal", "title", "what"):
        if getattr(record, name, None):
            return str(getattr(record, name))
    return str(record.kind).upper()


def _element(_: Texts, name: str, takes: str, held: Any) -> Block:
    if takes == "date":
        return blocks.date_input(name, held)
    if takes == "number":
        made: Block = {"type": "number_input", "action_id": name, "is_decimal_allowed": True}
        return made | ({"initial_value": _in_full(held)} if held is not None else {})
    if takes in ("text", "long"):
        return blocks.text_input(name, held, multiline=takes == "long")
    chosen = {True: "yes", False: "no"}.get(held, held) if takes == "truth" else held
    return blocks.menu(name, _options(_, takes, chosen), _("Choose"), chosen)


def _in_full(figure: float) -> str:
    """All its digits and no exponent, which Slack would not read."""
    return f"{Decimal(str(figure)).normalize():f}"


def _options(_: Texts, takes: str, chosen: str | None) -> list[Block]:
    if takes == "truth":
        return [blocks.option(_("Yes"), "yes"), blocks.option(_("No"), "no")]
    if takes == "survey":
        return [blocks.option(kind.upper(), kind) for kind in ("csat", "nps", "ces")]
    if takes == "language":
        named = dict(LANGUAGES) | ({chosen: chosen} if chosen and chosen not in LANGUAGES else {})
        return [blocks.option(words, code) for code, words in named.items()]
    codes = tuple(stage.value for stage in Stage) if takes == "stage" else ROLES
    listed = dict.fromkeys((*codes, chosen) if chosen else codes)
    return [blocks.option(phrases.capitalised(terms.say(_, code)), code) for code in listed]


def _value(values: dict[str, Any], name: str, takes: str) -> str | float | bool | date | None:
    if takes == "date":
        return note.day(values, name)
    if takes in ("text", "long"):
        return note_fields.written(values, name) or None
    if takes == "number":
        written = note_fields.written(values, name)
        return _figure(written) if written else None
    chosen = note.chosen(values, name)
    return {"yes": True, "no": False}.get(chosen or "") if takes == "truth" else chosen


def _figure(written: str) -> float:
    """What Slack took for a number; nothing that counts where it is none."""
    try:
        return float(written)
    except ValueError:
        return math.nan


def _hints(_: Texts) -> dict[tuple[str, str], str]:
    return {
        ("contact", "channel_preference"): _("As in: phone yes|newsletter no"),
        ("goal", "unit"): _("What is counted: hours a week, per cent, orders"),
        ("goal", "as_of"): _("The day of the figure; today when left empty"),
        ("survey", "score"): _("CSAT from 1 to 5, NPS from 0 to 10, CES from 1 to 7"),
        ("touchpoint", "moment_of_truth"): _("One of the few that decide the relationship"),
    }


def _labels(_: Texts) -> dict[tuple[str, str], str]:
    return {
        ("contact", "name"): _("Name"),
        ("contact", "title"): _("Job title"),
        ("contact", "role"): _("Role for us"),
        ("contact", "email"): _("E-mail address"),
        ("contact", "language"): _("Language"),
        ("contact", "channel_preference"): _("How they like to be reached, and how not"),
        ("contact", "left_on"): _("Left on"),
        ("contact", "asked_on"): _("Last asked to speak for us"),
        ("goal", "goal"): _("What they want to reach"),
        ("goal", "unit"): _("Measured in"),
        ("goal", "target"): _("Target"),
        ("goal", "current"): _("Where it stands"),
        ("goal", "as_of"): _("As of"),
        ("goal", "due"): _("Due"),
        ("goal", "reached"): _("Reached?"),
        ("survey", "kind"): _("Survey"),
        ("survey", "score"): _("Score"),
        ("survey", "respondent"): _("Who answered?"),
        ("survey", "role"): _("Their role"),
        ("survey", "date"): _("Date"),
        ("survey", "comment"): _("What they said"),
        ("customer_promise", "what"): _("What they said they would do"),
        ("customer_promise", "owner"): _("Who of them?"),
        ("customer_promise", "due"): _("Until when?"),
        ("customer_promise", "kept"): _("Done on"),
        ("touchpoint", "stage"): _("Part of the journey"),
        ("touchpoint", "title"): _("Touchpoint"),
        ("touchpoint", "planned"): _("Planned for"),
        ("touchpoint", "held"): _("Held on"),
        ("touchpoint", "moment_of_truth"): _("A moment of truth?"),
        ("touchpoint", "remark"): _("What the customer did, thought, felt or asked"),
    }
