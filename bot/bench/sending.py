"""Sending that is killed fifty times, and half an hour in which Slack takes nothing."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import playground
from bot.bench import sender, virtual, virtual_slack
from bot.bench.forking import Mortals
from bot.console import Console
from bot.messenger import Messenger
from storage import migrate
from storage.database import Database
from storage.engine import Payload
from storage.jobs import Jobs
from storage.workspace import Workspace

KILLS = 50
SEED = 20261122
EACH = 12
"""Messages asked for before each kill."""

PATIENCE = 300.0
UNREADABLE = playground.refused("missing_scope")

LIMITED_FOR = timedelta(minutes=30)
WAITING = 50
"""Messages that wait while Slack takes none."""

BEGIN = datetime(2026, 11, 20, 9, tzinfo=UTC)

Figures = dict[str, Any]


def measure(_console: Console, options: dict[str, Any]) -> Figures:
    """Messages lost and doubled over so many kills, and calls made before Slack allowed them."""
    seed = options.get("seed") or SEED
    return {
        "history can be read": killed(KILLS, seed, readable=True),
        "history cannot be read": killed(KILLS, seed, readable=False),
        "half an hour of 429": limited(),
    }


def faults(figures: Figures) -> list[str]:
    """The figures that are not as they have to be."""
    seen, unseen, waited = figures.values()
    found = [f"lost: {one['lost']}" for one in (seen, unseen, waited) if one["lost"]]
    found += [f"doubled although it could be seen: {seen['doubled']}"] * bool(seen["doubled"])
    if unseen["most for one message"] > MOST_UNSEEN:
        found.append(f"one message came {unseen['most for one message']} times")
    if waited["calls before their time"] or waited["doubled"]:
        found.append("Slack was called before it allowed that, or a message came twice")
    return found


MOST_UNSEEN = 2
"""Where nobody can look whether a message arrived, it comes once more at most."""


def killed(kills: int, seed: int, *, readable: bool) -> Figures:
    """What becomes of messages when the process that sends them is killed again and again."""
    dice = random.Random(seed)
    with TemporaryDirectory() as name, playground.Slack() as slack:
        folder = Path(name)
        _prepare(folder)
        if not readable:
            slack.fail("conversations.history", UNREADABLE, times=1_000_000)
        channel, keys = slack.add_channel("acme"), list[str]()
        asking = Jobs(sender.jobs(folder))
        asking.start()
        with _Workers(folder, slack) as workers:
            for round_ in range(kills):
                asked = [f"{round_}-{number}" for number in range(EACH)]
                for key in asked:
                    asking.enqueue(sender.JOB, key, {"key": key, "channel": channel})
                keys += asked
                workers.start()
                workers.send(dice.randint(1, EACH))
                workers.kill()
            workers.start()
            asking.wait_idle(PATIENCE)
        failed = len(asking.failed())
        asking.stop()
        posted = Counter(message["text"] for message in slack.posted(channel))
        return {"kills -9": kills, "jobs that failed": failed, **_against(keys, posted)}


def limited(waiting: int = WAITING) -> Figures:
    """Half an hour of 429 on a virtual clock, with messages waiting."""
    clock = virtual.Clock(BEGIN)
    fate = virtual.Fate(random.Random(SEED), 0.0)
    chance = random.Random(SEED)

    def limits(method: str) -> int | None:
        busy = method == "chat.postMessage" and clock() < BEGIN + LIMITED_FOR
        return chance.randint(10, 120) if busy else None

    with TemporaryDirectory(dir=virtual.memory()) as name:
        folder = Path(name)
        database = _prepare(folder)
        slack = virtual_slack.Slack(clock, fate, limits)
        work = virtual.Work(clock, timedelta)
        messenger = Messenger(slack, Workspace(database, sender.TEAM), clock)

        def post(payload: Payload) -> None:
            messenger.send(payload["key"], "DU1", "Good morning.")

        work.register(sender.JOB, post)
        keys = [f"waiting-{number}" for number in range(waiting)]
        for key in keys:
            work.enqueue(sender.JOB, key, {"key": key})
        work.run_until(BEGIN + 2 * LIMITED_FOR)
        database.close()
    posted = Counter(message.key for message in slack.posted)
    return {
        "minutes of 429": LIMITED_FOR.total_seconds() / 60,
        "calls that Slack limited": slack.limited["chat.postMessage"],
        "calls before their time": slack.too_early,
        **_against(keys, posted),
    }


def _prepare(folder: Path) -> Database:
    database = Database(sender.database(folder))
    migrate.upgrade(database)
    migrate.ensure_workspace(database, sender.TEAM, "Sending", datetime.now(UTC))
    return database


def _against(keys: list[str], posted: Counter[str]) -> Figures:
    return {
        "messages asked for": len(keys),
        "lost": len(set(keys) - set(posted)),
        "doubled": sum(count - 1 for count in posted.values()),
        "most for one message": max(posted.values(), default=0),
    }


class _Workers(Mortals):
    """Workers that say each message that they sent."""

    def __init__(self, folder: Path, slack: playground.Slack) -> None:
        super().__init__("bot.bench.sender", str(folder), slack.url, slack.bot_token)

    def send(self, count: int) -> None:
        """Wait until it said so many times that it has sent something."""
        while count:
            count -= self.line() == "sent"
