"""What every listener works with, and the durable inbox of Slack's deliveries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.messenger import Messenger
from bot.people import People
from handlers.context import Context
from storage.jobs import CONVERSATIONS, Jobs

Payload = dict[str, Any]
Work = Callable[["Parts", Payload], None]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the app is in Slack; `url` is the workspace's address, with a slash at its end."""

    team_id: str
    bot_user: str
    bot_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that take a delivery in and answer it."""

    context: Context
    jobs: Jobs
    messenger: Messenger
    people: People
    client: WebClient
    identity: Identity

    def key(self, delivery: str) -> str:
        """The tenant's own key of a delivery."""
        return f"{self.context.workspace.team_id}:{delivery}"

    def keep(self, job: str, delivery: str, payload: Payload) -> bool:
        """Keep a delivery for good; False when it was already taken in."""
        key = self.key(delivery)
        return self.jobs.enqueue(job, key, {**payload, "key": key})

    def does(self, job: str, work: Work, *, lane: str = CONVERSATIONS) -> None:
        """Say what is done for the deliveries kept under that name."""
        self.jobs.register(job, lambda payload: work(self, payload), lane=lane)

    def born_in(self, channel: str, user: str) -> str | None:
        """The channel in which `user` writes a note, known with its readers before it is saved.

        None for the conversation with the app itself: what is told there is told to the team.
        """
        if channel.startswith("D") and channel == self.messenger.open_dm(user):
            return None
        self.people.origin(channel, user)
        return channel

    def permalink(self, channel: str, ts: str, thread_ts: str | None = None) -> str:
        """The address of a message, as Slack writes it; needs no call."""
        link = f"{self.identity.url}archives/{channel}/p{ts.replace('.', '')}"
        is_reply = thread_ts is not None and thread_ts != ts
        return f"{link}?thread_ts={thread_ts}&cid={channel}" if is_reply else link
