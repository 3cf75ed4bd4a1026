"""Every revision of the schema keeps what an earlier one held, on both engines."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from knowledge import tokens
from knowledge.embedders import HashedWords
from knowledge.index import Index
from knowledge.library import Library
from playbooks.nudges.tellings import Telling
from playbooks.nudges.values import Nudge
from storage import migrate, tables
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OF_THE_WORDS = ("passage_", "word_count")
"""Tables that no model describes: full-text search differs between the engines."""

DOCUMENT = """
    INSERT INTO document (team_id, id, path, title, kind, language, digest, text, stage, audience,
        segments, intents, triggers, goals, steps, source)
    VALUES ('T1', 'd', 'd.md', 'Docks', 'playbook', 'en', 'x', 'Count the trucks.', 'adoption',
        '[]', '[]', '[]', '[]', '[]', '[]', 'added')
"""
PASSAGE = """
    INSERT INTO passage (team_id, id, document_id, position, heading, text, language, digest)
    VALUES ('T1', 'd#1', 'd', 0, 'Docks', 'Count the trucks.', 'en', 'y')
"""
ACCOUNT = "INSERT INTO account (team_id, id, name, aliases) VALUES ('T1', 'A1', 'Valdora', '[]')"
NUDGE = """
    INSERT INTO nudge (team_id, id, account_id, rule, episode, owner, priority, created, state,
        facts, reasons, sent_at, channel, message_ts)
    VALUES ('T1', :id, 'A1', 'silence', :id, 'U1', 1, '2026-11-19', 'sent', '[]', '[]',
        '2026-11-19 08:00:00', 'D1', :ts)
"""
WORDS = {
    "sqlite": (
        "INSERT INTO passage_words (entry, team_id, passage_id) VALUES (1, 'T1', 'd#1')",
        "INSERT INTO passage_text (rowid, context, body) VALUES (1, 'dock', '{words}')",
    ),
    "postgresql": (
        "INSERT INTO passage_words (team_id, passage_id, words, length) "
        "VALUES ('T1', 'd#1', to_tsvector('simple', '{words}'), 2)",
    ),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database at its first revision, with one passage that can be found by its words."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'cairn.db'}")
        migrate.upgrade(opened, "0001")
    else:
        opened = Database(request.getfixturevalue("postgres_url"))
        migrate.downgrade(opened, "0001")
    migrate.ensure_workspace(opened, "T1", "Test workspace", NOW)
    words = " ".join(tokens.words("Count the trucks."))
    with opened.writing() as connection:
        for statement in (DOCUMENT, PASSAGE, *WORDS[request.param]):
            connection.execute(text(statement.format(words=words)))
    yield opened
    opened.close()


def test_a_passage_of_the_first_revision_is_found_after_the_last(
    before: Database, tmp_path: Path
) -> None:
    migrate.upgrade(before)
    workspace = Workspace(before, "T1")
    library = Library(HashedWords(), Index(tmp_path / "index"), Shelf)
    with workspace.reading() as reader:
        by_words = library.search(reader, "trucks", kind="playbook", stage="adoption")
    assert [hit.id for hit in by_words] == ["d#1"]
    library.refresh(workspace)
    with workspace.reading() as reader:
        assert [hit.id for hit in library.search(reader, "count trucks")] == ["d#1"]
    library.close()


def test_a_step_back_and_forth_keeps_the_words(before: Database) -> None:
    migrate.upgrade(before)
    migrate.downgrade(before, "0001")
    migrate.upgrade(before)
    with before.reading() as connection:
        kept = connection.execute(text("SELECT kind, stage, language FROM passage_words")).all()
    assert [tuple(row) for row in kept] == [("playbook", "adoption", "en")]


def test_a_nudge_that_was_told_before_its_messages_were_kept_has_its_message(
    before: Database,
) -> None:
    migrate.upgrade(before, "0002")
    with before.writing() as connection:
        connection.execute(text(ACCOUNT))
        for number in range(3):
            connection.execute(text(NUDGE), {"id": f"n{number}", "ts": f"1.{number // 2}"})
    migrate.upgrade(before)
    with Workspace(before, "T1").reading() as reader:
        [*digest, alone] = reader.find(Telling)
        [nudge] = reader.find(Nudge, id="n2")
    assert [one.digest for one in digest] == [True, True]
    assert (alone.nudge_id, alone.member, alone.digest) == ("n2", "U1", False)
    assert (alone.channel, alone.message_ts) == (nudge.channel, nudge.message_ts)
    assert (alone.day, alone.told_at) == (nudge.created, nudge.sent_at)


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    def described(_item: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or not str(name).startswith(OF_THE_WORDS)

    for module in pkgutil.iter_modules(tables.__path__, f"{tables.__name__}."):
        importlib.import_module(module.name)
    with database.reading() as connection:
        made = MigrationContext.configure(connection, opts={"include_object": described})
        assert compare_metadata(made, SQLModel.metadata) == []


def test_how_often_a_word_counts_is_kept_back_and_forth(postgres_url: str) -> None:
    database = Database(postgres_url)
    migrate.downgrade(database, "0003")
    migrate.ensure_workspace(database, "T1", "Test workspace", NOW)
    with database.writing() as connection:
        for statement in (DOCUMENT, PASSAGE, *WORDS["postgresql"]):
            connection.execute(text(statement.format(words="none")))
        before = "'count':3B 'dock':1A 'six':9A,10B,11B,12B 'truck':2A,4B"
        connection.execute(text("UPDATE passage_words SET words = :words"), {"words": before})
    seen = []
    for step in (partial(migrate.upgrade, database), partial(migrate.downgrade, database, "0003")):
        step()
        with database.reading() as connection:
            kept = connection.execute(text("SELECT CAST(words AS text) FROM passage_words"))
            seen.append(kept.scalar_one())
    migrate.upgrade(database)
    database.close()
    assert seen == [
        "'count':1 'dock':1C 'six':1A,2A 'truck':1B",
        "'count':1B 'dock':1B,2B 'six':1B,2B,3B,4B,5B 'truck':1B,2B,3B",
    ]
