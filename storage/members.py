"""Members who were recorded before Slack told their id: one person, one id."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, select, update
from sqlmodel import SQLModel

from playbooks.conversations import AuditEntry
from playbooks.people import Member
from storage.kinds import TABLES
from storage.tables.columns import OF_MEMBER, JsonList
from storage.values import columns_of, table_of
from storage.workspace import Reader, Writer


def rename(writer: Writer, known_as: str, slack_id: str) -> None:
    """Give everything of the member `known_as` to the Slack user id, and drop the old id."""
    for column in columns():
        if isinstance(column.type, JsonList):
            _replace_in_lists(writer, column, known_as, slack_id)
        else:
            _replace(writer, column, known_as, slack_id)
    for kind in TABLES:
        writer.changed(kind)
    _replace_in_log(writer, known_as, slack_id)
    writer.remove(Member, id=known_as)


def naming(reader: Reader, member_id: str) -> list[Any]:
    """All records that name the member."""
    named = {(column.table.name, column.name): column.type for column in columns()}
    found: list[Any] = []
    for kind in TABLES:
        for name in columns_of(kind):
            listed = named.get((table_of(kind).name, name))
            if isinstance(listed, JsonList):
                found += [one for one in reader.find(kind) if member_id in getattr(one, name)]
            elif listed is not None:
                equal: dict[str, Any] = {name: member_id}
                found += reader.find(kind, **equal)
    return found


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


def _replace_in_log(writer: Writer, before: str, after: str) -> None:
    """In the audit log too, or undoing would bring the old id back."""
    names = {column.name for column in columns()} - {"id"}

    def renamed(kept: Any, name: str = "") -> Any:
        if isinstance(kept, dict):
            return {key: renamed(value, key) for key, value in kept.items()}
        if isinstance(kept, list):
            return [renamed(value, name) for value in kept]
        return after if kept == before and name in names else kept

    entries = [
        (entry, replace(entry, before=renamed(entry.before), after=renamed(entry.after)))
        for entry in writer.find(AuditEntry)
    ]
    if changed := [later for earlier, later in entries if later != earlier]:
        writer.put_many(changed)
