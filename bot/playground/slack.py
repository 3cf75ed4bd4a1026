"""The loopback Slack itself: start it, fill it, look at it, break it."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Self, TypeVar

from slack_sdk import WebClient

from bot.playground.channels import Kind
from bot.playground.delivery import (
    Courier,
    Delivery,
    Dispatch,
    InProcess,
    OverHttp,
    OverSocket,
    Retry,
)
from bot.playground.envelope import Envelope
from bot.playground.faults import Fault
from bot.playground.files import SharedFile
from bot.playground.ids import Ids
from bot.playground.journal import Call
from bot.playground.links import Links
from bot.playground.manifest import Grants
from bot.playground.members import Member
from bot.playground.people import Person
from bot.playground.server import Server
from bot.playground.shapes import Clock, Json
from bot.playground.workspace import Credentials, Workspace

Found = TypeVar("Found")

PATIENCE = 10.0
"""Seconds that a wait or a delivery takes at most, unless told otherwise."""


class Slack:
    """A workspace with the app installed, served on 127.0.0.1 inside a `with` block.

    `clock` is the workspace's time: message timestamps, and the windows of trigger ids and
    response URLs. `signing_clock` dates the signatures, which the app compares with its own clock.
    `grants` limits the app to what its manifest asks for. Ids count up from `ids_after`, so that an
    app that remembers an earlier run does not take this one's deliveries for repeated ones.
    """

    def __init__(
        self,
        *,
        clock: Clock = time.time,
        signing_clock: Clock = time.time,
        grants: Grants | None = None,
        credentials: Credentials | None = None,
        ids_after: int = 0,
    ) -> None:
        self.credentials = credentials or Credentials()
        ids = Ids(ids_after)
        self._workspace = Workspace(clock, grants or Grants(), self.credentials, ids)
        self._links = Links(self._workspace)
        self._courier = Courier(self._workspace, self._links, signing_clock)
        self._server = Server(self._workspace, self._links)

    def __enter__(self) -> Self:
        self._workspace.base_url = self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """The base of the Web API, for `WebClient(base_url=…)` and `SLACK_API_URL`."""
        return f"{self._workspace.base_url}/api/"

    @property
    def bot_token(self) -> str:
        return self.credentials.bot_token

    @property
    def app_token(self) -> str:
        return self.credentials.app_token

    @property
    def signing_secret(self) -> str:
        return self.credentials.signing_secret

    @property
    def team_id(self) -> str:
        return self._workspace.team_id

    @property
    def bot_user(self) -> str:
        """The user id of the app's bot."""
        return self._workspace.bot_user

    def client(self, timeout: int = 10) -> WebClient:
        """A real client of this workspace, which no proxy variable can lead elsewhere.

        It does not retry: by default the SDK sends a message a second time when the connection
        broke after the first was stored.
        """
        client = WebClient(self.bot_token, self.url, timeout=timeout, retry_handlers=[])
        client.proxy = None
        return client

    def connect(self, dispatch: Dispatch) -> None:
        """Deliver straight into `App.dispatch`, in the thread of the person who acts."""
        self._courier.transport = InProcess(dispatch)

    def connect_over_http(self, url: str, patience: float = PATIENCE) -> None:
        """Deliver to the app's request URL, such as http://127.0.0.1:3000/slack/events."""
        self._courier.transport = OverHttp(url, patience)

    def connect_over_socket(self, timeout: float = PATIENCE) -> None:
        """Wait until the app has opened a Socket Mode connection, and deliver over that."""
        self._courier.transport = OverSocket(self._links, timeout)
        self.wait_for(
            lambda: self._links.count, timeout=timeout, awaited="a Socket Mode connection"
        )

    def refresh_sockets(self) -> None:
        """Make the app reconnect, as Slack does every few hours."""
        self._links.refresh()

    def drop_sockets(self) -> None:
        """Close the app's Socket Mode connections without a warning."""
        self._links.hang_up()

    def deliver(
        self,
        envelope: Envelope,
        *,
        retry: Retry | None = None,
        signing_secret: str | None = None,
        signed_at: float | None = None,
    ) -> Delivery:
        """Deliver any payload, perhaps with a wrong secret or an old time."""
        return self._courier.deliver(
            envelope, retry=retry, signing_secret=signing_secret, signed_at=signed_at
        )

    def add_member(
        self,
        handle: str,
        name: str | None = None,
        *,
        email: str | None = None,
        time_zone: str = "UTC",
        locale: str = "en-US",
        is_admin: bool = False,
        is_bot: bool = False,
        is_guest: bool = False,
        is_single_channel_guest: bool = False,
        is_deactivated: bool = False,
        member_id: str | None = None,
        team_id: str | None = None,
    ) -> Person:
        """Somebody in the workspace; another `team_id` makes them a stranger from elsewhere."""
        with self._workspace.changed:
            member = Member(
                id=member_id or self._workspace.ids.next("U"),
                handle=handle,
                name=name or handle.title(),
                team_id=team_id or self.team_id,
                email=email,
                time_zone=time_zone,
                locale=locale,
                is_admin=is_admin,
                is_bot=is_bot,
                is_guest=is_guest,
                is_single_channel_guest=is_single_channel_guest,
                is_deactivated=is_deactivated,
            )
            self._workspace.add_member(member)
        return Person(self._workspace, self._courier, member)

    def person(self, name: str) -> Person:
        """A member by id or handle; KeyError when there is none."""
        with self._workspace.changed:
            for member in self._workspace.members.values():
                if name in (member.id, member.handle):
                    return Person(self._workspace, self._courier, member)
        raise KeyError(name)

    def add_channel(
        self,
        name: str,
        members: Iterable[Person] = (),
        *,
        private: bool = False,
        shared: bool = False,
        with_app: bool = True,
        channel_id: str | None = None,
    ) -> str:
        """A channel with these people, and the app unless told otherwise; its id.

        `shared` is a channel shared with another organisation (Slack Connect).
        """
        with self._workspace.changed:
            inside = [person.id for person in members]
            inside += [self.bot_user] if with_app else []
            kind: Kind = "groups" if private else "channels"
            channel = self._workspace.add_channel(
                name, kind, inside, is_shared=shared, channel_id=channel_id
            )
            return channel.id

    def file(self, file_id: str) -> SharedFile | None:
        """A file that was shared or uploaded."""
        with self._workspace.changed:
            return self._workspace.files.get(file_id)

    def add_file(
        self, name: str, content: bytes, author: Person, mimetype: str = "text/plain"
    ) -> SharedFile:
        """A file of somebody's, to be shared with `person.says(…, files=[file])`."""
        with self._workspace.changed:
            file = self._workspace.new_file(name, content, mimetype, author.id)
            self._workspace.files[file.id] = file
            return file

    def issue_oauth_code(self) -> str:
        """A code for `oauth.v2.access`, as Slack sends it to the redirect URL."""
        with self._workspace.changed:
            code = self._workspace.ids.next("code")
            self._workspace.codes.add(code)
            return code

    def messages(self, channel: str | Person) -> list[Json]:
        """The messages of a channel (id or name), or of a person's conversation with the app."""
        with self._workspace.changed:
            if isinstance(channel, Person):
                channel = channel.direct_message
            for found in self._workspace.channels.values():
                if channel in (found.id, found.name):
                    return copy.deepcopy(found.messages)
        raise KeyError(channel)

    def posted(self, channel: str | Person) -> list[Json]:
        """Those messages that the app wrote."""
        return [message for message in self.messages(channel) if message["user"] == self.bot_user]

    def ephemerals(self, person: Person) -> list[Json]:
        """What the app showed to this person only, each with its `channel`."""
        with self._workspace.changed:
            shown = copy.deepcopy(self._workspace.ephemerals)
        return [message for message in shown if message["shown_to"] == person.id]

    def home_of(self, person: Person) -> Json | None:
        """The person's home view, None before the first `views.publish`."""
        with self._workspace.changed:
            home = self._workspace.views.home(person.id)
            return copy.deepcopy(home.content) if home else None

    def modal_of(self, person: Person) -> Json | None:
        """The modal on top of what the person has open, None when there is none."""
        with self._workspace.changed:
            opened = self._workspace.views.top(person.id)
            return copy.deepcopy(opened.content) if opened else None

    def assistant_threads(self, channel: str | Person) -> list[Json]:
        """Statuses, titles and suggested prompts that were set, oldest first."""
        where = channel.direct_message if isinstance(channel, Person) else channel
        with self._workspace.changed:
            kept = copy.deepcopy(self._workspace.assistant_threads)
        return [one for one in kept if one["channel"] == where]

    def calls(self, method: str | None = None, *, after: int = 0) -> list[Call]:
        """The app's calls of `method` (or all), from the one after `after` on (see `mark`)."""
        return self._workspace.journal.calls(method, after)

    def mark(self) -> int:
        """The number of calls so far, to look only at later ones."""
        return len(self.calls())

    def wait_for_call(
        self, method: str, count: int = 1, *, after: int = 0, timeout: float = PATIENCE
    ) -> list[Call]:
        """Wait until `method` was called `count` times since `after`, whatever came of it."""

        def seen() -> list[Call]:
            calls = self.calls(method, after=after)
            return calls if len(calls) >= count else []

        return self.wait_for(seen, timeout=timeout, awaited=f"{count} of {method}")

    def wait_for(
        self,
        condition: Callable[[], Found],
        *,
        timeout: float = PATIENCE,
        awaited: str = "the condition",
    ) -> Found:
        """The first truthy value of `condition`, asked again whenever something changes.

        Raises NotSeen after `timeout` seconds, listing the calls so far.
        """
        return self._workspace.journal.wait(condition, timeout, awaited)

    def watch(self, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told` at every change, in the thread that made it; returns how to stop that.

        It must be quick and may not look at the workspace: the change is still being made.
        """
        return self._workspace.changed.watch(told)

    def pauses_notifications(self, person: Person, begins: float, ends: float) -> None:
        """The person is not to be disturbed between two moments, in seconds as Slack counts."""
        with self._workspace.changed:
            self._workspace.pauses[person.id] = (begins, ends)

    def deactivates(self, person: Person) -> None:
        """The person leaves the organisation: their account is shut."""
        self._changes(person, is_deactivated=True)

    def moves(self, person: Person, time_zone: str) -> None:
        """The person lives in another time zone from now on."""
        self._changes(person, time_zone=time_zone)

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Show `fault` for the next calls of a method (`*`: any, `response_url`: posts there)."""
        with self._workspace.changed:
            self._workspace.faults.add(method, fault, times)

    def heal(self) -> None:
        """Forget the faults that still wait."""
        with self._workspace.changed:
            self._workspace.faults.clear()

    def _changes(self, person: Person, **fields: Any) -> None:
        with self._workspace.changed:
            member = self._workspace.members[person.id]
            self._workspace.add_member(replace(member, **fields))
