"""One tenant's records: read as values, written with their history."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from playbooks import notes
from storage import changes, revisions
from storage.changes import Change, Tally
from storage.database import Database
from storage.tables.notes import NoteVersionRow
from storage.tables.people import WorkspaceRow
from storage.values import date_column, table_of, to_row, to_value

T = TypeVar("T")

BATCH = 500
"""Rows looked up or written in one statement; SQLite allows 32,766 bound values."""

COUNTED_AT = tuple(2_000 * 4**step for step in range(10))
"""Values written in one transaction at which PostgreSQL is told to count the table anew."""


NAMED = 10_000
"""Ids that one query names; with them it stays below SQLite's number of bound values."""


class Between(NamedTuple):
    """All from the first to the last of these, in the database's own order."""

    first: str
    last: str


class Reader:
    """One tenant's view inside one transaction. It cannot be built without a tenant."""

    def __init__(self, connection: Connection, team_id: str) -> None:
        self.connection = connection
        self.team_id = team_id

    def get(self, kind: type[T], item_id: str, /) -> T | None:
        """The value with that id, or None."""
        found = self.find(kind, id=item_id)
        return found[0] if found else None

    def find(
        self,
        kind: type[T],
        /,
        *,
        since: date | datetime | None = None,
        until: date | datetime | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        **equal: Any,
    ) -> list[T]:
        """Values of `kind` in the order of their date, then id.

        `since` and `until` are inclusive and use the kind's own date. Further keywords compare a
        column with a value; a list, set or tuple means "one of", None means empty. `Between` is
        much faster than thousands that are named one by one.
        """
        table = table_of(kind)
        query = select(table).where(*self._conditions(kind, since, until, equal))
        dated = date_column(kind)
        order = [table.c[name] for name in ([dated] if dated else []) + ["id"]]
        query = query.order_by(*(column.desc() if newest_first else column for column in order))
        return self._values(kind, query.limit(limit))

    def count(
        self,
        kind: type[Any],
        /,
        *,
        since: date | datetime | None = None,
        until: date | datetime | None = None,
        **equal: Any,
    ) -> int:
        """How many values `find` would give."""
        query = select(func.count()).select_from(table_of(kind))
        query = query.where(*self._conditions(kind, since, until, equal))
        return self.connection.execute(query).scalar_one()

    def revisions(self, *kinds: type[Any]) -> tuple[int, ...] | None:
        """How often records of these kinds have changed, so that what is derived can be kept.

        None where it must not be kept: this transaction changed them, and may be taken back.
        """
        return revisions.of(self.connection, self.team_id, *kinds)

    def note_versions(self, note_id: str) -> list[tuple[int, str, datetime | None]]:
        """Earlier versions of a note: number, text and when it was recorded, oldest first."""
        table = _versions()
        query = select(table.c.version, table.c.text, table.c.recorded_at)
        query = query.where(table.c.team_id == self.team_id, table.c.note_id == note_id)
        return [tuple(row) for row in self.connection.execute(query.order_by(table.c.version))]

    def _conditions(
        self,
        kind: type[Any],
        since: date | datetime | None,
        until: date | datetime | None,
        equal: dict[str, Any],
    ) -> list[ColumnElement[bool]]:
        table = table_of(kind)
        conditions = [table.c.team_id == self.team_id]
        dated = date_column(kind)
        if dated and since is not None:
            conditions.append(table.c[dated] >= since)
        if dated and until is not None:
            conditions.append(table.c[dated] <= until)
        return conditions + [_is(table.c[name], wanted) for name, wanted in equal.items()]

    def _values(self, kind: type[T], query: Select[Any]) -> list[T]:
        return [to_value(kind, dict(row)) for row in self.connection.execute(query).mappings()]


