"""A sync is killed by kill -9 while the remote goes on changing: nothing is lost or doubled."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bench import sync as crowd
from bot.browser.server import Server
from bot.loopback.hubspot import HubSpot
from playbooks.remotes import Run, RunState
from storage.database import Database
from storage.workspace import Workspace

SYNCER = Path(__file__).parent / "killed_sync.py"
RECORDS = 600
KILLS = 3
PAGES = 3
"""Pages kept before each kill, at most: of some seven."""


class Syncer:
    """Real processes that sync, one after the other."""

    def __init__(self, database_url: str, hubspot_url: str) -> None:
        command = [sys.executable, str(SYNCER), database_url, "T1", hubspot_url, "1000"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def sync(self, kill_after: int | None = None) -> int:
        """Begin one; kill it when it kept so many pages. Returns the signal that ended it, or 0."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        child, pages = 0, 0
        for line in self._lines():
            word, _, number = line.rpartition(" ")
            if word == "ended":
                return int(number)
            if word == "begun":
                child = int(number)
            else:
                pages += 1
            if child and kill_after is not None and pages >= kill_after:
                os.kill(child, signal.SIGKILL)
                kill_after = None
        raise AssertionError("the syncer ended by itself")

    def _lines(self) -> Iterator[str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.strip()

    def __enter__(self) -> "Syncer":
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate(timeout=20)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_sync_killed_three_times_ends_with_exactly_the_remotes_records(
    database: Database, workspace: Workspace
) -> None:
    dice = random.Random(20261122)
    hubspot = HubSpot()
    crowd.fill(hubspot, RECORDS, dice)
    url = database.engine.url.render_as_string(hide_password=False)
    with Server(hubspot.app()) as server, Syncer(url, server.url) as syncer:
        for _kill in range(KILLS):
            assert syncer.sync(kill_after=dice.randint(1, PAGES)) == signal.SIGKILL
            crowd.unsettle(hubspot, dice)
        assert syncer.sync() == 0
        crowd.unsettle(hubspot, dice)
        assert syncer.sync() == 0
    with workspace.reading() as reader:
        runs = reader.find(Run)
        assert crowd.differing(reader, hubspot) == []
    assert [run.state for run in runs] == [RunState.DONE, RunState.DONE]
    assert runs[0].tries == KILLS + 1
