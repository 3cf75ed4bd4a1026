"""A worker is killed again and again while it sends: nothing is lost, nothing comes twice."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import playground
from storage.database import Database
from storage.jobs import Jobs

WORKER = Path(__file__).parent / "killed_worker.py"
KILLS = 3
MESSAGES = 25
"""Messages asked for before each kill."""


@pytest.fixture
def slack() -> Iterator[playground.Slack]:
    with playground.Slack() as slack:
        yield slack


@pytest.fixture
def jobs_url(database: Database, tmp_path: Path) -> str:
    """As the settings have it: a file of its own, or the same PostgreSQL database."""
    if database.is_sqlite:
        return f"sqlite:///{tmp_path / 'jobs.db'}"
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def jobs(jobs_url: str) -> Iterator[Jobs]:
    """The process that asks for work and does none itself."""
    asking = Jobs(jobs_url)
    asking.start()
    yield asking
    asking.stop()


class Worker:
    """A real process that works until it is killed."""

    def __init__(self, database: Database, jobs_url: str, slack: playground.Slack) -> None:
        database_url = database.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, str(WORKER), database_url, jobs_url, slack.url, slack.bot_token]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def sends(self, count: int) -> None:
        """Wait until it said so many times that it has sent something."""
        assert self._process.stdout is not None
        for _ in range(count):
            assert self._process.stdout.readline(), "the worker ended by itself"

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        with self._process as process:
            process.kill()


@pytest.mark.usefixtures("workspace")
def test_a_worker_killed_three_times_loses_no_message_and_sends_none_twice(
    database: Database, jobs_url: str, jobs: Jobs, slack: playground.Slack
) -> None:
    channel = slack.add_channel("acme")
    dice = random.Random(20261120)
    keys = []
    for round_ in range(KILLS):
        asked = [f"message {round_}-{number}" for number in range(MESSAGES)]
        for key in asked:
            jobs.enqueue("post", key, {"key": key, "channel": channel})
        keys += asked
        worker = Worker(database, jobs_url, slack)
        worker.sends(dice.randint(1, MESSAGES - 1))
        worker.kill()
    worker = Worker(database, jobs_url, slack)
    assert jobs.wait_idle(60)
    worker.kill()
    assert sorted(message["text"] for message in slack.posted(channel)) == sorted(keys)
    assert jobs.failed() == []