class Writer(Reader):
    """A reader that may also write; nobody else writes to the tenant's records meanwhile."""

    def __init__(self, connection: Connection, team_id: str) -> None:
        super().__init__(connection, team_id)
        self._written: dict[type[Any], int] = {}
        self._changed: set[type[Any]] = set()

    def put(self, value: Any) -> Tally:
        """Create or update one value; an amended note keeps its earlier version."""
        return self.put_many([value])

    def put_many(self, values: Sequence[Any], only: Iterable[str] | None = None) -> Tally:
        """Create or update values of one kind, by id; says how many of each there were."""
        made = list(self.put_each(values, only).values())
        return Tally(*(made.count(change) for change in Change))

    def put_each(
        self, values: Sequence[Any], only: Iterable[str] | None = None
    ) -> dict[str, Change]:
        """Create or update values of one kind; says for each id what became of it.

        With `only`, a value that is already there changes in these fields alone, so that an
        import without a column does not empty what people entered.
        """
        given = frozenset(only) if only is not None else None
        made: dict[str, Change] = {}
        for start in range(0, len(values), BATCH):
            made |= self._put_batch(values[start : start + BATCH], given)
            self._count(type(values[start]), BATCH)
        if set(made.values()) - {Change.UNCHANGED}:
            self.changed(type(values[0]))
        return made

    def remove(self, kind: type[Any], /, **equal: Any) -> int:
        """Delete the values that `find` would give; returns how many there were."""
        query = delete(table_of(kind)).where(*self._conditions(kind, None, None, equal))
        removed = self.connection.execute(query).rowcount
        if removed:
            self.changed(kind)
        return removed

    def changed(self, kind: type[Any]) -> None:
        """Records of the kind are others than before; counted when the transaction ends."""
        self._changed.add(kind)

    def revisions(self, *kinds: type[Any]) -> tuple[int, ...] | None:
        return None if self._changed & set(kinds) else super().revisions(*kinds)

    def settle(self) -> None:
        """Count what was changed; at the end of the transaction."""
        revisions.count(self.connection, self.team_id, self._changed)

    def _count(self, kind: type[Any], written: int) -> None:
        """Keep PostgreSQL's planner aware of how a table grows within this transaction.

        Of rows that nobody has counted it knows nothing: it would look every id up through all
        rows of the tenant, and a long import would slow down with the square of its length.
        """
        before = self._written.get(kind, 0)
        after = self._written[kind] = before + written
        outgrown = any(before < size <= after for size in COUNTED_AT)
        if outgrown and self.connection.dialect.name == "postgresql":
            self.connection.execute(text(f'ANALYZE "{table_of(kind).name}"'))

    def _put_batch(self, values: Sequence[Any], only: frozenset[str] | None) -> dict[str, Change]:
        kind = type(values[0])
        there = {value.id: value for value in self.find(kind, id=[v.id for v in values])}
        made: dict[str, Change] = {}
        new = []
        for value in {value.id: value for value in values}.values():
            before = there.get(value.id)
            after = changes.merged(before, value, only)
            made[value.id] = changes.between(before, after)
            if before is None:
                new.append(after)
            elif made[value.id] is Change.UPDATED:
                self._update(kind, self._succeed(before, after))
        self._insert(kind, new)
        return made

    def _insert(self, kind: type[Any], values: list[Any]) -> None:
        if values:
            rows = [to_row(self.team_id, value) for value in values]
            self.connection.execute(insert(table_of(kind)), rows)

    def _update(self, kind: type[Any], value: Any) -> None:
        table = table_of(kind)
        where = (table.c.team_id == self.team_id, table.c.id == value.id)
        self.connection.execute(update(table).where(*where).values(to_row(self.team_id, value)))

    def _succeed(self, before: Any, after: Any) -> Any:
        """A note's new wording becomes its next version; other values are simply replaced."""
        if not isinstance(before, notes.Note) or before.text == after.text:
            return after
        row = {
            "team_id": self.team_id,
            "note_id": before.id,
            "version": before.version,
            "text": before.text,
            "author": before.author,
            "recorded_at": before.recorded_at,
        }
        table = _versions()
        self.connection.execute(insert(table).values(row))
        return replace(after, version=before.version + 1)


class Workspace:
    """The records of one tenant in one database."""

    def __init__(self, database: Database, team_id: str) -> None:
        if not team_id:
            raise ValueError("a workspace needs a team_id")
        self.database = database
        self.team_id = team_id

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A consistent view for as long as the block runs; never hold it across a model call."""
        with self.database.reading() as connection:
            yield Reader(connection, self.team_id)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """All writes of the block, or none of them.

        Writers of one tenant come one after another, so what is read in the block is still so
        when it is put back.
        """
        with self.database.writing() as connection:
            if not self.database.is_sqlite:
                self._wait_for_turn(connection)
            writer = Writer(connection, self.team_id)
            yield writer
            writer.settle()

    def _wait_for_turn(self, connection: Connection) -> None:
        """Hold the tenant's own row, which each writer asks for first, until the end."""
        table: Table = vars(WorkspaceRow)["__table__"]
        own = select(table.c.id).where(table.c.id == self.team_id)
        # Rows that refer to it ask for its key alone, which stays free.
        connection.execute(own.with_for_update(key_share=True))


def parts(ids: Sequence[str]) -> Iterator[list[str]]:
    """Ids in lists that one query can name, however many there are."""
    for start in range(0, len(ids), NAMED):
        yield list(ids[start : start + NAMED])


def _is(column: ColumnElement[Any], wanted: Any) -> ColumnElement[bool]:
    if isinstance(wanted, Between):
        return column.between(*wanted)
    several = isinstance(wanted, (list, tuple, set, frozenset))
    return column.in_(list(wanted)) if several else column == wanted


def _versions() -> Table:
    table: Table = vars(NoteVersionRow)["__table__"]
    return table
