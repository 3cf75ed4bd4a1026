"""The passage between a table's row and the value of the domain that it keeps."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_type_hints

from sqlalchemy import Table

from storage.kinds import DATED, TABLES

T = TypeVar("T")


def table_of(kind: type[Any]) -> Table:
    """The SQL table that keeps values of `kind`."""
    table: Table = vars(TABLES[kind])["__table__"]
    return table


def kinds() -> tuple[type[Any], ...]:
    """All kinds of values that are kept."""
    return tuple(TABLES)


def name_of(kind: type[Any]) -> str:
    """What a kind of value is called in the records."""
    return str(table_of(kind).name)


def date_column(kind: type[Any]) -> str | None:
    """The column that says when a value of `kind` happened, if it has one."""
    return DATED.get(kind)


def columns_of(kind: type[Any]) -> tuple[str, ...]:
    """Names of the value's fields, which are the table's columns less the tenant."""
    return _COLUMNS[kind]


def to_row(team_id: str, value: Any) -> dict[str, Any]:
    """The row that keeps `value` for the tenant."""
    row = {name: getattr(value, name) for name in columns_of(type(value))}
    return {"team_id": team_id, **row}


def to_value(kind: type[T], row: Mapping[str, Any]) -> T:
    """The value that `row` keeps."""
    values = {name: row[name] for name in columns_of(kind)}
    for name, make in _ENUMERATIONS[kind].items():
        if values[name] is not None:
            values[name] = make(values[name])
    return kind(**values)


def _enumerations(kind: type[Any]) -> dict[str, Callable[[str], StrEnum]]:
    hints = get_type_hints(kind)
    found = {name: _enumeration(hints[name]) for name in columns_of(kind)}
    return {name: made for name, made in found.items() if made}


def _enumeration(hint: Any) -> type[StrEnum] | None:
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    for option in options:
        if isinstance(option, type) and issubclass(option, StrEnum):
            return option
    return None


_COLUMNS = {kind: tuple(field.name for field in fields(kind)) for kind in TABLES}
_ENUMERATIONS = {kind: _enumerations(kind) for kind in TABLES}
