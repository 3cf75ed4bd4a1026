"""The app is killed while notes are sent: what was acknowledged is there, read, and there once."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from bot import playground, settings
from bot.playground import Person
from bot.playground.delivery import NotAcknowledged
from playbooks.accounts import Account
from playbooks.notes import Note
from playbooks.people import Member
from storage import migrate
from storage.database import Database
from storage.workspace import Workspace

APP = Path(__file__).parent / "killed_app.py"
KILLS = 2
PAUSE = threading.Event()
ACCOUNT = {"text": {"type": "plain_text", "text": "Valdora"}, "value": "acc_valdora"}
WORDS = ("plan", "site", "team", "price", "order", "depot", "driver", "report", "window")


class Apps:
    """Starts the app again and again, each time as a process that can be killed."""

    def __init__(self, home: Path, port: int, slack: playground.Slack) -> None:
        self._port = port
        self._parent = subprocess.Popen(
            [sys.executable, str(APP), str(home), str(port)],
            env=os.environ
            | {
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_SIGNING_SECRET": slack.signing_secret,
                "SLACK_API_URL": slack.url,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def start(self) -> int:
        """Start one and wait until it answers; returns its process id."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write("start\n")
        self._parent.stdin.flush()
        child = int(self._parent.stdout.readline())
        deadline = time.monotonic() + 30
        while not self._answers():
            PAUSE.wait(0.02)
            assert time.monotonic() < deadline, "the app does not answer"
        return child

    def kill(self, child: int) -> None:
        """kill -9, in the middle of whatever it does."""
        os.kill(child, signal.SIGKILL)

    def end(self) -> None:
        """End what starts them."""
        with self._parent as parent:
            parent.kill()

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=1)
        with closing(connection), suppress(OSError, HTTPException):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = Database(settings.load(tmp_path).database)
    migrate.upgrade(database)
    workspace = Workspace(database, "local")
    migrate.ensure_workspace(database, "local", "Our customers", datetime.now(UTC))
    yield workspace
    database.close()


def test_no_acknowledged_note_is_lost_when_the_app_is_killed(
    workspace: Workspace, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    with playground.Slack() as slack:
        sam = slack.add_member("sam", "Sam Okoro")
        with workspace.writing() as writer:
            writer.put(Member(sam.id, "Sam Okoro"))
            writer.put(Account("acc_valdora", "Valdora"))
        slack.connect_over_http(f"http://127.0.0.1:{port}/slack/events", patience=5.0)
        apps = Apps(tmp_path, port, slack)
        dice, acked = random.Random(20261120), list[str]()
        for _ in range(KILLS):
            threading.Timer(0.4, apps.kill, (apps.start(),)).start()
            acked += send_until_it_is_gone(slack, sam, dice)
        last = apps.start()
        slack.wait_for(lambda: are_read(workspace, acked), timeout=60)
        apps.kill(last)
        apps.end()
    with workspace.reading() as reader:
        kept = {note.id: note for note in reader.find(Note)}
    assert acked
    assert set(acked) <= kept.keys()


def send_until_it_is_gone(slack: playground.Slack, sam: Person, dice: random.Random) -> list[str]:
    """The ids of the notes of which Slack heard that they were taken."""
    acked: list[str] = []
    with suppress(NotAcknowledged):
        while True:
            sam.uses_shortcut("log_note")
            form = slack.wait_for(lambda: slack.modal_of(sam), timeout=1.0)
            text = f"They are unhappy: {' '.join(dice.choices(WORDS, k=12))}."
            sent = sam.submits({"account_search": ACCOUNT, "text_1": text})
            if slack.modal_of(sam) is None and not sent.errors:
                acked.append(json.loads(form["private_metadata"])["id"])
    return acked


def are_read(workspace: Workspace, acked: list[str]) -> bool:
    with workspace.reading() as reader:
        notes = reader.find(Note, id=acked)
    return len(notes) == len(acked) and all(note.language for note in notes)
