"""What one person sees at one moment: their channels, a conversation, the Home tab, a modal."""

from collections.abc import Iterable
from typing import Any

from bot.browser.town import Room, Town
from bot.playground import Call, Person

Json = dict[str, Any]

SET_STATUS = "assistant.threads.setStatus"
ANSWERS = ("chat.postMessage", "chat.postEphemeral", "chat.startStream")
"""What the app sends takes the status of its thread away."""

SHOWN = ("ts", "thread_ts", "user", "text", "edited", "blocks")


def of(town: Town, member_id: str, place: str | None) -> Json:
    """The screen of a member who looks at `place`, a channel's id; None is the app's own."""
    person = town.people[member_id]
    direct = person.direct_message
    rooms = town.rooms_of(member_id)
    channel = place if place in [room.id for room in rooms] else direct
    return {
        "me": member_id,
        "app": {"id": direct, "latest": _latest(town, direct)},
        "place": channel,
        "places": [_place(town, room) for room in rooms],
        "messages": _messages(town, person, channel),
        "status": _statuses(town.slack.calls(), channel),
        "prompts": _prompts(town, channel),
        "home": town.slack.home_of(person),
        "modal": town.slack.modal_of(person),
    }


def _place(town: Town, room: Room) -> Json:
    """A channel, with the timestamp of its latest message, which tells what is unread."""
    people = [town.members[one].name for one in room.people]
    return {
        "id": room.id,
        "name": room.name,
        "shared": room.shared,
        "people": people,
        "latest": _latest(town, room.id),
    }


def _latest(town: Town, channel: str) -> str:
    messages = town.slack.messages(channel)
    return str(messages[-1]["ts"]) if messages else ""


def _messages(town: Town, person: Person, channel: str) -> list[Json]:
    """What was said, and what was shown to this person alone, in the order of time."""
    whispered = [one for one in town.slack.ephemerals(person) if one["channel"] == channel]
    everything = [*town.slack.messages(channel), *whispered]
    return [_message(one) for one in sorted(everything, key=lambda one: str(one["ts"]))]


def _message(kept: Json) -> Json:
    """The part of a message that is shown; people's own blocks repeat their text."""
    shown = {name: kept[name] for name in SHOWN if name in kept}
    if "bot_id" not in kept:
        shown.pop("blocks", None)
    elif "chunks" in kept:
        shown["blocks"] = _grown(kept)
    return {**shown, "by_app": "bot_id" in kept, "whispered": "shown_to" in kept}


def _grown(kept: Json) -> list[Json]:
    """A message that grows or has grown: its steps, what was said so far, and what closes it."""
    tasks = {one["id"]: one for one in kept["chunks"] if one["type"] == "task_update"}
    marks = {"complete": "✓", "error": "✗"}
    steps = [f"{marks.get(one['status'], '…')} {one['title']}" for one in tasks.values()]
    small = [{"type": "mrkdwn", "text": "\n".join(steps)}]
    said = {"type": "markdown", "text": kept["text"]}
    written = kept.get("blocks") or ([said] if kept["text"] else [])
    return [*([{"type": "context", "elements": small}] if steps else []), *written]


def _statuses(calls: Iterable[Call], channel: str) -> dict[str, str]:
    """What the app says that it is doing, by thread, until it answers there."""
    statuses: dict[str, str] = {}
    for call in calls:
        arguments = call.arguments
        where = arguments.get("channel_id") or arguments.get("channel")
        if call.ok and where == channel:
            thread = str(arguments.get("thread_ts") or "")
            if call.method == SET_STATUS:
                statuses[thread] = str(arguments.get("status") or "")
            elif call.method in ANSWERS:
                statuses.pop(thread, None)
    return {thread: status for thread, status in statuses.items() if status}


def _prompts(town: Town, channel: str) -> Json | None:
    """The prompts that the app suggested last."""
    suggested = [one for one in town.slack.assistant_threads(channel) if "prompts" in one]
    return suggested[-1] if suggested else None
