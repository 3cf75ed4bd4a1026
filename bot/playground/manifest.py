"""What an app may do and hear, as its Slack manifest says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALL_EVENTS = frozenset(
    {
        "app_context_changed",
        "app_home_opened",
        "app_mention",
        "member_joined_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "message.mpim",
    }
)


@dataclass(frozen=True, slots=True)
class Grants:
    """Bot scopes (None: every scope), subscribed events, and whether it is an `agent_view` app."""

    scopes: frozenset[str] | None = None
    events: frozenset[str] = ALL_EVENTS
    is_agent: bool = True


def read(manifest: Mapping[str, Any]) -> Grants:
    """The grants of a manifest as Slack's app settings export it (JSON)."""
    scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
    events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    return Grants(
        scopes=frozenset(scopes),
        events=frozenset(events),
        is_agent="agent_view" in manifest.get("features", {}),
    )
