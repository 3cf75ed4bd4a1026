"""Bringing a database to the newest schema, and opening a workspace in it."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Table, insert, select

from storage.database import Database
from storage.tables.people import WorkspaceRow

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> bool:
    """Apply what is missing; True when anything was. One tree serves SQLite and PostgreSQL."""
    if is_newest(database):
        return False
    configuration = _configuration()
    with database.writing() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, revision)
    return True


def downgrade(database: Database, revision: str) -> None:
    """Take back what came after a revision; what only later ones keep is lost."""
    configuration = _configuration()
    with database.writing() as connection:
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, revision)


def is_newest(database: Database) -> bool:
    """True when the database has the newest schema."""
    with database.reading() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(_configuration()).get_current_head()


def ensure_workspace(database: Database, team_id: str, name: str, now: datetime) -> None:
    """Create the tenant's own row when it is not there."""
    table: Table = vars(WorkspaceRow)["__table__"]
    with database.writing() as connection:
        if connection.execute(select(table.c.id).where(table.c.id == team_id)).first() is None:
            connection.execute(insert(table).values(id=team_id, name=name, created_at=now))


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    return configuration
