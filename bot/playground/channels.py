"""Conversations: public and private channels, direct messages, and the messages in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.playground.shapes import Json

Kind = Literal["channels", "groups", "im", "mpim"]
"""Slack's own words, as in the scope names: public, private, direct, group direct."""

CHANNEL_TYPES: dict[Kind, str] = {
    "channels": "channel",
    "groups": "group",
    "im": "im",
    "mpim": "mpim",
}
LISTED_AS: dict[Kind, str] = {
    "channels": "public_channel",
    "groups": "private_channel",
    "im": "im",
    "mpim": "mpim",
}


@dataclass(slots=True)
class Channel:
    """A conversation, with its messages in the order of their timestamps."""

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    members: list[str] = field(default_factory=list)
    is_shared: bool = False
    is_archived: bool = False
    messages: list[Json] = field(default_factory=list)

    def find(self, ts: str) -> Json | None:
        return next((message for message in self.messages if message["ts"] == ts), None)

    def top_level(self) -> list[Json]:
        """What the channel itself shows: no replies, unless they were also sent to the channel."""
        return [message for message in self.messages if _is_top_level(message)]

    def thread(self, root_ts: str) -> list[Json]:
        """The root and its replies, oldest first."""
        return [message for message in self.messages if _root_of(message) == root_ts]

    def add(self, message: Json) -> None:
        """Keep `message`; a reply is counted on its thread's root."""
        self.messages.append(message)
        root = self.find(_root_of(message))
        if root is not None and root is not message:
            _count_reply(root, message)

    def remove(self, message: Json) -> None:
        self.messages.remove(message)

    def root_ts(self, ts: str) -> str | None:
        """The timestamp of the thread that `ts` belongs to, None when there is no such message."""
        message = self.find(ts)
        return None if message is None else _root_of(message)

    def as_json(self, viewer: str, team_id: str) -> Json:
        """A conversation object as `conversations.info` shows it to `viewer`."""
        shared: Json = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
            "context_team_id": team_id,
        }
        if self.kind == "im":
            return {**shared, "user": self.partner_of(viewer)}
        return {**shared, **self._named_fields(viewer)}

    def partner_of(self, member: str) -> str:
        return next((other for other in self.members if other != member), member)

    def _named_fields(self, viewer: str) -> Json:
        return {
            "name": self.name,
            "name_normalized": self.name,
            "creator": self.creator,
            "is_channel": self.kind == "channels",
            "is_group": self.kind == "groups",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "channels",
            "is_general": False,
            "is_shared": self.is_shared,
            "is_ext_shared": self.is_shared,
            "is_member": viewer in self.members,
            "num_members": len(self.members),
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


def _root_of(message: Json) -> str:
    return str(message.get("thread_ts") or message["ts"])


def _is_top_level(message: Json) -> bool:
    is_broadcast = message.get("subtype") == "thread_broadcast"
    return is_broadcast or _root_of(message) == message["ts"]


def _count_reply(root: Json, reply: Json) -> None:
    root["thread_ts"] = root["ts"]
    root["reply_count"] = root.get("reply_count", 0) + 1
    root["latest_reply"] = reply["ts"]
    repliers = root.setdefault("reply_users", [])
    if reply["user"] not in repliers:
        repliers.append(reply["user"])
    root["reply_users_count"] = len(repliers)
