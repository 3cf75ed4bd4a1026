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
_STATUSES = ("pending", "in_progress", "complete", "error")
_DISPLAYS = ("timeline", "plan")

TASK_TEXT = 256
"""Characters of the title of a task or of a plan."""


def start(workspace: Workspace, arguments: Arguments) -> Json:
    channel = chat.destination(workspace, arguments.text("channel"))
    _require_recipient(channel, arguments)
    if arguments.values.get("task_display_mode", "timeline") not in _DISPLAYS:
        raise Refused("invalid_arguments")
    message = {**chat.authored(workspace), "text": "", "ts": workspace.timestamps.next()}
    message["thread_ts"] = _thread(channel, arguments.text("thread_ts"))
    message["streaming_state"] = "in_progress"
    _append(workspace, message, arguments)
    channel.add(message)
    workspace.streams.open(channel.id, message)
    return {"channel": channel.id, "ts": message["ts"]}


def append(workspace: Workspace, arguments: Arguments) -> Json:
    if not arguments.values.get("markdown_text") and not arguments.values.get("chunks"):
        raise Refused("no_text")
    channel, message = _streaming(workspace, arguments)
    _append(workspace, message, arguments)
    return {"channel": channel.id, "ts": message["ts"]}


def stop(workspace: Workspace, arguments: Arguments) -> Json:
    channel, message = _streaming(workspace, arguments)
    blocks = content.blocks(workspace, arguments) if arguments.values.get("blocks") else []
    metadata = content.metadata(arguments)
    _append(workspace, message, arguments)
    if blocks:
        message["blocks"] = [*_written(message), *blocks]
    if metadata:
        message["metadata"] = metadata
    message["streaming_state"] = "completed"
    workspace.streams.close(channel.id, message["ts"])
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
    message = workspace.streams.grow(channel.id, ts)
    if message is None:
        raise Refused("message_not_in_streaming_state")
    return channel, message


def _append(workspace: Workspace, message: Json, arguments: Arguments) -> None:
    text = content.bounded(str(arguments.values.get("markdown_text") or ""), content.MARKDOWN_TEXT)
    chunks = arguments.structure("chunks", "invalid_chunks") or []
    _check_chunks(workspace, chunks)
    written = [str(chunk["text"]) for chunk in chunks if chunk["type"] == "markdown_text"]
    message["text"] += "".join([text, *written])
    if chunks:
        message.setdefault("chunks", []).extend(chunks)


def _written(message: Json) -> list[Json]:
    """What was streamed, as the block that stands above those with which the stream ends."""
    return [{"type": "markdown", "text": message["text"]}] if message["text"] else []


def _check_chunks(workspace: Workspace, chunks: Any) -> None:
    if not isinstance(chunks, list):
        raise Refused("invalid_chunks")
    for chunk in chunks:
        if not isinstance(chunk, dict) or chunk.get("type") not in _CHUNKS:
            raise Refused("invalid_chunks")
        if not _fits(chunk):
            raise Refused("invalid_chunks")
        if chunk["type"] == "blocks":
            content.checked(workspace, chunk.get("blocks"))


def _fits(chunk: Json) -> bool:
    """True when the chunk has what its type needs, within Slack's limits."""
    if chunk["type"] == "markdown_text":
        return 0 < len(str(chunk.get("text") or "")) <= content.MARKDOWN_TEXT
    if chunk["type"] == "blocks":
        return True
    titled = 0 < len(str(chunk.get("title") or "")) <= TASK_TEXT
    if chunk["type"] == "plan_update":
        return titled
    return titled and bool(chunk.get("id")) and chunk.get("status") in _STATUSES


METHODS = {
    "chat.startStream": Method(start, ("channel", "thread_ts"), "chat:write"),
    "chat.appendStream": Method(append, ("channel", "ts"), "chat:write"),
    "chat.stopStream": Method(stop, ("channel", "ts"), "chat:write"),
}
