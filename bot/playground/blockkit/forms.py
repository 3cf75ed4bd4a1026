"""What a filled-in form says: `state.values` of a view or message, and Slack's checks on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.blockkit import controls, elements
from bot.playground.shapes import Json

Answers = Mapping[str, Any]
"""What a person fills in, by block id, action id or label: text, an option's value, or a list."""

REQUIRED = "Please complete this required field."


class NoSuchField(LookupError):
    """An answer names no field of the form."""


def values(blocks: list[Json], answers: Answers) -> Json:
    """`state.values`: {block_id: {action_id: what it holds}} for every field, filled in or not.

    Raises NoSuchField for an answer that belongs nowhere, naming the fields there are.
    """
    fields = [control for control in controls.within(blocks) if keeps_state(control)]
    _refuse_strays(fields, answers)
    state: Json = {}
    for field in fields:
        state.setdefault(field.block["block_id"], {})[field.action_id] = _held(field, answers)
    return state


def names(blocks: list[Json]) -> set[str]:
    """Everything by which a field of the form can be answered: block ids, action ids, labels."""
    fields = (control for control in controls.within(blocks) if keeps_state(control))
    return {name for field in fields for name in _names(field)}


def surviving(before: list[Json], after: list[Json], answers: Answers) -> dict[str, Any]:
    """What stays filled in when a form is drawn anew: fields that keep the id of their block."""
    left = {field.block["block_id"] for field in controls.within(after) if keeps_state(field)}
    fields = [field for field in controls.within(before) if keeps_state(field)]
    kept = {name for field in fields if field.block["block_id"] in left for name in _names(field)}
    return {name: answer for name, answer in answers.items() if name in kept}


def keeps_state(control: controls.Control) -> bool:
    """Buttons and overflow menus are used and forgotten; everything else shows in `state`."""
    return control.element["type"] in _HELD and control.element["type"] != "overflow"


def held(element: Json, answer: object) -> Json:
    """What one element holds once `answer` was given."""
    kind = str(element["type"])
    name, _ = _HELD[kind]
    return {"type": kind, name: _shaped(element, name, answer)}


def complaints(blocks: list[Json], state: Json) -> dict[str, str]:
    """What Slack's client itself refuses before the app hears of it, by block id."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            content = next(iter(state[block["block_id"]].values()))
            complaint = _complaint(block, content[_HELD[content["type"]][0]])
            if complaint:
                found[block["block_id"]] = complaint
    return found


def _refuse_strays(fields: list[controls.Control], answers: Answers) -> None:
    known = {name for field in fields for name in _names(field)}
    strays = set(answers) - known
    if strays:
        there = ", ".join(sorted(known)) or "none"
        raise NoSuchField(f"no field is called {', '.join(sorted(strays))}; there are: {there}")


def _names(field: controls.Control) -> list[str]:
    label = field.block.get("label", {}).get("text")
    names = [field.block["block_id"], field.action_id]
    return [*names, label] if label else names


def _held(field: controls.Control, answers: Answers) -> Json:
    for name in _names(field):
        if name in answers:
            return held(field.element, answers[name])
    kind = str(field.element["type"])
    name, initial = _HELD[kind]
    empty: object = [] if name in _LISTS else None
    return {"type": kind, name: field.element.get(initial, empty)}


def _shaped(element: Json, name: str, answer: object) -> object:
    if name == "selected_option":
        return None if answer is None else _option(element, answer)
    if name == "selected_options":
        return [_option(element, one) for one in (answer if isinstance(answer, list) else [answer])]
    if name in _LISTS:
        return answer if isinstance(answer, list) else [answer]
    return answer


def _option(element: Json, answer: object) -> Json:
    """The offered option with this value or text; menus that the app fills take any option."""
    if isinstance(answer, dict):
        return answer
    for option in elements.offered_options(element):
        if answer in (option["value"], option["text"]["text"]):
            return option
    offered = [option["value"] for option in elements.offered_options(element)]
    raise NoSuchField(f"{element['action_id']} does not offer {answer!r}, only {offered}")


def _complaint(block: Json, answer: object) -> str | None:
    if answer in (None, "", []):
        return None if block.get("optional") else REQUIRED
    element = block["element"]
    if element["type"] == "plain_text_input" and isinstance(answer, str):
        return _length_complaint(
            answer, element.get("min_length", 0), element.get("max_length", 3000)
        )
    return None


def _length_complaint(answer: str, least: int, most: int) -> str | None:
    if len(answer) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(answer) > most else None


_LISTS = {
    "selected_options",
    "selected_users",
    "selected_conversations",
    "selected_channels",
    "files",
}
_HELD: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
