"""Syncing as an administrator sees it: the commands, the doctor, and a word when it fails."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot import checkup, service, syncing
from bot.browser.server import Server
from bot.commands.sync import sync
from bot.connectors import opening
from bot.console import Console
from bot.hooks import description, endpoint
from bot.loopback.hubspot import TOKEN, HubSpot
from bot.settings import Settings
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotReady
from playbooks.people import Member, Role
from storage.database import Database
from storage.jobs import GiveUp

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def hubspot(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubSpot]:
    """A HubSpot that the environment leads to."""
    hubspot = HubSpot()
    hubspot.add("companies", name="Harbour Tea", domain="harbour.example")
    with Server(hubspot.app()) as server:
        monkeypatch.setenv("CAIRN_HUBSPOT_TOKEN", TOKEN)
        monkeypatch.setenv("CAIRN_HUBSPOT_URL", server.url)
        yield hubspot


@pytest.fixture
def run(
    context: Context, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run `cairn sync` over the records that the environment leads to."""
    url = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("CAIRN_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    console = Console()
    vars(console)["context"] = context

    def _run(*arguments: str) -> Result:
        return CliRunner().invoke(sync, arguments, obj=console)

    return _run


@on_sqlite
def test_records_are_synced_looked_at_and_examined(
    hubspot: HubSpot, context: Context, run: Callable[..., Result]
) -> None:
    def examined() -> checkup.Finding:
        settings = Settings(_env_file=None)
        return next(checkup._connectors(settings, context.workspace.team_id))

    assert examined().state is checkup.State.MISSING
    done = json.loads(run("hubspot", "--json").stdout)
    assert (done["state"], done["counts"]["companies"]) == ("done", {"read": 1, "created": 1})
    status = run("--status").stdout
    assert status.startswith("hubspot: everything, begun ")
    assert "companies: 1 read, 1 created" in status
    assert examined().state is checkup.State.OK
    hubspot.token = "another"
    assert isinstance(run("hubspot").exception, NotReady)
    refused = examined()
    assert refused.state is checkup.State.WRONG
    assert "CAIRN_HUBSPOT_TOKEN" in refused.detail
    assert TOKEN not in refused.detail
    assert isinstance(run("calendar").exception, BadInput)


def test_the_hourly_sync_brings_records_and_tells_administrators_of_a_refusal(
    program: Any, hubspot: HubSpot
) -> None:
    settings = Settings(_env_file=None)
    assert opening.configured(settings) == ["hubspot"]
    boss = program.slack.add_member("ada", "Ada Boss", locale="it-IT")
    with program.context.workspace.writing() as writer:
        writer.put(Member(boss.id, "Ada Boss", role=Role.ADMIN, language="it"))
    syncing._run(program.parts, {}, settings=settings, name="hubspot")
    with program.context.workspace.reading() as reader:
        assert reader.count(Account, name="Harbour Tea") == 1
    hubspot.token = "another"
    for _again in range(2):
        with pytest.raises(GiveUp, match="CAIRN_HUBSPOT_TOKEN"):
            syncing._run(program.parts, {}, settings=settings, name="hubspot")
    (told,) = program.slack.posted(program.parts.messenger.open_dm(boss.id))
    assert told["text"].startswith("HubSpot rifiuta: non accetta il token (401).")


@on_sqlite
def test_the_webhook_listens_beside_socket_mode(context: Context) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    with service.listening_to_hooks(endpoint.routes(context, secret), "127.0.0.1", 0) as port:
        url = f"http://127.0.0.1:{port}{description.DESCRIPTION_PATH}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            assert json.load(answer)["openapi"] == "3.1.0"
