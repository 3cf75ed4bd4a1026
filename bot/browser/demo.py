"""The demo put together: a loopback Slack with the sample's people, the real app, and the page."""

import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

from slack_sdk import WebClient

from bot import app as slack_app
from bot import credentials, delivery, playground, service
from bot.browser import pages, town
from bot.browser.server import Server
from bot.listeners.parts import Parts
from bot.messenger import Block, Messenger
from bot.streams import Reader, Stream
from handlers import accounts
from handlers.context import Context
from handlers.nudges import planning
from playbooks.people import Role
from storage.jobs import Jobs


@contextmanager
def running(context: Context, port: int = 0) -> Iterator[str]:
    """The demo over the sample's records, for as long as the block runs; yields its address.

    The loopback Slack forgets all when it ends, so its deliveries are kept in a temporary file;
    what people log stays in the sample's records.
    """
    clock = town.Clock(context.now)
    began = int(context.now().timestamp())
    with (
        tempfile.TemporaryDirectory(prefix="cairn-demo-") as folder,
        playground.Slack(clock=clock, ids_after=began) as slack,
    ):
        settled = town.settle(slack, context, clock)
        client = slack.client()
        identity = credentials.identity(client)
        jobs = Jobs(f"sqlite:///{folder}/jobs.db")
        messenger = _OfThisRun(client, context, began)
        parts = replace(service.assemble(context, jobs, client, identity), messenger=messenger)
        slack.connect(slack_app.build(parts, slack.signing_secret).dispatch)
        page = pages.build(settled, lambda member_id: start_day(parts, member_id))
        with (
            service.working(parts),
            Server(page, port) as server,
            ThreadPoolExecutor(1, "first-question") as beside,
        ):
            beside.submit(_wake, context, settled)
            yield server.url


def show(context: Context, member_id: str, mention: Callable[[str], None]) -> None:
    """Run the demo until somebody ends it, and open it in a browser where there is a screen."""
    until = service.told_to_end()
    with running(context) as url:
        address = f"{url}#{member_id}"
        mention(f"The sample workspace is at {address}\nStop it with Ctrl-C.")
        if has_screen(os.environ, sys.platform):
            webbrowser.open(address)
        until.wait()


def start_day(parts: Parts, member_id: str) -> int:
    """Send somebody today's nudges, whatever the hour and be it a day off; how many they are."""
    member = parts.people.known(member_id)
    if member is None or member.role is Role.GUEST:
        return 0
    day = parts.context.today(member)
    ours = planning.belonging_to([member_id])
    planning.record(parts.context, planning.plan(parts.context, day, ours))
    return delivery.send(parts, member, day)


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a browser window can open; without one, `webbrowser` may take the terminal over."""
    if platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


class _OfThisRun(Messenger):
    """Sends once per key and run, because what an earlier run sent is not there any more."""

    def __init__(self, client: WebClient, context: Context, run: int) -> None:
        super().__init__(client, context.workspace, context.now)
        self._run = run

    def send(
        self,
        key: str,
        channel: str,
        text: str,
        blocks: Sequence[Block] | None = None,
        thread_ts: str | None = None,
        ephemeral_to: str | None = None,
    ) -> str:
        """Post once per `key` in this run."""
        return super().send(f"{key}:{self._run}", channel, text, blocks, thread_ts, ephemeral_to)

    def stream(self, key: str, reader: Reader) -> Stream:
        """Let a message grow once per `key` in this run."""
        return super().stream(f"{key}:{self._run}", reader)

    def withdraw(self, key: str, channel: str) -> None:
        """Take away what grew in this run."""
        super().withdraw(f"{key}:{self._run}", channel)


def _wake(context: Context, settled: town.Town) -> None:
    """Understand a question for nobody, so that the visitor's first one does not wait there."""
    accounts.meant_by(context, next(iter(settled.people)), "How are our customers doing?")
