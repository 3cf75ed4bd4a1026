"""Logging among many accounts: from the click to the form, to the ack, to the thanks."""

import itertools
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import app, credentials, playground, service, settings
from bot.bench import handing, kills, multitude
from bot.console import Console
from bot.listeners.parts import Parts
from bot.playground import Person
from handlers.context import Context
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.handoffs import Handoff, HandoffState
from playbooks.notes import Note
from playbooks.people import Member, Role
from storage import migrate
from storage.database import Database
from storage.jobs import Jobs
from storage.shelf import Shelf
from storage.workspace import Workspace

ACCOUNTS = 10_000
NOTES = 100
HANDOFFS = 25
SEED = 20261120
PATIENCE = 60.0

SAID = (
    "{account}: Nora, our champion, has left. I will send a new plan by Friday.",
    "Call with {account}: they are unhappy with support and asked three questions about SSO.",
    "{account}: il budget è congelato fino a marzo. Manderò il piano entro venerdì.",
    "{account}：客户问再加150个账号多少钱。我周五前发方案。",
)


def measure(_console: Console, options: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds by step, and what is left of the notes of an app that is killed."""
    accounts = options.get("accounts") or ACCOUNTS
    with TemporaryDirectory() as folder, _program(Path(folder), accounts) as (parts, slack, person):
        filled, blank = _timed(parts, slack, person, accounts)
        handed = _handed_over(parts, slack, person, accounts)
    counted = {"accounts": accounts, "notes": NOTES}
    return {**counted, **filled, **blank, **handed, **kills.measure()}


@contextmanager
def _program(folder: Path, accounts: int) -> Iterator[tuple[Parts, playground.Slack, Person]]:
    """The app at work over a workspace of that size, and a seller who writes."""
    loaded = settings.load(folder)
    database = Database(loaded.database)
    migrate.upgrade(database)
    now = datetime.now(UTC)
    migrate.ensure_workspace(database, "local", "Our customers", now)
    workspace = Workspace(database, "local")
    multitude.fill(workspace, accounts, now.date(), SEED)
    manifest = json.loads((Path(__file__).parents[2] / "manifest.json").read_text())
    with playground.Slack(grants=playground.read_manifest(manifest)) as slack:
        person = slack.add_member("sam", "Sam Okoro")
        slack.add_channel("customers", [person])
        with workspace.writing() as writer:
            writer.put(Member(person.id, "Sam Okoro", "sam", role=Role.CSM))
        numbers = itertools.count(1)
        context = Context(
            workspace=workspace,
            library=Library(embedders.default(), Index(loaded.index, None), Shelf),
            now=lambda: datetime.now(UTC),
            new_id=lambda prefix: f"{prefix}_{next(numbers)}",
        )
        client = slack.client()
        parts = service.assemble(context, Jobs(loaded.jobs), client, credentials.identity(client))
        slack.connect(app.build(parts, slack.signing_secret).dispatch)
        with service.working(parts):
            yield parts, slack, person
        database.close()


def _timed(
    parts: Parts, slack: playground.Slack, person: Person, accounts: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    chance = random.Random(SEED)
    steps: dict[str, list[float]] = {"form": [], "acked": [], "thanked": [], "blank": []}
    _warm(parts, slack, person)
    for number in range(NOTES):
        account = _account(chance, accounts)
        text = f"{SAID[number % len(SAID)].format(account=account['text']['text'])} ({number})"
        said = person.has_said(text, "customers")
        steps["form"].append(_took(partial(_opens, slack, person, said.ts)))
        steps["acked"].append(_took(partial(_submits, slack, person, {"account_search": account})))
        steps["thanked"].append(_took(partial(parts.jobs.wait_idle, PATIENCE)))
        _open_blank(slack, person)
        blank = {"account_search": account, "text_1": f"Once more: {text * 3}"}
        steps["blank"].append(_took(partial(_submits, slack, person, blank)))
        parts.jobs.wait_idle(PATIENCE)
    with parts.context.workspace.reading() as reader:
        saved = reader.count(Note, author=person.id)
    filled = {
        "clicks from a message to a saved note": 2,
        "notes saved": saved,
        **_figures("click until the form is filled", steps["form"]),
        **_figures("submission until it is acked", steps["acked"]),
        **_figures("ack until the thanks are sent", steps["thanked"]),
    }
    return filled, _figures("submission of an empty form until it is acked", steps["blank"])


def _handed_over(
    parts: Parts, slack: playground.Slack, person: Person, accounts: int
) -> dict[str, Any]:
    """Handoffs of different customers through all steps."""
    chosen, taken = random.Random(SEED).sample(range(accounts), HANDOFFS), list[float]()
    with parts.context.workspace.writing() as writer:
        own = writer.find(Account, id=[f"a{number:07}" for number in chosen])
        # No other seller hands them over; their CSM is in this Slack and can be told.
        writer.remove(Handoff, account_id=[account.id for account in own])
        writer.put_many([replace(account, owner=person.id) for account in own])
    for number in chosen:
        handing.begin(slack, person)
        for answers in handing.steps(f"a{number:07}", multitude.name(number)):
            taken.append(_took(partial(person.submits, answers)))
        parts.jobs.wait_idle(PATIENCE)
    with parts.context.workspace.reading() as reader:
        sent = reader.count(Handoff, author=person.id, state=HandoffState.SUBMITTED)
    return {"handoffs": sent, **_figures("a step of a handoff until it is acked", taken)}


def _warm(parts: Parts, slack: playground.Slack, person: Person) -> None:
    """The first note of a process loads the wordings of three languages."""
    said = person.has_said("They are unhappy. 客户很满意。Sono contenti.", "customers")
    _opens(slack, person, said.ts)
    person.closes()
    parts.jobs.wait_idle(PATIENCE)


def _opens(slack: playground.Slack, person: Person, ts: str) -> None:
    """Click "Save as note" and wait until the form is filled."""
    person.uses_message_shortcut("save_as_note", ts, "customers")

    def is_filled() -> bool:
        modal = slack.modal_of(person)
        return modal is not None and modal["callback_id"] == "note_form"

    slack.wait_for(is_filled, timeout=PATIENCE, awaited="the filled form")


def _open_blank(slack: playground.Slack, person: Person) -> None:
    person.uses_shortcut("log_note")
    slack.wait_for(lambda: slack.modal_of(person), timeout=PATIENCE, awaited="the form")


def _submits(slack: playground.Slack, person: Person, answers: dict[str, Any]) -> None:
    person.submits(answers)
    if (left := slack.modal_of(person)) is not None:
        raise RuntimeError(f"the note was not saved: {left['callback_id']}")


def _account(chance: random.Random, accounts: int) -> dict[str, Any]:
    number = chance.randrange(accounts)
    name = multitude.name(number)
    return {"text": {"type": "plain_text", "text": name}, "value": f"a{number:07}"}


def _took(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _figures(name: str, taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return {f"{name}, p50, ms": statistics.median(taken), f"{name}, p95, ms": p95}
