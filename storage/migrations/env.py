"""Alembic's entry: it runs inside the transaction that `storage.migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

import storage.kinds  # noqa: F401  registers every table

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
context.run_migrations()
