"""`reactions.add`: an emoji under a message."""

from __future__ import annotations

from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def add(workspace: Workspace, arguments: Arguments) -> Json:
    message = _message(workspace, arguments)
    name = arguments.text("name").strip(":")
    reactions = message.setdefault("reactions", [])
    reaction = next((found for found in reactions if found["name"] == name), None)
    if reaction is None:
        reactions.append({"name": name, "users": [workspace.bot_user], "count": 1})
    elif workspace.bot_user in reaction["users"]:
        raise Refused("already_reacted")
    else:
        reaction["users"].append(workspace.bot_user)
        reaction["count"] += 1
    return {}


def _message(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.joined(arguments.text("channel"))
    message = channel.find(arguments.text("timestamp"))
    if message is None:
        raise Refused("message_not_found")
    return message


METHODS = {
    "reactions.add": Method(add, ("channel", "timestamp", "name"), "reactions:write"),
}
