"""Members who were recorded before Slack told their id: one person, one id."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, select, update
from sqlmodel import SQLModel

from playbooks.people import Member
from storage.kinds import TABLES
from storage.tables.columns import OF_MEMBER, JsonList
from storage.workspace import Writer


def rename(writer: Writer, known_as: str, slack_id: str) -> None:
    """Give everything of the member `known_as` to the Slack user id, and drop the old id."""
    for column in columns():
        if isinstance(column.type, JsonList):
            _replace_in_lists(writer, column, known_as, slack_id)
        else:
            _replace(writer, column, known_as, slack_id)
    for kind in TABLES:
        writer.changed(kind)
    writer.remove(Member, id=known_as)


def columns() -> Iterator[Column[Any]]:
    """The columns of all tables that hold ids of members."""
    for table in SQLModel.metadata.sorted_tables:
        yield from (column for column in table.columns if column.info == OF_MEMBER)


def _replace(writer: Writer, column: Column[Any], before: str, after: str) -> None:
    mine = (column.table.c.team_id == writer.team_id, column == before)
    writer.connection.execute(update(column.table).where(*mine).values({column.name: after}))


def _replace_in_lists(writer: Writer, column: Column[Any], before: str, after: str) -> None:
    table = column.table
    own = table.c.team_id == writer.team_id
    lists = writer.connection.execute(select(table.c.id, column).where(own)).all()
    for row_id, ids in lists:
        if before in ids:
            one = dict.fromkeys(after if person == before else person for person in ids)
            here = update(table).where(own, table.c.id == row_id)
            writer.connection.execute(here.values({column.name: tuple(one)}))
