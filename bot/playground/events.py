"""What happens in a workspace, as the Events API tells it to an app."""

from __future__ import annotations

import copy

from bot.playground.channels import CHANNEL_TYPES, Channel
from bot.playground.envelope import VERIFICATION_TOKEN, Envelope
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


def event(workspace: Workspace, inner: Json, channel: Channel | None = None) -> Envelope:
    """`inner` in the Events API's wrapper, with a new event id."""
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return Envelope(
        "events_api",
        {
            "token": VERIFICATION_TOKEN,
            "team_id": workspace.team_id,
            "context_team_id": workspace.team_id,
            "context_enterprise_id": None,
            "api_app_id": workspace.app_id,
            "event": inner,
            "type": "event_callback",
            "event_id": workspace.ids.next("Ev"),
            "event_time": int(workspace.clock()),
            "authorizations": [authorization],
            "is_ext_shared_channel": channel is not None and channel.is_shared,
        },
    )


def message(workspace: Workspace, channel: Channel, stored: Json) -> Envelope:
    """`message.channels`, `message.groups`, `message.im` or `message.mpim`."""
    inner = {
        **copy.deepcopy(stored),
        "channel": channel.id,
        "event_ts": stored["ts"],
        "channel_type": CHANNEL_TYPES[channel.kind],
    }
    return event(workspace, inner, channel)


def app_mention(workspace: Workspace, channel: Channel, stored: Json) -> Envelope:
    """`app_mention`: the same words as the message event, and another event id."""
    kept = {name: value for name, value in stored.items() if name != "subtype"}
    inner = {**copy.deepcopy(kept), "type": "app_mention"}
    inner |= {"channel": channel.id, "event_ts": stored["ts"]}
    return event(workspace, inner, channel)


def app_home_opened(
    workspace: Workspace, user: str, channel: Channel, tab: str, viewing: Channel | None
) -> Envelope:
    """`app_home_opened` for the tab `home` or `messages`."""
    inner: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel.id,
        "tab": tab,
        "event_ts": workspace.timestamps.next(),
    }
    home = workspace.views.home(user)
    if tab == "home" and home is not None:
        inner["view"] = copy.deepcopy(home.content)
    if tab == "messages" and viewing is not None:
        inner["context"] = context(workspace, viewing)
    return event(workspace, inner)


def member_joined_channel(
    workspace: Workspace, user: str, channel: Channel, inviter: str
) -> Envelope:
    """`member_joined_channel`: somebody, or the app itself, was brought into a channel."""
    inner: Json = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == "channels" else "G",
        "team": workspace.team_id,
        "inviter": inviter,
        "event_ts": workspace.timestamps.next(),
    }
    return event(workspace, inner)


def app_context_changed(
    workspace: Workspace, user: str, channel: Channel, viewing: Channel | None
) -> Envelope:
    """`app_context_changed`: what the person looks at beside the app.

    Slack's reference shows `context` alone, its published types also `channel`, `user` and
    `event_ts`; both are satisfied here, and an app should bear the shorter form.
    """
    inner = {
        "type": "app_context_changed",
        "user": user,
        "channel": channel.id,
        "event_ts": workspace.timestamps.next(),
        "context": context(workspace, viewing),
    }
    return event(workspace, inner)


def context(workspace: Workspace, viewing: Channel | None) -> Json:
    """The entities that a person is looking at; empty when it is nothing that has an id."""
    if viewing is None:
        return {}
    entity = {"type": "slack#/types/channel_id", "value": viewing.id, "team_id": workspace.team_id}
    return {"entities": [entity]}
