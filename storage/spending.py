"""What a workspace has used of its language model, day by day in UTC."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables.model_use import ModelUseRow
from storage.workspace import Reader, Workspace

_TABLE: Table = vars(ModelUseRow)["__table__"]


@dataclass(frozen=True, slots=True)
class Use:
    """Calls of the model, and the tokens that they read and wrote together."""

    calls: int = 0
    tokens: int = 0


def on(reader: Reader, day: date) -> Use:
    """What was used on that day."""
    query = select(_TABLE.c.calls, _TABLE.c.tokens).where(
        _TABLE.c.team_id == reader.team_id, _TABLE.c.id == day.isoformat()
    )
    row = reader.connection.execute(query).first()
    return Use(row.calls, row.tokens) if row else Use()


def add(workspace: Workspace, day: date, tokens: int) -> None:
    """Count one more call; several at once, in as many processes, are all counted."""
    make = sqlite.insert if workspace.database.is_sqlite else postgresql.insert
    with workspace.writing() as writer:
        values = {"team_id": writer.team_id, "id": day.isoformat(), "calls": 1, "tokens": tokens}
        counting = make(_TABLE).values(**values)
        counting = counting.on_conflict_do_update(
            index_elements=[_TABLE.c.team_id, _TABLE.c.id],
            set_={"calls": _TABLE.c.calls + 1, "tokens": _TABLE.c.tokens + tokens},
        )
        writer.connection.execute(counting)
