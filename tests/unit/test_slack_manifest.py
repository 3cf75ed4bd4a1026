"""The Slack manifest asks for what the listeners and calls need, and for nothing more."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.listeners import commands, notes, shortcuts

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))

NEEDED = {
    "app_mention": {"app_mentions:read"},
    "app_home_opened": set(),
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
    "auth.test": set(),
    "apps.connections.open": set(),
    "assistant.threads.setStatus": {"assistant:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "chat.delete": {"chat:write"},
    "chat.startStream": {"chat:write"},
    "chat.appendStream": {"chat:write"},
    "chat.stopStream": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    # Where the app may be asked: public and private channels and group messages. In a direct
    # message nobody reads along, so there is nothing to look up.
    "conversations.info": {"channels:read", "groups:read", "mpim:read"},
    "conversations.members": {"channels:read", "groups:read", "mpim:read"},
    # Was a message sent before the crash? Asked of the place to which it was sent.
    "conversations.history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.open": {"im:write"},
    # The address links members who were imported before they were seen in Slack.
    "users.info": {"users:read", "users:read.email"},
    "users.list": {"users:read", "users:read.email"},
    # Nobody is spoken to first who does not want to be disturbed.
    "dnd.info": {"dnd:read"},
    # What somebody shares is offered to the library, and read when they say so.
    "files.info": {"files:read"},
    # A picture is laid down first; a message of ours then shows it.
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
    "views.open": set(),
    "views.publish": set(),
    "views.update": set(),
}
"""Scopes by event and method, as docs.slack.dev lists them."""


def sources() -> str:
    """The code of `bot` that talks to Slack: all but the loopback Slack, and what measures us."""
    files = (ROOT / "bot").rglob("*.py")
    outside = [file for file in files if not {"playground", "evaluation"} & set(file.parts)]
    return "\n".join(file.read_text(encoding="utf-8") for file in outside)


def called() -> set[str]:
    """The Web API methods that the code calls, by the SDK's name or by Slack's."""
    text = sources()
    names = set(re.findall(r"\.((?:[a-z]+_){1,2}[a-zA-Z]+)\(", text))
    by_sdk = {name for name in NEEDED if name.replace(".", "_") in names}
    by_slack = set(re.findall(r'"((?:chat|conversations|dnd|files|users|views)\.[a-zA-Z]+)"', text))
    return by_sdk | by_slack


def subscribed() -> set[str]:
    return set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


def test_the_scopes_are_those_that_events_calls_and_commands_need() -> None:
    scopes = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    needed = {scope for name in subscribed() | called() for scope in NEEDED[name]}
    assert scopes == needed | {"commands"}


def test_every_call_that_the_code_makes_is_known_here() -> None:
    assert called() <= set(NEEDED)
    assert {name for name in NEEDED if "." in name} - {"message.im"} <= called()


def test_the_events_are_those_that_are_listened_to() -> None:
    listened = set(re.findall(r'@app\.event\("([a-z_]+)"\)', sources()))
    assert {event.split(".")[0] for event in subscribed()} == listened


def test_the_command_and_the_shortcuts_are_those_that_are_listened_to() -> None:
    features = MANIFEST["features"]
    assert [one["command"] for one in features["slash_commands"]] == [commands.COMMAND]
    listed = {one["callback_id"]: one["type"] for one in features["shortcuts"]}
    assert listed == {
        shortcuts.LOG_NOTE: "global",
        shortcuts.LOG_HANDOFF: "global",
        notes.SAVE_AS_NOTE: "message",
        notes.SAVE_THREAD: "message",
    }


def test_it_is_an_agent_over_socket_mode_with_a_home_and_a_messages_tab() -> None:
    assert "assistant_view" not in MANIFEST["features"]
    assert MANIFEST["features"]["agent_view"]["agent_description"]
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    home = MANIFEST["features"]["app_home"]
    assert home["home_tab_enabled"] is True
    assert home["messages_tab_enabled"] is True


@pytest.mark.parametrize("shortcut", MANIFEST["features"]["shortcuts"], ids=lambda s: s["name"])
def test_names_fit_slacks_menus(shortcut: dict[str, str]) -> None:
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
