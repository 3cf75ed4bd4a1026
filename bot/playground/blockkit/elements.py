"""What an interactive element may hold, and which block may hold it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from bot.playground.blockkit import bounds
from bot.playground.shapes import Json

Check = Callable[[Json, str], Iterator[str]]

PLACEHOLDER = 150
OPTION_TEXT = 75
OPTION_VALUE = 150


@dataclass(frozen=True, slots=True)
class Kind:
    """The fields of a type of element, and a check of its own."""

    required: Collection[str]
    optional: Collection[str]
    check: Check


def check(element: object, at: str, allowed: Collection[str]) -> Iterator[str]:
    """Everything wrong with one element that stands where only `allowed` types may."""
    if not isinstance(element, dict):
        yield bounds.complaint("must provide an object", at)
        return
    kind = KINDS.get(str(element.get("type")))
    if kind is None or element["type"] not in allowed:
        yield bounds.complaint(f"unsupported type: {element.get('type')}", f"{at}/type")
        return
    yield from bounds.fields(element, at, kind.required, kind.optional)
    yield from bounds.optional_string(element, "action_id", at, bounds.ACTION_ID)
    yield from bounds.optional_text(element, "placeholder", at, PLACEHOLDER)
    yield from _confirmation(element.get("confirm"), f"{at}/confirm")
    yield from kind.check(element, at)


def _confirmation(found: object, at: str) -> Iterator[str]:
    if not isinstance(found, dict):
        return
    yield from bounds.fields(found, at, ("title", "text", "confirm", "deny"), ("style",))
    yield from bounds.optional_text(found, "title", at, 100)
    yield from bounds.optional_text(found, "text", at, 300, bounds.ANY_TEXT)
    yield from bounds.optional_text(found, "confirm", at, 30)
    yield from bounds.optional_text(found, "deny", at, 30)


def _button(element: Json, at: str) -> Iterator[str]:
    yield from bounds.optional_text(element, "text", at, 75)
    yield from bounds.optional_string(element, "value", at, 2000)
    yield from bounds.optional_string(element, "url", at, 3000)
    yield from bounds.optional_string(element, "accessibility_label", at, 75)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield bounds.complaint("must be one of: primary, danger", f"{at}/style")


def _image(element: Json, at: str) -> Iterator[str]:
    yield from bounds.optional_string(element, "image_url", at, 3000)
    yield from bounds.optional_string(element, "alt_text", at, 2000)
    if ("image_url" in element) == ("slack_file" in element):
        yield bounds.complaint("must have either image_url or slack_file", at)


def _menu(element: Json, at: str) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield bounds.complaint("must have either options or option_groups", at)
    elif "options" in element:
        yield from options(element["options"], f"{at}/options", 100)
    else:
        yield from _groups(element["option_groups"], f"{at}/option_groups")
    yield from _initial(element, at)


def _groups(groups: object, at: str) -> Iterator[str]:
    yield from bounds.items(groups, at, 100)
    for number, group in enumerate(groups if isinstance(groups, list) else []):
        yield from bounds.fields(group, f"{at}/{number}", ("label", "options"), ())
        yield from bounds.optional_text(group, "label", f"{at}/{number}", 75)
        yield from options(group.get("options"), f"{at}/{number}/options", 100)


def options(found: object, at: str, most: int) -> Iterator[str]:
    """A list of options, each with a text of 75 and a value of 150 characters at most."""
    yield from bounds.items(found, at, most)
    for number, option in enumerate(found if isinstance(found, list) else []):
        yield from _option(option, f"{at}/{number}")


def _option(option: object, at: str) -> Iterator[str]:
    if not isinstance(option, dict):
        yield bounds.complaint("must provide an object", at)
        return
    yield from bounds.fields(option, at, ("text", "value"), ("description", "url"))
    yield from bounds.optional_text(option, "text", at, OPTION_TEXT, bounds.ANY_TEXT)
    yield from bounds.optional_string(option, "value", at, OPTION_VALUE)
    yield from bounds.optional_text(option, "description", at, OPTION_TEXT, bounds.ANY_TEXT)


def _initial(element: Json, at: str) -> Iterator[str]:
    """Slack refuses an initial option that is not, to the letter, one of the options."""
    offered = offered_options(element)
    if "initial_option" in element and element["initial_option"] not in offered:
        yield bounds.complaint("must match one of the options", f"{at}/initial_option")
    if any(option not in offered for option in element.get("initial_options", [])):
        yield bounds.complaint("must match one of the options", f"{at}/initial_options")


def offered_options(element: Json) -> list[Json]:
    """Every option of an element, in or out of groups."""
    groups = element.get("option_groups") or []
    grouped = [option for group in groups for option in group.get("options", [])]
    return list(element.get("options") or []) + grouped


def _choices(most: int) -> Check:
    def check_choices(element: Json, at: str) -> Iterator[str]:
        yield from options(element.get("options"), f"{at}/options", most)
        yield from _initial(element, at)

    return check_choices


def _plain_text_input(element: Json, at: str) -> Iterator[str]:
    for name, least in (("min_length", 0), ("max_length", 1)):
        if name in element and not least <= element[name] <= 3000:
            message = f"must be at least {least} and at most 3000"
            yield bounds.complaint(message, f"{at}/{name}")
    longest = element.get("max_length", 3000)
    yield from bounds.optional_string(element, "initial_value", at, longest, least=0)


def _feedback(element: Json, at: str) -> Iterator[str]:
    for name in ("positive_button", "negative_button"):
        button = element.get(name, {})
        yield from bounds.fields(
            button, f"{at}/{name}", ("text", "value"), ("accessibility_label",)
        )
        yield from bounds.optional_text(button, "text", f"{at}/{name}", 75)
        yield from bounds.optional_string(button, "value", f"{at}/{name}", 2000)


def _icon_button(element: Json, at: str) -> Iterator[str]:
    yield from bounds.optional_text(element, "text", at, 75)
    yield from bounds.optional_string(element, "value", at, 2000)


def _nothing_more(element: Json, at: str) -> Iterator[str]:
    return iter(())


_ACTION = ("action_id", "confirm", "focus_on_load")
_MENU = (*_ACTION, "placeholder")
_MULTI = (*_MENU, "max_selected_items")
_INPUT = (
    "action_id",
    "placeholder",
    "initial_value",
    "focus_on_load",
    "dispatch_action_config",
)
_LENGTHS = ("min_length", "max_length")
_OPTIONS = ("options", "option_groups")

KINDS: dict[str, Kind] = {
    "button": Kind(
        ("text",),
        (*_ACTION, "url", "value", "style", "accessibility_label", "agent_prompt"),
        _button,
    ),
    "image": Kind(("alt_text",), ("image_url", "slack_file"), _image),
    "checkboxes": Kind(("options",), (*_ACTION, "initial_options"), _choices(10)),
    "radio_buttons": Kind(("options",), (*_ACTION, "initial_option"), _choices(10)),
    "overflow": Kind(("options",), ("action_id", "confirm"), _choices(5)),
    "datepicker": Kind((), (*_MENU, "initial_date"), _nothing_more),
    "timepicker": Kind((), (*_MENU, "initial_time", "timezone"), _nothing_more),
    "datetimepicker": Kind((), (*_ACTION, "initial_date_time"), _nothing_more),
    "static_select": Kind((), (*_MENU, *_OPTIONS, "initial_option"), _menu),
    "multi_static_select": Kind((), (*_MULTI, *_OPTIONS, "initial_options"), _menu),
    "external_select": Kind((), (*_MENU, "min_query_length", "initial_option"), _nothing_more),
    "multi_external_select": Kind(
        (), (*_MULTI, "min_query_length", "initial_options"), _nothing_more
    ),
    "users_select": Kind((), (*_MENU, "initial_user"), _nothing_more),
    "multi_users_select": Kind((), (*_MULTI, "initial_users"), _nothing_more),
    "conversations_select": Kind(
        (),
        (
            *_MENU,
            "initial_conversation",
            "default_to_current_conversation",
            "response_url_enabled",
            "filter",
        ),
        _nothing_more,
    ),
    "multi_conversations_select": Kind(
        (),
        (*_MULTI, "initial_conversations", "default_to_current_conversation", "filter"),
        _nothing_more,
    ),
    "channels_select": Kind((), (*_MENU, "initial_channel", "response_url_enabled"), _nothing_more),
    "multi_channels_select": Kind((), (*_MULTI, "initial_channels"), _nothing_more),
    "plain_text_input": Kind((), (*_INPUT, *_LENGTHS, "multiline"), _plain_text_input),
    "email_text_input": Kind((), _INPUT, _nothing_more),
    "url_text_input": Kind((), _INPUT, _nothing_more),
    "number_input": Kind(
        ("is_decimal_allowed",), (*_INPUT, "min_value", "max_value"), _nothing_more
    ),
    "rich_text_input": Kind((), _INPUT, _nothing_more),
    "file_input": Kind((), ("action_id", "filetypes", "max_files"), _nothing_more),
    "feedback_buttons": Kind(("positive_button", "negative_button"), ("action_id",), _feedback),
    "icon_button": Kind(
        ("icon", "text"),
        ("action_id", "value", "confirm", "accessibility_label", "visible_to_user_ids"),
        _icon_button,
    ),
    "workflow_button": Kind(
        ("text", "workflow"), ("action_id", "style", "accessibility_label"), _button
    ),
}

_SINGLE_MENUS = {
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
}
_MULTI_MENUS = {f"multi_{name}" for name in _SINGLE_MENUS}
_PICKERS = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
_TEXT_INPUTS = {
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
}

IN_SECTION = (
    _SINGLE_MENUS | _MULTI_MENUS | _PICKERS | {"button", "image", "overflow", "workflow_button"}
)
IN_ACTIONS = (
    _SINGLE_MENUS
    | _PICKERS
    | {"button", "overflow", "datetimepicker", "rich_text_input", "workflow_button"}
)
IN_INPUT = _SINGLE_MENUS | _MULTI_MENUS | _PICKERS | _TEXT_INPUTS | {"datetimepicker"}
IN_CONTEXT = {"image"}
IN_CONTEXT_ACTIONS = {"feedback_buttons", "icon_button"}
