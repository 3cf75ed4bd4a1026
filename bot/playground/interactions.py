"""What people do with an app, as Slack sends it: commands, shortcuts, buttons, menus, forms."""

from __future__ import annotations

import copy

from bot.playground.blockkit import forms
from bot.playground.blockkit.controls import Control
from bot.playground.channels import Channel
from bot.playground.envelope import VERIFICATION_TOKEN, Envelope
from bot.playground.members import Member
from bot.playground.openviews import OpenView
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def command(workspace: Workspace, user: Member, channel: Channel, name: str, text: str) -> Envelope:
    """A slash command."""
    is_direct = channel.kind == "im"
    return Envelope(
        "slash_commands",
        {
            "token": VERIFICATION_TOKEN,
            "team_id": workspace.team_id,
            "team_domain": "playground",
            "channel_id": channel.id,
            "channel_name": "directmessage" if is_direct else channel.name,
            "user_id": user.id,
            "user_name": user.handle,
            "command": name,
            "text": text,
            "api_app_id": workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": _response_url(workspace, channel, user),
            "trigger_id": _trigger(workspace, user),
        },
    )


def message_action(
    workspace: Workspace,
    user: Member,
    channel: Channel,
    target: Json,
    control: Control,
    chosen: Json,
) -> Envelope:
    """`block_actions` from a message."""
    is_ephemeral = "shown_to" in target
    shown = {name: value for name, value in target.items() if name not in ("shown_to", "channel")}
    container = {
        "type": "message",
        "message_ts": target["ts"],
        "channel_id": channel.id,
        "is_ephemeral": is_ephemeral,
    }
    if "thread_ts" in target:
        container["thread_ts"] = target["thread_ts"]
    payload = {
        **_interaction(workspace, "block_actions", user),
        "container": container,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message": copy.deepcopy(shown),
        "state": {"values": forms.values(target["blocks"], {})},
        "response_url": _response_url(workspace, channel, user, target),
        "actions": [_action(workspace, control, chosen)],
    }
    return Envelope("interactive", payload)


def view_action(
    workspace: Workspace, user: Member, opened: OpenView, control: Control, chosen: Json
) -> Envelope:
    """`block_actions` from a modal or the home tab."""
    actions = [_action(workspace, control, chosen)]
    payload = _inside(workspace, "block_actions", user, opened) | {"actions": actions}
    return Envelope("interactive", payload)


def suggestion(
    workspace: Workspace, user: Member, opened: OpenView, control: Control, typed: str
) -> Envelope:
    """`block_suggestion`: what a person typed into a menu that the app fills."""
    payload = {
        **_inside(workspace, "block_suggestion", user, opened),
        "action_id": control.action_id,
        "block_id": control.block["block_id"],
        "value": typed,
    }
    del payload["trigger_id"]
    return Envelope("interactive", payload)


def shortcut(workspace: Workspace, user: Member, callback_id: str) -> Envelope:
    """A global shortcut, which knows no channel."""
    payload = {
        **_interaction(workspace, "shortcut", user),
        "callback_id": callback_id,
        "action_ts": workspace.timestamps.next(),
    }
    return Envelope("interactive", payload)


def message_shortcut(
    workspace: Workspace, user: Member, channel: Channel, target: Json, callback_id: str
) -> Envelope:
    """A shortcut from the menu of a message."""
    payload = {
        **_interaction(workspace, "message_action", user),
        "callback_id": callback_id,
        "action_ts": workspace.timestamps.next(),
        "message_ts": target["ts"],
        "message": copy.deepcopy(target),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "response_url": _response_url(workspace, channel, user),
    }
    return Envelope("interactive", payload)


def view_submission(workspace: Workspace, user: Member, opened: OpenView) -> Envelope:
    payload = _of_view(workspace, "view_submission", user, opened) | {"response_urls": []}
    return Envelope("interactive", payload)


def view_closed(workspace: Workspace, user: Member, opened: OpenView, cleared: bool) -> Envelope:
    payload = _of_view(workspace, "view_closed", user, opened) | {"is_cleared": cleared}
    del payload["trigger_id"]
    return Envelope("interactive", payload)


def filled(opened: OpenView) -> Json:
    """A view as the app gets it back: its content, and what was filled in."""
    content = copy.deepcopy(opened.content)
    content["state"] = {"values": forms.values(content["blocks"], opened.answers)}
    return content


def _inside(workspace: Workspace, kind: str, user: Member, opened: OpenView) -> Json:
    container = {"type": "view", "view_id": opened.id}
    return _of_view(workspace, kind, user, opened) | {"container": container}


def _of_view(workspace: Workspace, kind: str, user: Member, opened: OpenView) -> Json:
    return _interaction(workspace, kind, user, opened.id) | {"view": filled(opened)}


def _interaction(workspace: Workspace, kind: str, user: Member, view_id: str | None = None) -> Json:
    return {
        "type": kind,
        "team": {"id": workspace.team_id, "domain": "playground"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": user.id,
            "username": user.handle,
            "name": user.handle,
            "team_id": user.team_id,
        },
        "api_app_id": workspace.app_id,
        "token": VERIFICATION_TOKEN,
        "trigger_id": _trigger(workspace, user, view_id),
    }


def _action(workspace: Workspace, control: Control, chosen: Json) -> Json:
    shown = ("type", "action_id", "value", "text", "style", "placeholder")
    element = {name: control.element[name] for name in shown if name in control.element}
    return {
        **copy.deepcopy(element),
        "block_id": control.block["block_id"],
        **chosen,
        "action_ts": workspace.timestamps.next(),
    }


def _trigger(workspace: Workspace, user: Member, view_id: str | None = None) -> str:
    return workspace.triggers.issue(workspace.ids.next("trigger."), user.id, view_id)


def _response_url(
    workspace: Workspace, channel: Channel, user: Member, target: Json | None = None
) -> str:
    key = workspace.response_urls.issue(
        workspace.ids.next("R"),
        channel.id,
        user.id,
        target["ts"] if target else None,
        target.get("thread_ts") if target else None,
    )
    return f"{workspace.base_url}/hooks/{key}"


def _channel_name(channel: Channel) -> str:
    return "directmessage" if channel.kind == "im" else channel.name
