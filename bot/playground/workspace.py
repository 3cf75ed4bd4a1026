"""Everything that the loopback Slack knows: members, conversations, messages, views, files."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from bot.playground.changes import Changes
from bot.playground.channels import Channel, Kind
from bot.playground.faults import Faults
from bot.playground.files import SharedFile
from bot.playground.ids import Ids, Timestamps
from bot.playground.journal import Journal
from bot.playground.manifest import Grants
from bot.playground.members import Member
from bot.playground.openstreams import OpenStreams
from bot.playground.openviews import OpenViews
from bot.playground.refusal import Refused
from bot.playground.shapes import Clock, Json
from bot.playground.triggers import ResponseUrls, Triggers


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the app is configured with. They open this loopback server and nothing else."""

    bot_token: str = "xoxb-playground"
    app_token: str = "xapp-playground"
    signing_secret: str = "playground-signing-secret"
    client_id: str = "playground.client"
    client_secret: str = "playground-client-secret"


class Workspace:
    """The state of one workspace with the app installed.

    `changed` is its lock: whoever reads or writes holds it, and every change notifies it.
    """

    def __init__(
        self, clock: Clock, grants: Grants, credentials: Credentials, ids: Ids | None = None
    ) -> None:
        self.clock = clock
        self.grants = grants
        self.credentials = credentials
        self.changed = Changes()
        self.ids = ids or Ids()
        self.timestamps = Timestamps(clock)
        self.team_id = self.ids.next("T")
        self.app_id = self.ids.next("A")
        self.bot_id = self.ids.next("B")
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, SharedFile] = {}
        self.uploads: dict[str, SharedFile] = {}
        self.ephemerals: list[Json] = []
        self.pauses: dict[str, tuple[float, float]] = {}
        self.assistant_threads: list[Json] = []
        self.codes: set[str] = set()
        self.tickets: set[str] = set()
        self.streams = OpenStreams(clock)
        self.views = OpenViews(self.ids, self.team_id, self.app_id, self.bot_id)
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock)
        self.faults = Faults()
        self.journal = Journal(self.changed)
        bot = Member(self.ids.next("U"), "cairn", "Cairn", self.team_id, is_bot=True)
        self.bot_user = self.add_member(bot).id
        self.base_url = ""

    def add_member(self, member: Member) -> Member:
        self.members[member.id] = member
        return member

    def add_channel(
        self,
        name: str,
        kind: Kind,
        members: list[str],
        *,
        is_shared: bool = False,
        channel_id: str | None = None,
    ) -> Channel:
        prefix = {"channels": "C", "groups": "G", "im": "D", "mpim": "G"}[kind]
        channel = Channel(
            id=channel_id or self.ids.next(prefix),
            name=name,
            kind=kind,
            creator=members[0] if members else self.bot_user,
            created=int(self.clock()),
            members=list(dict.fromkeys(members)),
            is_shared=is_shared,
        )
        self.channels[channel.id] = channel
        return channel

    def direct_message(self, user: str) -> Channel:
        """The conversation between the app and one person, opened when there is none yet."""
        wanted = {self.bot_user, user}
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == wanted:
                return channel
        return self.add_channel("", "im", [user, self.bot_user])

    def group_message(self, users: list[str]) -> Channel:
        """The conversation between the app and several people."""
        wanted = {self.bot_user, *users}
        for channel in self.channels.values():
            if channel.kind == "mpim" and set(channel.members) == wanted:
                return channel
        handles = "--".join(self.members[user].handle for user in users)
        return self.add_channel(f"mpdm-{handles}-1", "mpim", [*users, self.bot_user])

    def member(self, user: str) -> Member:
        """A member by id; refused when there is none."""
        if user not in self.members:
            raise Refused("user_not_found")
        return self.members[user]

    def reachable(self, channel_id: str) -> Channel:
        """A conversation that the app can see: public ones, and those that it is in."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise Refused("channel_not_found")
        if channel.kind != "channels" and self.bot_user not in channel.members:
            raise Refused("channel_not_found")
        return channel

    def joined(self, channel_id: str) -> Channel:
        """A conversation that the app is in."""
        channel = self.reachable(channel_id)
        if self.bot_user not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def new_file(self, name: str, content: bytes, mimetype: str, user: str) -> SharedFile:
        """A file of somebody's with an id and addresses of its own; not shared anywhere yet."""
        file_id = self.ids.next("F")
        return SharedFile(
            file_id,
            name,
            mimetype,
            content,
            user,
            int(self.clock()),
            f"{self.base_url}/files-pri/{file_id}/{quote(name)}",
            f"{self.base_url}/files/{user}/{file_id}/{quote(name)}",
        )

    def require_scope(self, scope: str) -> None:
        granted = self.grants.scopes
        if granted is not None and scope not in granted:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(granted)))

    def permalink(self, channel: Channel, message: Json) -> str:
        link = f"{self.base_url}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
        root = message.get("thread_ts")
        is_reply = root is not None and root != message["ts"]
        return f"{link}?thread_ts={root}&cid={channel.id}" if is_reply else link
