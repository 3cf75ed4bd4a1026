"""The house itself: locks, names, layers' neighbours and the first screen of the README."""

import re
from importlib import metadata
from pathlib import Path

import pytest

from bot import cli

ROOT = Path(__file__).parents[2]
OURS = ("bot", "handlers", "knowledge", "playbooks", "storage")
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_dependency_is_locked_by_hash_and_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry.split("\n")[0])


def test_no_dependency_claims_one_of_our_package_names() -> None:
    claimed = {
        name: owners
        for name, owners in metadata.packages_distributions().items()
        if name in OURS and set(owners) != {"cairn"}
    }
    assert claimed == {}


def test_every_command_is_listed_with_a_line_of_help() -> None:
    group = cli.LazyGroup(name="cairn")
    for name in cli.COMMANDS:
        command = group.get_command(
            cli.cairn.make_context("cairn", [], resilient_parsing=True), name
        )
        assert command is not None
        assert command.help


def test_the_readme_begins_with_the_two_commands() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8")[:1500]
    assert "make demo" in first_screen
    assert "make test" in first_screen


def test_every_setting_is_in_the_example_environment() -> None:
    from bot.settings import Settings

    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = {str(field.validation_alias) for field in Settings.model_fields.values()}
    assert {name for name in named if f"{name}=" not in example} == set()
