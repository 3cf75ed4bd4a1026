"""A message that a person writes, and the events that the app hears because of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.playground import events
from bot.playground.channels import Channel
from bot.playground.envelope import Envelope
from bot.playground.files import SharedFile
from bot.playground.members import Member
from bot.playground.shapes import Json
from bot.playground.sight import NothingThere
from bot.playground.workspace import Workspace

_MARKUP = re.compile(r"(<(?:[@#!]|https?://|mailto:)[^<>]*>)")


def write(
    workspace: Workspace,
    author: Member,
    channel: Channel,
    text: str,
    *,
    thread: str | None = None,
    files: Sequence[SharedFile] = (),
    viewing: Channel | None = None,
) -> Json:
    """Keep what `author` wrote in `channel`, and return it as it was kept."""
    message: Json = {
        "type": "message",
        "client_msg_id": workspace.ids.next("client-"),
        "user": author.id,
        "text": escaped(text),
        "team": author.team_id,
        "ts": workspace.timestamps.next(),
        "blocks": [_rich_text(workspace.ids.next("b"), text)],
        **_origin(workspace, author),
    }
    if thread is not None:
        message |= _reply_to(channel, thread)
    if files:
        message |= {"subtype": "file_share", "files": [file.as_json() for file in files]}
    if viewing is not None:
        message["app_context"] = events.context(workspace, viewing)
    channel.add(message)
    return message


def escaped(text: str) -> str:
    """`text` as Slack stores it: `&`, `<` and `>` are entities, mentions and links stay.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    pieces = _MARKUP.split(text)
    plain = [piece.replace("&", "&amp;").replace("<", "&lt;") for piece in pieces[::2]]
    pieces[::2] = [piece.replace(">", "&gt;") for piece in plain]
    return "".join(pieces)


def heard(workspace: Workspace, channel: Channel, message: Json) -> list[Envelope]:
    """What the app is told: a mention comes as `app_mention` and once more as a message."""
    if workspace.bot_user not in channel.members:
        return []
    subscribed = workspace.grants.events
    told: list[Envelope] = []
    is_mention = f"<@{workspace.bot_user}>" in message["text"] and channel.kind != "im"
    if is_mention and "app_mention" in subscribed:
        told.append(events.app_mention(workspace, channel, message))
    if f"message.{channel.kind}" in subscribed:
        told.append(events.message(workspace, channel, message))
    return told


def _rich_text(block_id: str, text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _origin(workspace: Workspace, author: Member) -> Json:
    """People of other organisations are marked so in a shared channel."""
    if author.team_id == workspace.team_id:
        return {}
    return {"user_team": author.team_id, "source_team": author.team_id}


def _reply_to(channel: Channel, thread: str) -> Json:
    root = channel.root_ts(thread)
    parent = channel.find(root) if root else None
    if root is None or parent is None:
        raise NothingThere(f"there is no message {thread} in {channel.name or channel.id}")
    return {"thread_ts": root, "parent_user_id": parent["user"]}
