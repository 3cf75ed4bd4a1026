"""`chat.*Stream`: messages that are written while people watch."""

from __future__ import annotations

import copy
from typing import Any

from bot.playground.api import chat, content
from bot.playground.api.arguments import Arguments
from bot.playground.api.method import Method
from bot.playground.channels import Channel
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

_CHUNKS = {"markdown_text", "task_update", "plan_update", "blocks"}


def start(workspace: Workspace, arguments: Arguments) -> Json:
    channel = chat.destination(workspace, arguments.text("channel"))
    _require_recipient(channel, arguments)
    message = {**chat.authored(workspace), "text": "", "ts": workspace.timestamps.next()}
    asked = arguments.optional_text("thread_ts")
    if asked:
        message["thread_ts"] = _thread(channel, asked)
    _append(message, arguments)
    channel.add(message)
    workspace.streams[channel.id, message["ts"]] = message
    return {"channel": channel.id, "ts": message["ts"]}


def append(workspace: Workspace, arguments: Arguments) -> Json:
    if not arguments.values.get("markdown_text") and not arguments.values.get("chunks"):
        raise Refused("no_text")
    channel, message = _streaming(workspace, arguments)
    _append(message, arguments)
    return {"channel": channel.id, "ts": message["ts"]}


def stop(workspace: Workspace, arguments: Arguments) -> Json:
    channel, message = _streaming(workspace, arguments)
    blocks = content.blocks(workspace, arguments) if arguments.values.get("blocks") else []
    metadata = content.metadata(arguments)
    _append(message, arguments)
    if blocks:
        message["blocks"] = blocks
    if metadata:
        message["metadata"] = metadata
    del workspace.streams[channel.id, message["ts"]]
    return {"channel": channel.id, "ts": message["ts"], "message": copy.deepcopy(message)}


def _require_recipient(channel: Channel, arguments: Arguments) -> None:
    """Outside direct messages Slack wants to know who is reading the stream."""
    if channel.kind == "im":
        return
    for name in ("recipient_team_id", "recipient_user_id"):
        if not arguments.values.get(name):
            raise Refused(f"missing_{name}")


def _thread(channel: Channel, asked: str) -> str:
    root = channel.root_ts(asked)
    if root is None:
        raise Refused("thread_not_found")
    return root


def _streaming(workspace: Workspace, arguments: Arguments) -> tuple[Channel, Json]:
    channel = workspace.joined(arguments.text("channel"))
    ts = arguments.text("ts")
    chat.own_message(workspace, channel, ts, "message_not_owned_by_app")
    message = workspace.streams.get((channel.id, ts))
    if message is None:
        raise Refused("message_not_in_streaming_state")
    return channel, message


def _append(message: Json, arguments: Arguments) -> None:
    text = content.bounded(str(arguments.values.get("markdown_text") or ""), content.MARKDOWN_TEXT)
    chunks = arguments.structure("chunks", "invalid_chunks") or []
    _check_chunks(chunks)
    written = [str(chunk["text"]) for chunk in chunks if chunk["type"] == "markdown_text"]
    message["text"] += "".join([text, *written])
    if chunks:
        message.setdefault("chunks", []).extend(chunks)


def _check_chunks(chunks: Any) -> None:
    if not isinstance(chunks, list):
        raise Refused("invalid_chunks")
    for chunk in chunks:
        if not isinstance(chunk, dict) or chunk.get("type") not in _CHUNKS:
            raise Refused("invalid_chunks")


METHODS = {
    "chat.startStream": Method(start, ("channel",), "chat:write"),
    "chat.appendStream": Method(append, ("channel", "ts"), "chat:write"),
    "chat.stopStream": Method(stop, ("channel", "ts"), "chat:write"),
}
