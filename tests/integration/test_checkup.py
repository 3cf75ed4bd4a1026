"""What the doctor says of the language model and its day, and of an admin's rule files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import checkup
from bot.settings import Settings
from storage import migrate, spending
from storage.database import Database
from storage.workspace import Workspace


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home whose model may use a thousand tokens a day."""
    for name in ("DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CAIRN_HOME", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("CAIRN_MODEL_TOKENS_PER_DAY", "1000")
    return Settings(_env_file=None)


def said_of(settings: Settings, name: str) -> checkup.Finding:
    found = {finding.name: finding for finding in checkup.examine(settings, "local")}
    return found[name]


def said_of_the_model(settings: Settings) -> checkup.Finding:
    return said_of(settings, "OPENAI_API_KEY")


def test_the_doctor_says_what_the_model_used_today(settings: Settings) -> None:
    assert "at most 1,000 tokens a day" in said_of_the_model(settings).detail
    database = Database(settings.database)
    migrate.upgrade(database)
    now = datetime.now(UTC)
    migrate.ensure_workspace(database, "local", "Our customers", now)
    spending.add(Workspace(database, "local"), now.date(), 400)
    finding = said_of_the_model(settings)
    assert finding.state is checkup.State.OK
    assert "400 of 1,000 tokens used today (UTC) in 1 calls" in finding.detail
    spending.add(Workspace(database, "local"), now.date(), 700)
    database.close()
    used_up = said_of_the_model(settings)
    assert used_up.state is checkup.State.MISSING
    assert "raise CAIRN_MODEL_TOKENS_PER_DAY" in used_up.detail
    assert "sk-secret" not in used_up.detail


def test_the_doctor_says_which_rules_are_not_in_force(settings: Settings, tmp_path: Path) -> None:
    own = settings.model_copy(update={"rules": tmp_path})
    assert said_of(own, "CAIRN_RULES").state is checkup.State.OK
    (tmp_path / "rules.yaml").write_text("rules:\n  silence: {prioriti: 1}\n", encoding="utf-8")
    found = said_of(own, "CAIRN_RULES")
    assert found.state is checkup.State.WRONG
    assert "line 2, rules › silence › prioriti: there is no key" in found.detail
