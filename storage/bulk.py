"""Many new rows at once, straight into their table: what is known to be new is not looked up."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from storage.values import table_of
from storage.workspace import Writer

BATCH = 10_000
"""Rows handed to the driver at once."""

Line = Sequence[Any]


def insert(writer: Writer, kind: type[Any], columns: Sequence[str], lines: Iterable[Line]) -> int:
    """Add lines of these columns to the kind's table for the tenant; returns how many.

    Cells are the driver's own: dates as ISO text, money in whole cents, lists and mappings as
    JSON text. An id that is already there is an error of the database's.
    """
    connection = writer.connection
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(f'"{name}"' for name in ("team_id", *columns))
    marks = ", ".join(mark for _ in ("team_id", *columns))
    statement = f'INSERT INTO "{table_of(kind).name}" ({names}) VALUES ({marks})'
    count = 0
    for batch in _batches((writer.team_id, *line) for line in lines):
        connection.exec_driver_sql(statement, batch)
        count += len(batch)
    if count:
        writer.changed(kind)
    return count


def _batches(lines: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(lines, BATCH)):
        yield batch
