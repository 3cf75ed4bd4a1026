"""Starting the app from the command line: what it refuses, and what the doctor says."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cairn
from bot.settings import Settings
from playbooks.errors import BadInput, NotReady


def run(*arguments: str) -> Result:
    """The command in this process; an error for the person stays an exception."""
    return CliRunner().invoke(cairn, arguments)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("serve",), "SLACK_BOT_TOKEN"),
        (("serve",), "SLACK_APP_TOKEN"),
        (("serve", "--http", "127.0.0.1:0"), "SLACK_BOT_TOKEN"),
        (("serve", "--http", "127.0.0.1:3000"), "SLACK_SIGNING_SECRET"),
        (("worker",), "SLACK_BOT_TOKEN"),
    ],
)
def test_a_missing_secret_is_named_and_nothing_is_started(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], name: str
) -> None:
    monkeypatch.delenv(name)
    monkeypatch.chdir(settings.home.parent)
    result = run(*arguments)
    assert isinstance(result.exception, BadInput)
    assert f"{name} is not set" in str(result.exception)
    assert "Nothing was started" in str(result.exception)
    assert not settings.home.exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xapp-swapped", "must begin with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-swapped", "must begin with xapp-"),
        ("SLACK_BOT_TOKEN", "xoxb-of-another-workspace", "invalid_auth"),
        ("SLACK_APP_TOKEN", "xapp-of-another-app", "invalid_auth"),
    ],
)
def test_a_wrong_token_is_named_and_nothing_is_started(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    result = run("serve")
    assert isinstance(result.exception, BadInput)
    assert name in str(result.exception)
    assert said in str(result.exception)
    assert value not in str(result.exception)
    assert not settings.home.exists()


@pytest.mark.parametrize("address", ["3000", "localhost:", "localhost:x", "localhost:99999"])
def test_an_address_that_is_none_is_refused(settings: Settings, address: str) -> None:
    result = run("serve", "--http", address)
    assert isinstance(result.exception, BadInput)
    assert "HOST:PORT" in str(result.exception)


def test_a_slack_that_cannot_be_reached_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    result = run("serve")
    assert isinstance(result.exception, NotReady)
    assert "http://127.0.0.1:9/api/" in str(result.exception)


def test_the_doctor_says_what_is_set_up(program: Any) -> None:
    program.parts.jobs.stop()
    result = run("doctor", "--json")
    program.parts.jobs.start()
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    states = {finding["name"]: finding["state"] for finding in said["findings"]}
    assert said["ready"] is True
    assert states["SLACK_BOT_TOKEN"] == states["SLACK_APP_TOKEN"] == "ok"
    assert states["records"] == "ok"
    assert states["OPENAI_API_KEY"] == "missing"
    assert "3 accounts" in said["findings"][0]["detail"]


def test_the_doctor_says_what_is_wrong_and_shows_no_secret(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-another-workspace")
    result = run("doctor")
    assert result.exit_code == 1
    assert "wrong    SLACK_BOT_TOKEN" in result.stdout
    assert "xoxb-of-another-workspace" not in result.stdout
    assert "missing  records" in result.stdout


def test_migrating_twice_changes_nothing_the_second_time(settings: Settings) -> None:
    assert "is at the newest schema now" in run("migrate").output
    assert "already" in run("migrate").output
