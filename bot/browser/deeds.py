"""What a visitor of the page does, done by the person who they are in the loopback Slack."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.browser.town import Town
from bot.playground import Person
from playbooks.errors import BadInput

Json = dict[str, Any]

COMMAND = "/cairn"
AT_SOMEBODY = re.compile(r"(?<![\w<])@(\w+)")


def do(town: Town, member_id: str, deed: Mapping[str, Any]) -> Json:
    """Do one deed, and return what shows at once: errors of a form, options of a menu.

    Raises BadInput for a deed that there is not, KeyError for one that lacks something.
    """
    done = DEEDS.get(str(deed.get("do")))
    if done is None:
        raise BadInput(f"Nobody can do {deed.get('do')!r} here. Nothing was done.")
    return done(town, town.people[member_id], deed) or {}


def _say(town: Town, person: Person, deed: Mapping[str, Any]) -> Json | None:
    text, place = str(deed["text"]).strip(), deed["place"]
    if not text:
        return None
    if text.startswith("/"):
        return _run(person, text, place)
    said = person.says(_with_mentions(town, text), place, thread=deed.get("thread"))
    return {"ts": said.ts}


def _run(person: Person, text: str, place: str) -> Json | None:
    command, _, rest = text.partition(" ")
    if command != COMMAND:
        return {"unknown_command": command}
    person.runs(command, rest.strip(), place)
    return None


def _with_mentions(town: Town, text: str) -> str:
    """The text with `@handle` as Slack writes it once a person has chosen it from the list."""
    ids = {str(town.members[one].handle).lstrip("@"): one for one in town.members}
    ids["cairn"] = town.slack.bot_user

    def mention(found: re.Match[str]) -> str:
        user = ids.get(found.group(1).lower())
        return f"<@{user}>" if user else found.group()

    return AT_SOMEBODY.sub(mention, text)


def _open(town: Town, person: Person, deed: Mapping[str, Any]) -> None:
    if deed["tab"] == "home":
        person.opens_home()
    else:
        person.opens_messages()


def _click(town: Town, person: Person, deed: Mapping[str, Any]) -> None:
    """Use a control of a message."""
    person.clicks(
        deed["action_id"],
        deed["place"],
        ts=deed["ts"],
        value=deed.get("value"),
        choose=deed.get("choose"),
    )


def _click_at_home(town: Town, person: Person, deed: Mapping[str, Any]) -> None:
    person.clicks_at_home(deed["action_id"], value=deed.get("value"), choose=deed.get("choose"))


def _click_in_modal(town: Town, person: Person, deed: Mapping[str, Any]) -> None:
    person.fills_in(deed["answers"])
    person.clicks_in_modal(deed["action_id"], value=deed.get("value"), choose=deed.get("choose"))


def _search(town: Town, person: Person, deed: Mapping[str, Any]) -> Json:
    return {"options": person.searches(deed["action_id"], str(deed["typed"]))}


def _shortcut(town: Town, person: Person, deed: Mapping[str, Any]) -> None:
    person.uses_shortcut(deed["callback_id"])


def _message_shortcut(town: Town, person: Person, deed: Mapping[str, Any]) -> None:
    person.uses_message_shortcut(deed["callback_id"], deed["ts"], deed["place"])


def _submit(town: Town, person: Person, deed: Mapping[str, Any]) -> Json:
    """Errors are the app's own words; `empty` are fields that Slack itself does not let pass."""
    submitted = person.submits(deed["answers"])
    if submitted.delivery is None:
        return {"errors": {}, "empty": list(submitted.errors)}
    return {"errors": dict(submitted.errors), "empty": []}


def _close(town: Town, person: Person, deed: Mapping[str, Any]) -> None:
    person.closes()


DEEDS: dict[str, Callable[[Town, Person, Mapping[str, Any]], Json | None]] = {
    "say": _say,
    "open": _open,
    "click": _click,
    "click_at_home": _click_at_home,
    "click_in_modal": _click_in_modal,
    "search": _search,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "submit": _submit,
    "close": _close,
}
"""By the name that the page sends."""
