"""The app is killed again and again while people log: what was acknowledged is there, once."""

import json
import os
import random
import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import playground, settings
from bot.bench import handing
from bot.bench.crowd import WORDS
from bot.bench.forking import Mortals
from bot.console import LOCAL_TEAM
from bot.playground import Person
from bot.playground.delivery import NotAcknowledged
from bot.playground.journal import NotSeen
from bot.playground.sight import NothingThere
from playbooks.accounts import Account
from playbooks.handoffs import Handoff, HandoffState
from playbooks.notes import Note
from playbooks.people import Member, Role
from storage import migrate
from storage.database import Database
from storage.workspace import Workspace

KILLS = 50
LONGEST = 1.2
"""Seconds that the app works before it is killed, at most."""

PATIENCE = 120.0

HANDOFFS = 0.25
"""Share of what is sent that is a handoff."""

HANDED_OVER = tuple(f"acc_{number}" for number in range(400))

VALDORA = {"text": {"type": "plain_text", "text": "Valdora"}, "value": "acc_valdora"}


def measure(kills: int = KILLS, seed: int = 20261120) -> dict[str, Any]:
    """Notes and handoffs sent, acknowledged, lost, doubled, over so many kills of the app."""
    with TemporaryDirectory() as folder, playground.Slack() as slack:
        home = Path(folder)
        workspace, person = _prepared(home, slack)
        chance, acked, handed = random.Random(seed), set[str](), set[str]()
        port = _free_port()
        slack.connect_over_http(f"http://127.0.0.1:{port}/slack/events", patience=5.0)
        sent = 0
        with _Apps(home, port, slack) as apps:
            for _round in range(kills):
                apps.start()
                threading.Timer(chance.uniform(0.05, LONGEST), apps.kill).start()
                sent += _send_until_killed(slack, person, chance, acked, handed)
            apps.start()
            left = _settled(workspace, acked)
        there = Counter(_handed_over(workspace))
        workspace.database.close()
        thanked = Counter(_thanks(slack, person))
        return {
            "kills -9 while notes were sent": kills,
            "notes sent": sent,
            "notes acknowledged": len(acked),
            "acknowledged notes lost": len(acked) - left["there"],
            "acknowledged notes not read": left["unread"],
            "notes thanked for twice": sum(count > 1 for count in thanked.values()),
            "handoffs acknowledged": len(handed),
            "acknowledged handoffs lost": len(handed - there.keys()),
            "customers handed over twice": sum(count > 1 for count in there.values()),
        }


class _Apps(Mortals):
    """Apps that answer over HTTP at one port."""

    def __init__(self, home: Path, port: int, slack: playground.Slack) -> None:
        self._port = port
        own = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.url,
            "NO_PROXY": "127.0.0.1",
        }
        kept = {name: value for name, value in os.environ.items() if not _leads_away(name)}
        super().__init__("bot.bench.mortal", str(home), str(port), env=kept | own)

    def start(self) -> None:
        """Start one, and wait until it answers."""
        super().start()
        deadline = time.monotonic() + PATIENCE
        while not _answers(self._port):
            if time.monotonic() > deadline:
                raise RuntimeError("the app does not answer")
            time.sleep(0.02)


def _prepared(home: Path, slack: playground.Slack) -> tuple[Workspace, Person]:
    database = Database(settings.load(home).database)
    migrate.upgrade(database)
    person = slack.add_member("sam", "Sam Okoro")
    workspace = Workspace(database, LOCAL_TEAM)
    migrate.ensure_workspace(database, LOCAL_TEAM, "Our customers", datetime.now(UTC))
    with workspace.writing() as writer:
        writer.put(Member(person.id, "Sam Okoro", "sam", role=Role.CSM))
        writer.put(Account("acc_valdora", "Valdora", owner=person.id))
        writer.put_many([Account(one, f"Customer {one}") for one in HANDED_OVER])
    return workspace, person


def _send_until_killed(
    slack: playground.Slack,
    person: Person,
    chance: random.Random,
    acked: set[str],
    handed: set[str],
) -> int:
    """Open a form, fill it in and send it, again and again; returns the notes sent.

    `acked` takes the notes and `handed` the customers of handoffs of which Slack heard.
    """
    sent = 0
    with suppress(NotAcknowledged, NotSeen, NothingThere):
        if slack.modal_of(person) is not None:
            # A form that the last app left open is closed, and begun anew.
            person.closes(everything=True)
        while True:
            if chance.random() < HANDOFFS:
                _hand_over(slack, person, chance, handed)
                continue
            person.uses_shortcut("log_note")
            form = slack.wait_for(lambda: slack.modal_of(person), timeout=LONGEST) or {}
            said = " ".join(chance.choices(WORDS, k=12))
            text = f"They are unhappy: {said}. I will send the {chance.choice(WORDS)} by Friday."
            sent += 1
            answer = person.submits({"account_search": VALDORA, "text_1": text})
            if slack.modal_of(person) is None and not answer.errors:
                acked.add(json.loads(form["private_metadata"])["id"])
    return sent


def _hand_over(
    slack: playground.Slack, person: Person, chance: random.Random, handed: set[str]
) -> None:
    account_id = chance.choice(HANDED_OVER)
    handing.begin(slack, person, LONGEST)
    for answers in handing.steps(account_id, f"Customer {account_id}", at_once=True):
        answer = person.submits(answers)
        if answer.errors:
            # It was handed over before: the form says so.
            person.closes()
            return
    handed.add(account_id)


def _handed_over(workspace: Workspace) -> list[str]:
    """The customers of whom a handoff was submitted."""
    with workspace.reading() as reader:
        found = reader.find(Handoff, state=HandoffState.SUBMITTED)
    return [handoff.account_id for handoff in found]


def _settled(workspace: Workspace, acked: set[str]) -> dict[str, int]:
    """What is there once all work is done."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with workspace.reading() as reader:
            found = reader.find(Note, id=sorted(acked))
        unread = sum(note.language is None for note in found)
        if not unread or time.monotonic() > deadline:
            return {"there": len({note.id for note in found}), "unread": unread}
        time.sleep(0.2)


def _thanks(slack: playground.Slack, person: Person) -> list[str]:
    """What each message that thanks for a note says."""
    return [json.dumps(message["blocks"][1]) for message in slack.posted(person)]


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _leads_away(name: str) -> bool:
    """Whether a variable would lead the app to somebody's own workspace, model or database."""
    return name.startswith(("SLACK_", "OPENAI_", "CAIRN_")) or name in (
        "DATABASE_URL",
        "CHROMA_URL",
    )
