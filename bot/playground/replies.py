"""What the app says back to an interaction: through a response URL or in its acknowledgement."""

from __future__ import annotations

from typing import Any

from bot.playground.api import chat, content, views
from bot.playground.api.arguments import Arguments
from bot.playground.channels import Channel
from bot.playground.openviews import OpenView
from bot.playground.refusal import Refused
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def to_response_url(workspace: Workspace, key: str, said: Json) -> tuple[int, Json]:
    """The status and outcome of a post to a response URL; what it says takes effect."""
    try:
        place = workspace.response_urls.use(key)
    except Refused as refused:
        return 404, refused.as_json()
    try:
        channel = workspace.channels[place.channel]
        _say(workspace, channel, place.user, place.message_ts, said)
    except Refused as refused:
        return 400, refused.as_json()
    return 200, {"ok": True}


def to_command(workspace: Workspace, payload: Json, said: str | Json) -> None:
    """Show what the acknowledgement of a slash command said, if it said anything."""
    shown = {"text": said} if isinstance(said, str) else said
    if shown.get("text") or shown.get("blocks"):
        channel = workspace.channels[payload["channel_id"]]
        _say(workspace, channel, payload["user_id"], None, shown)


def to_submission(workspace: Workspace, opened: OpenView, said: Json) -> dict[str, str]:
    """Do what the app answered to a submitted modal; the errors to show, by block id, if any.

    https://docs.slack.dev/surfaces/modals/#handling_submissions
    """
    action = said.get("response_action")
    if action == "errors":
        return _errors(opened, said.get("errors") or {})
    if action == "update":
        workspace.views.update(opened, views.modal(said.get("view")))
    elif action == "push":
        workspace.views.push(opened.user, views.modal(said.get("view")))
    elif action == "clear":
        workspace.views.clear(opened.user)
    else:
        workspace.views.close(opened.user)
    return {}


def _errors(opened: OpenView, errors: dict[str, str]) -> dict[str, str]:
    """Slack shows nothing at all when an error names a block that is no input of the view."""
    inputs = {block["block_id"] for block in opened.content["blocks"] if block["type"] == "input"}
    strays = set(errors) - inputs
    if strays or not errors:
        raise Refused("invalid_response_action", errors=sorted(strays))
    return errors


def _say(
    workspace: Workspace, channel: Channel, user: str, original_ts: str | None, said: Json
) -> None:
    if said.get("delete_original"):
        _remove(workspace, channel, original_ts)
        return
    shown = content.given(workspace, Arguments(said))
    if said.get("replace_original") and original_ts:
        _replace(workspace, channel, original_ts, shown)
    elif said.get("response_type") == "in_channel":
        _post(workspace, channel, {"text": "", **shown, **_thread(said)})
    elif not shown:
        raise Refused("no_text")
    else:
        chat.whisper(workspace, channel, user, {"text": "", **shown, **_thread(said)})


def _thread(said: Json) -> Json:
    return {"thread_ts": said["thread_ts"]} if said.get("thread_ts") else {}


def _post(workspace: Workspace, channel: Channel, shown: Json) -> None:
    channel.add({**chat.authored(workspace), **shown, "ts": workspace.timestamps.next()})


def _replace(workspace: Workspace, channel: Channel, ts: str, shown: Json) -> None:
    """Replace all of a message: unlike `chat.update`, blocks that are not sent again are gone."""
    message = _original(workspace, channel, ts)
    if message is None:
        raise Refused("message_not_found")
    for name in ("blocks", "attachments"):
        message.pop(name, None)
    chat.change(workspace, message, shown)


def _remove(workspace: Workspace, channel: Channel, ts: str | None) -> None:
    message = _original(workspace, channel, ts) if ts else None
    if message is None:
        raise Refused("message_not_found")
    if message in workspace.ephemerals:
        workspace.ephemerals.remove(message)
    else:
        channel.remove(message)


def _original(workspace: Workspace, channel: Channel, ts: str) -> dict[str, Any] | None:
    whispered = [message for message in workspace.ephemerals if message["ts"] == ts]
    return whispered[0] if whispered else channel.find(ts)
