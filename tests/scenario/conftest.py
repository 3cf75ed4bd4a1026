"""The whole program before a loopback Slack: signed deliveries in, what people see out."""

import itertools
import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from slack_bolt import App

from bot import app as slack_app
from bot import credentials, playground, service, wiring
from bot.listeners.parts import Parts
from bot.playground import Person
from bot.settings import Settings
from handlers.context import Context
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from knowledge.model import Model
from playbooks.accounts import Account
from playbooks.notes import Direction, Note
from playbooks.people import Member, Role
from playbooks.stages import Enrolment, Stage
from storage import migrate
from storage.jobs import Jobs
from storage.shelf import Shelf
from storage.workspace import Workspace

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


@dataclass(frozen=True)
class Program:
    """The app at work, the Slack that it talks to, and the people there."""

    slack: playground.Slack
    parts: Parts
    app: App
    maya: Person
    sam: Person
    channel: str

    @property
    def context(self) -> Context:
        """The wired parts below the app."""
        return self.parts.context

    def settle(self) -> None:
        """Wait until nothing is left to do."""
        assert self.parts.jobs.wait_idle(PATIENCE)
        assert self.parts.jobs.failed() == []


@pytest.fixture
def slack() -> Iterator[playground.Slack]:
    """A Slack that grants the app what its manifest asks for, and nothing more."""
    manifest = playground.read_manifest(json.loads((ROOT / "manifest.json").read_text()))
    with playground.Slack(clock=MOMENT.timestamp, grants=manifest) as slack:
        yield slack


@pytest.fixture
def settings(slack: playground.Slack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The environment of the program, leading to the loopback Slack."""
    for name in ("OPENAI_API_KEY", "DATABASE_URL", "CHROMA_URL", "CAIRN_RULES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CAIRN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SLACK_API_URL", slack.url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", slack.signing_secret)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Settings(_env_file=None)


@pytest.fixture
def model() -> Model | None:
    """The language model that writes answers; none, but where a test has one of its own."""
    return None


@pytest.fixture
def furnished(settings: Settings, sqlite_template: Path, jobs_template: Path) -> Settings:
    """The same, with a home that has the newest schema and no record."""
    settings.home.mkdir()
    shutil.copy(sqlite_template, settings.home / "cairn.db")
    shutil.copy(jobs_template, settings.home / "jobs.db")
    return settings


@pytest.fixture
def program(slack: playground.Slack, furnished: Settings, model: Model | None) -> Iterator[Program]:
    """The program over a small workspace, its deliveries dispatched in process."""
    settings, context = furnished, replace(_context(furnished), model=model)
    maya = slack.add_member("maya", "Maya Rossi", locale="it-IT", time_zone="Europe/Rome")
    sam = slack.add_member("sam", "Sam Okoro")
    channel = slack.add_channel("customers", [maya, sam])
    _fill(context, maya, sam)
    client = credentials.client(settings)
    client.proxy = None
    jobs = Jobs(settings.jobs, pauses=(0.0,), polling={"conversations": 0.02, "background": 0.05})
    parts = service.assemble(context, jobs, client, credentials.identity(client))
    app = slack_app.build(parts, slack.signing_secret)
    slack.connect(app.dispatch)
    with service.working(parts):
        yield Program(slack, parts, app, maya, sam, channel)
    wiring.close(context)


@pytest.fixture
def told(program: Program) -> Program:
    """A program that knows what happened at Northgate Foods."""
    note = Note(
        "note_call",
        "acc_foods",
        date(2026, 11, 12),
        "Danny Foss, our champion, told us on the call that he leaves at the end of the month.",
        author=program.maya.id,
        kind="call",
        direction=Direction.TWO_WAY,
        language="en",
        permalink="https://playground.slack.com/archives/C1/p1",
    )
    with program.context.workspace.writing() as writer:
        writer.put(note)
    return program


def _context(settings: Settings) -> Context:
    """A home with an empty library: embedding ours takes longer than a test may."""
    database = wiring.open_database(settings)
    migrate.ensure_workspace(database, "local", "Our customers", MOMENT)
    numbers = itertools.count(1)
    return Context(
        workspace=Workspace(database, "local"),
        library=Library(embedders.default(), Index(settings.index, None), Shelf),
        now=_clock(),
        new_id=lambda prefix: f"{prefix}_{next(numbers)}",
    )


def _clock() -> Callable[[], datetime]:
    """A clock that begins at `MOMENT` and goes as fast as ours."""
    start = time.monotonic()
    return lambda: MOMENT + timedelta(seconds=time.monotonic() - start)


def _fill(context: Context, maya: Person, sam: Person) -> None:
    """Two customers with names alike, one with another; Maya owns them, Sam sold them."""
    people = (
        Member(maya.id, "Maya Rossi", "maya", role=Role.CSM, language="en"),
        Member(sam.id, "Sam Okoro", "sam", role=Role.SALES),
    )
    accounts = [
        Account(
            "acc_foods",
            "Northgate Foods",
            aliases=("NF",),
            segment="enterprise",
            arr=Decimal(84000),
            currency="GBP",
            renewal_date=date(2027, 1, 12),
            owner=maya.id,
            account_executive=sam.id,
        ),
        Account("acc_freight", "Northgate Freight", owner=maya.id, account_executive=sam.id),
        Account("acc_valdora", "Valdora", owner=maya.id, account_executive=sam.id),
    ]
    with context.workspace.writing() as writer:
        writer.put_many(people)
        writer.put_many(accounts)
        writer.put(Enrolment("enr_1", "acc_foods", Stage.ADOPTION, date(2026, 3, 1)))
