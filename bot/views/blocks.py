"""The Block Kit elements that every view is made of, with Slack's limits kept."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from handlers import quoting

Block = dict[str, Any]
View = dict[str, Any]

SECTION_LIMIT = 3000
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
HEADER_LIMIT = 150
TITLE_LIMIT = 24
ROW_OF_BUTTONS = 25


def escaped(text: str) -> str:
    """Text in which nothing is a mention, a link or markup of Slack's, on one line."""
    return " ".join(map(_escaped, text.splitlines()))


def escaped_lines(text: str) -> str:
    """The same for a text of several lines."""
    return "\n".join(map(_escaped, text.splitlines()))


def _escaped(line: str) -> str:
    said = quoting.inert(line)
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(markdown: str) -> Block:
    """Slack's own markup, with what people wrote already escaped."""
    # Without `verbatim` Slack makes links and mentions out of words that people wrote.
    return {"type": "mrkdwn", "text": cut(markdown, SECTION_LIMIT), "verbatim": True}


def cut(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis when it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(text: str, limit: int = SECTION_LIMIT) -> Block:
    """Text that Slack does not format, without what is invisible or leads away."""
    return {"type": "plain_text", "text": cut(quoting.inert(text), limit), "emoji": True}


def section(markdown: str, accessory: Block | None = None) -> Block:
    """A paragraph; `markdown` is Slack's own, with what people wrote already escaped."""
    optional = {"accessory": accessory} if accessory else {}
    return {"type": "section", "text": mrkdwn(markdown), **optional}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def context(*lines: str) -> Block:
    """Small print: at most ten pieces of markdown."""
    return {"type": "context", "elements": [mrkdwn(line) for line in lines[:10]]}


def link(url: str, words: str) -> str:
    """A link that Slack renders; `url` is one that the handlers let through."""
    return f"<{_escaped_url(url)}|{words}>"


def _escaped_url(url: str) -> str:
    return url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def quote(text: str) -> str:
    """What somebody wrote, escaped and set off line by line."""
    return "\n".join(f"&gt; {line}" for line in escaped_lines(text).splitlines() or [""])


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """A row of buttons and menus."""
    named = {"block_id": block_id} if block_id else {}
    return {"type": "actions", "elements": list(elements)[:ROW_OF_BUTTONS], **named}


def button(
    text: str,
    action_id: str,
    value: str = "",
    style: str | None = None,
) -> Block:
    """A button; `style` is `primary` or `danger`."""
    made: Block = {"type": "button", "text": plain(text, BUTTON_LIMIT), "action_id": action_id}
    optional = {"value": value, "style": style}
    return made | {name: given for name, given in optional.items() if given}


def option(text: str, value: str, description: str | None = None) -> Block:
    """One choice of a menu."""
    made: Block = {"text": plain(text, OPTION_LIMIT), "value": value}
    return made | ({"description": plain(description, OPTION_LIMIT)} if description else {})


def menu(
    action_id: str, options: Iterable[Block], placeholder: str, chosen: str | None = None
) -> Block:
    """A menu of known choices; `chosen` is the value of the one that is set."""
    listed = list(options)
    made: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": listed,
    }
    initial = [one for one in listed if one["value"] == chosen]
    return made | ({"initial_option": initial[0]} if initial else {})


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """The choices behind “…”: at most five."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)[:5]}


def searched_menu(action_id: str, placeholder: str, chosen: Block | None = None) -> Block:
    """A menu whose choices the app looks up while a person types."""
    made: Block = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "min_query_length": 0,
    }
    return made | ({"initial_option": chosen} if chosen else {})


def text_input(
    action_id: str,
    initial: str | None = None,
    placeholder: str | None = None,
    *,
    multiline: bool = False,
    max_length: int = SECTION_LIMIT,
) -> Block:
    """A field to write in."""
    made: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": max_length,
    }
    made |= {"initial_value": initial} if initial else {}
    return made | ({"placeholder": plain(placeholder, 150)} if placeholder else {})


def date_input(action_id: str, initial: date | None = None) -> Block:
    """A calendar."""
    made: Block = {"type": "datepicker", "action_id": action_id}
    return made | ({"initial_date": initial.isoformat()} if initial else {})


def time_input(action_id: str, initial: time | None = None) -> Block:
    """A time of the day."""
    made: Block = {"type": "timepicker", "action_id": action_id}
    return made | ({"initial_time": f"{initial:%H:%M}"} if initial else {})


def person_input(action_id: str, placeholder: str) -> Block:
    """A menu of the people in the workspace."""
    return {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
    }


def checkboxes(action_id: str, choices: Sequence[Block], ticked: Sequence[Block]) -> Block:
    """Several things to tick."""
    made: Block = {"type": "checkboxes", "action_id": action_id, "options": list(choices)}
    return made | ({"initial_options": list(ticked)} if ticked else {})


def checkbox(action_id: str, choice: Block, *, ticked: bool = False) -> Block:
    """One thing to tick."""
    return checkboxes(action_id, [choice], [choice] if ticked else [])


def field(
    block_id: str, label: str, element: Block, *, hint: str | None = None, optional: bool = True
) -> Block:
    """A labelled field of a form.

    Slack refuses a form whose required field is empty before the app hears of it.
    """
    made: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return made | ({"hint": plain(hint, 2000)} if hint else {})


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str,
    metadata: str = "",
) -> View:
    """A form in a window of its own; `metadata` comes back with it."""
    made: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE_LIMIT),
        "close": plain(close, TITLE_LIMIT),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    return made | ({"submit": plain(submit, TITLE_LIMIT)} if submit else {})
