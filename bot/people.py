"""Who is in the workspace and who reads a channel: Slack's word, kept in the records."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playbooks.people import Channel, Member, Role
from storage import members
from storage.workspace import Workspace, Writer

MEMBER_KEEPS = timedelta(hours=1)
CHANNEL_KEEPS = timedelta(minutes=1)
"""How long Slack's word is taken for granted. Who reads along decides what may be said, so a
channel is asked about anew for nearly every question."""

FEW = 20
"""So many unknown people are asked for one by one; more of them with the whole list."""

FROM_SLACK = ("name", "handle", "email", "time_zone", "language", "active", "role")
GONE = ("user_not_found", "users_not_found", "channel_not_found", "missing_scope", "not_in_channel")


class Kind(StrEnum):
    """What Slack says that a user is to us."""

    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Seen:
    """What Slack said of a user, and when."""

    kind: Kind
    at: datetime


class People:
    """Members and channels of one workspace, asked of Slack when our word on them is too old.

    `home_team` is Slack's id of the workspace in which the app is installed. A person whom nobody
    gave a role yet gets the least of an internal member, `sales`; Slack's admins are admins.
    """

    def __init__(
        self,
        client: WebClient,
        workspace: Workspace,
        home_team: str,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._workspace = workspace
        self._home_team = home_team
        self._now = now
        self._seen: dict[str, Seen] = {}
        self._channels_seen: dict[str, datetime] = {}

    def insider(self, user_id: str, *, surely: bool = False) -> Member | None:
        """The member with that id, when it is an active one of ours and no guest; else None.

        Raises `SlackApiError` when Slack cannot be asked about somebody whom we do not know, or,
        with `surely`, about anybody: what was known before may be out of date.
        """
        self._refresh_member(user_id, surely=surely)
        member = self.known(user_id)
        if member is None or not member.active or member.role is Role.GUEST:
            return None
        return member

    def known(self, user_id: str) -> Member | None:
        """The member as the records have them, without asking Slack."""
        with self._workspace.reading() as reader:
            return reader.get(Member, user_id)

    def channel(self, channel_id: str) -> Channel | None:
        """The channel with those who are in it now; None when the app cannot see it."""
        if self._is_fresh(self._channels_seen.get(channel_id), CHANNEL_KEEPS):
            return self._known_channel(channel_id)
        try:
            channel = self._ask_channel(channel_id)
        except SlackApiError as error:
            if error.response.get("error") not in GONE:
                raise
            return None
        with self._workspace.writing() as writer:
            writer.put(channel)
        self._channels_seen[channel_id] = self._now()
        return channel

    def origin(self, channel_id: str, user_id: str) -> None:
        """Know the channel that a note is born in, before it is saved.

        One that the app cannot see (a private channel without it, a direct message) is private,
        and of its members we know the person who acts in it.
        """
        if self.channel(channel_id) is not None:
            return
        with self._workspace.writing() as writer:
            before = writer.get(Channel, channel_id)
            present = {*(before.members if before else ()), user_id}
            writer.put(Channel(channel_id, private=True, members=tuple(sorted(present))))

    def names(self, user_ids: Iterable[str]) -> dict[str, str]:
        """Words for user ids as far as we know them, for reading a message aloud."""
        with self._workspace.reading() as reader:
            found = reader.find(Member, id=list(user_ids))
        return {member.id: member.handle or member.name for member in found}

    def refresh_private_channels(self) -> int:
        """Ask anew who is in the private channels that we know, which notes stay in."""
        with self._workspace.reading() as reader:
            known = reader.find(Channel, private=True)
        return sum(self.channel(channel.id) is not None for channel in known)

    def refresh_all(self) -> int:
        """Take over the whole list of members; returns how many there are."""
        pages = self._client.users_list(limit=200, include_locale=True)
        return sum(self._keep(page["members"]).count(Kind.MEMBER) for page in pages)

    def _refresh_member(self, user_id: str, *, surely: bool = False) -> None:
        seen = self._seen.get(user_id)
        if seen is not None and self._is_fresh(seen.at, MEMBER_KEEPS):
            return
        try:
            answer = self._client.users_info(user=user_id, include_locale=True)
        except SlackApiError as error:
            gone = error.response.get("error") in GONE
            if not gone and (surely or self.known(user_id) is None):
                raise
            return
        self._keep([answer["user"]])

    def _keep(self, users: Sequence[dict[str, Any]]) -> list[Kind]:
        """Keep what Slack says of several people, in one transaction."""
        with self._workspace.writing() as writer:
            recorded = {member.id: member for member in writer.find(Member)}
            return [self._keep_one(writer, user, recorded) for user in users]

    def _keep_one(self, writer: Writer, user: dict[str, Any], recorded: dict[str, Member]) -> Kind:
        kind = self._kind(user)
        self._seen[user["id"]] = Seen(kind, self._now())
        if kind not in (Kind.MEMBER, Kind.GUEST):
            writer.remove(Member, id=user["id"])
            return kind
        before = recorded.get(user["id"]) or _imported(user, recorded.values())
        writer.put(_member(user, kind, before))
        if before is not None and before.id != user["id"]:
            members.rename(writer, before.id, user["id"])
        return kind

    def _kind(self, user: dict[str, Any]) -> Kind:
        teams = user.get("enterprise_user", {}).get("teams", [])
        at_home = user.get("team_id") == self._home_team or self._home_team in teams
        if user.get("is_bot") or user["id"] == "USLACKBOT":
            return Kind.BOT
        if user.get("is_stranger") or not at_home:
            return Kind.STRANGER
        return Kind.GUEST if user.get("is_restricted") else Kind.MEMBER

    def _ask_channel(self, channel_id: str) -> Channel:
        info = self._client.conversations_info(channel=channel_id)["channel"]
        pages = self._client.conversations_members(channel=channel_id, limit=1000)
        present = [user_id for page in pages for user_id in page["members"]]
        return Channel(
            id=channel_id,
            name=info.get("name"),
            private=bool(info.get("is_private") or info.get("is_im") or info.get("is_mpim")),
            shared=_is_shared(info),
            members=tuple(self._people_among(present)),
        )

    def _people_among(self, user_ids: list[str]) -> Iterator[str]:
        """Those who are no bots; each is known afterwards for what they are."""
        unknown = [user_id for user_id in user_ids if user_id not in self._seen]
        if len(unknown) > FEW:
            self.refresh_all()
        for user_id in user_ids:
            self._refresh_member(user_id)
            seen = self._seen.get(user_id)
            if seen is None or seen.kind is not Kind.BOT:
                yield user_id

    def _known_channel(self, channel_id: str) -> Channel | None:
        with self._workspace.reading() as reader:
            return reader.get(Channel, channel_id)

    def _is_fresh(self, at: datetime | None, keeps: timedelta) -> bool:
        return at is not None and self._now() - at < keeps


def _imported(user: dict[str, Any], recorded: Iterable[Member]) -> Member | None:
    """The member who was recorded under a handle before Slack told their id."""
    email = (user.get("profile", {}).get("email") or "").casefold()
    handle = user["name"].casefold()
    for member in recorded:
        same_address = bool(email) and (member.email or "").casefold() == email
        nameless = member.email is None and _handle(member) == handle
        if not _is_slack_id(member.id) and (same_address or nameless):
            return member
    return None


def _member(user: dict[str, Any], kind: Kind, before: Member | None) -> Member:
    """Slack's word on a person, under the role and manager that somebody gave them here."""
    profile = user.get("profile", {})
    role = Role.ADMIN if user.get("is_admin") else Role.SALES
    fresh = Member(
        id=user["id"],
        name=user.get("real_name") or profile.get("real_name") or user["name"],
        handle=user["name"],
        email=profile.get("email"),
        role=Role.GUEST if kind is Kind.GUEST else role,
        time_zone=user.get("tz") or "UTC",
        language=_language(user),
        active=not user.get("deleted", False),
    )
    if before is None:
        return fresh
    return replace(
        fresh,
        email=fresh.email or before.email,
        role=Role.GUEST if Role.GUEST in (fresh.role, before.role) else before.role,
        # A language that was imported wins, unless it is only the default.
        language=fresh.language if before.language == "en" else before.language,
        manager=before.manager,
    )


def _language(user: dict[str, Any]) -> str:
    locale: str = user.get("locale") or "en-US"
    return locale.split("-")[0].lower()


def _handle(member: Member) -> str:
    return (member.handle or member.id).lstrip("@").casefold()


def _is_slack_id(member_id: str) -> bool:
    return member_id[:1] in "UW" and len(member_id) >= 7 and member_id.isupper()


def _is_shared(info: dict[str, Any]) -> bool:
    """True for Slack Connect; a channel shared inside one organisation is ours all the same."""
    if info.get("is_ext_shared"):
        return True
    return bool(info.get("is_shared")) and not info.get("is_org_shared")
