"""`chat.*`: posting, changing and removing messages."""

from __future__ import annotations

import copy

from bot.playground.api import content
from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.channels import Channel
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def post_message(workspace: Workspace, arguments: Arguments) -> Json:
    channel = destination(workspace, arguments.text("channel"))
    said = content.required(workspace, arguments)
    message = {**authored(workspace), **said, **_placed(channel, arguments)}
    metadata = content.metadata(arguments)
    if metadata:
        message["metadata"] = metadata
    message["ts"] = workspace.timestamps.next()
    channel.add(message)
    return {"channel": channel.id, "ts": message["ts"], "message": copy.deepcopy(message)}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.joined(arguments.text("channel"))
    user = workspace.member(arguments.text("user")).id
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    said = content.required(workspace, arguments)
    whisper(workspace, channel, user, {**said, **_placed(channel, arguments)})
    return {"message_ts": workspace.ephemerals[-1]["ts"]}


def update(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.joined(arguments.text("channel"))
    message = own_message(workspace, channel, arguments.text("ts"), "cant_update_message")
    if workspace.streams.is_open(channel.id, message["ts"]):
        raise Refused("streaming_state_conflict")
    changes = content.given(workspace, arguments)
    if "metadata" in arguments.values:
        changes["metadata"] = content.metadata(arguments)
    if not changes:
        raise Refused("no_text")
    change(workspace, message, changes)
    shown = {"channel": channel.id, "ts": message["ts"], "text": message["text"]}
    return {**shown, "message": copy.deepcopy(message)}


def delete(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.joined(arguments.text("channel"))
    message = own_message(workspace, channel, arguments.text("ts"), "cant_delete_message")
    if workspace.streams.is_open(channel.id, message["ts"]):
        raise Refused("cant_delete_message")
    channel.remove(message)
    return {"channel": channel.id, "ts": message["ts"]}


def get_permalink(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.reachable(arguments.text("channel"))
    message = channel.find(arguments.text("message_ts"))
    if message is None:
        raise Refused("message_not_found")
    return {"channel": channel.id, "permalink": workspace.permalink(channel, message)}


def destination(workspace: Workspace, name: str) -> Channel:
    """Where a message goes: a channel by id or #name, or a person's direct messages."""
    if name in workspace.members:
        return workspace.direct_message(name)
    named = [channel for channel in workspace.channels.values() if f"#{channel.name}" == name]
    channel = workspace.joined(named[0].id if named else name)
    if channel.is_archived:
        raise Refused("is_archived")
    return channel


def authored(workspace: Workspace) -> Json:
    """The fields that say that the app wrote a message."""
    return {
        "type": "message",
        "user": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "app_id": workspace.app_id,
        "team": workspace.team_id,
    }


def whisper(workspace: Workspace, channel: Channel, user: str, said: Json) -> None:
    """Show something to one person only."""
    message = {**authored(workspace), **said, "ts": workspace.timestamps.next()}
    workspace.ephemerals.append({**message, "channel": channel.id, "shown_to": user})


def own_message(workspace: Workspace, channel: Channel, ts: str, otherwise: str) -> Json:
    """A message that the app may change; refused with `otherwise` when somebody else wrote it."""
    message = channel.find(ts)
    if message is None:
        raise Refused("message_not_found")
    if message["user"] != workspace.bot_user:
        raise Refused(otherwise)
    return message


def change(workspace: Workspace, message: Json, changes: Json) -> None:
    """Change a message; what is not in `changes` stays, and empty metadata goes away."""
    message.update(changes)
    message.pop("chunks", None)
    if message.get("metadata", {}) is None:
        del message["metadata"]
    message["edited"] = {"user": workspace.bot_user, "ts": workspace.timestamps.next()}


def _placed(channel: Channel, arguments: Arguments) -> Json:
    """The thread that a message goes to; a reply to a reply joins the same thread."""
    asked = arguments.optional_text("thread_ts")
    if asked is None:
        return {}
    root = channel.root_ts(asked)
    if root is None:
        raise Refused("thread_not_found")
    placed: Json = {"thread_ts": root, "parent_user_id": _author(channel, root)}
    if arguments.flag("reply_broadcast"):
        placed["subtype"] = "thread_broadcast"
    return placed


def _author(channel: Channel, ts: str) -> str:
    root = channel.find(ts)
    return str(root["user"]) if root else ""


METHODS = {
    "chat.postMessage": Method(post_message, ("channel",), "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, ("channel", "user"), "chat:write"),
    "chat.update": Method(update, ("channel", "ts"), "chat:write"),
    "chat.delete": Method(delete, ("channel", "ts"), "chat:write"),
    "chat.getPermalink": Method(get_permalink, ("channel", "message_ts")),
}
