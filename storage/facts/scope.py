"""The accounts and the day that facts are gathered for, and the facts found so far.

Queries are built once and take account ids and days as bound values: building one costs more
than running it for a single account.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Any

import numpy as np
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    FromClause,
    Label,
    Select,
    Table,
    bindparam,
    func,
    select,
)

from playbooks import catalogue, frame
from playbooks.accounts import Account
from playbooks.frame import Cells, Column, Days, Frame, Rows
from storage.facts.found import Found
from storage.values import table_of
from storage.workspace import Reader

QUOTE_LENGTH = 280
"""Characters of an item's text that a fact quotes."""

TOGETHER = 10_000
"""Accounts whose facts are held at once, so that memory does not grow with the workspace."""

LISTED = 5_000
"""Accounts that one query names one by one."""

AT = bindparam("at", type_=Date)
"""The day as of which facts are gathered, inside a query."""

AGO = "ago_"

WINDOWS = (30, 60, 90, 120, 180, 360, 365)
"""Numbers of days that a query may look back; a window that is not here has no value."""


class Reach(Enum):
    """How a query says which accounts it is about: each by its id, all between two ids, or all.

    A database reads the rows of neighbours in the order of its index, which is what makes a
    whole workspace fast.
    """

    NAMED = "named"
    BETWEEN = "between"
    EVERY = "every"

    def within(self, table: FromClause, column: str = "account_id") -> list[ColumnElement[bool]]:
        """The tenant's rows of the accounts that are asked for."""
        key, tenant = table.c[column], table.c.team_id == bindparam("team")
        if self is Reach.NAMED:
            return [tenant, key.in_(bindparam("ids", expanding=True))]
        if self is Reach.BETWEEN:
            return [tenant, key >= bindparam("first"), key <= bindparam("last")]
        return [tenant]

    def bound(self, team_id: str, account_ids: Sequence[str] = ()) -> dict[str, Any]:
        """What these conditions ask for."""
        if self is Reach.NAMED:
            return {"team": team_id, "ids": list(account_ids)}
        if self is Reach.BETWEEN:
            return {"team": team_id, "first": account_ids[0], "last": account_ids[-1]}
        return {"team": team_id}


Query = Callable[[Reach], Select[Any]]


class Scope:
    """Some accounts, as of one day. `asked` are the queries that were put so far."""

    def __init__(
        self, reader: Reader, at: date, account_ids: Sequence[str], reach: Reach = Reach.NAMED
    ) -> None:
        self.reader = reader
        self.at = at
        self.today = np.datetime64(at)
        self.frame = Frame(account_ids)
        self.asked: list[Query] = []
        self._reach = reach
        self._bound: dict[str, Any] = {
            "at": at,
            **reach.bound(reader.team_id, account_ids),
            **{f"{AGO}{days}": at - timedelta(days=days) for days in WINDOWS},
        }

    def ago(self, days: int) -> np.datetime64:
        """The day that many days before."""
        return np.datetime64(self.at - timedelta(days=days))

    def found(self, query: Query) -> Found:
        """What a query finds for these accounts as of this day, column by column."""
        return Found(*self.lines(query), self.frame.row_of)

    def lines(self, query: Query) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """The names of a query's columns, and its rows as the driver gives them.

        A value of SQLAlchemy's for each cell would cost more than all that is done with them.
        """
        self.asked.append(query)
        result = self.reader.connection.execute(query(self._reach), self._bound)
        names = list(result.keys())
        lines = result.cursor.fetchall() if result.cursor else []
        result.close()
        return names, lines

    def add(
        self,
        name: str,
        rows: Rows,
        value: Cells | float | bool,
        evidence: tuple[str | Cells, Cells],
        as_of: Days | None = None,
        quote: Cells | None = None,
        unit: Cells | str | None = None,
        window_days: int | None = None,
    ) -> None:
        """Keep a fact for these rows; of several for one row, the last stands.

        Arrays run alongside `rows`. Without a day it is known as of today; unit and window are the
        catalogue's unless they are given.
        """
        if not len(rows):
            return
        meaning = catalogue.definition(name)
        self.frame.put(
            name,
            rows,
            value if isinstance(value, np.ndarray) else np.full(len(rows), value),
            evidence,
            self.today if as_of is None else np.where(np.isnat(as_of), self.today, as_of),
            None if quote is None else _shortened(quote),
            _unit(unit, meaning.unit if meaning else None),
            window_days or (meaning.window_days if meaning else None),
        )

    def column(self, name: str) -> Column:
        """What earlier sources found; a fact that nobody has is a column of unknowns."""
        return self.frame.columns.get(name) or Column(len(self.frame))

    def spread(self, rows: Rows, values: Cells) -> Cells:
        """Values of some rows over all rows, None for the others; the last of several stands."""
        spread = np.empty(len(self.frame), object)
        spread[rows] = values
        return spread

    def days_since(self, days: Days) -> Cells:
        """Whole days from each of these until today."""
        return (self.today - days).astype(np.int64)


def scopes(reader: Reader, at: date, account_ids: Sequence[str] | None) -> Iterator[Scope]:
    """The accounts that exist, a part at a time, in the order of their ids; without ids, all."""
    if account_ids is None:
        every = _all_ids(reader)
        for start in range(0, len(every), TOGETHER):
            yield Scope(reader, at, every[start : start + TOGETHER], Reach.BETWEEN)
    else:
        for start in range(0, len(account_ids), LISTED):
            yield Scope(reader, at, list(account_ids[start : start + LISTED]))


def ago(days: int) -> BindParameter[date]:
    """The day that many days before, inside a query."""
    return bindparam(f"{AGO}{days}", type_=Date)


def newest(
    reach: Reach,
    table: Table,
    day: str,
    *conditions: ColumnElement[bool],
    by: Sequence[str] = (),
    gives: Sequence[str],
    figures: Sequence[Label[Any]] = (),
) -> Select[Any]:
    """A query for the newest rows of each account (and each `by`) up to the day.

    It gives the account, `by`, the day as `date`, the columns that are named, and `figures` over
    all rows up to the day. Two rows of one day are both given, in any order; `Found.newest`
    settles on one.
    """
    # With the tenant among the keys, SQLite looks the newest rows up one by one; as a constant it
    # would lead it to read all rows of the tenant instead.
    tenant, keys = table.c["team_id"], [table.c["account_id"], *(table.c[name] for name in by)]
    where = [*reach.within(table), table.c[day] <= AT, *conditions]
    last = func.max(table.c[day]).label("last")
    found = select(tenant, *keys, last, *figures).where(*where)
    grouped = found.group_by(tenant, *keys).subquery()
    on = [grouped.c[key.name] == key for key in (tenant, *keys)]
    on += [grouped.c.last == table.c[day], *conditions]
    newest_rows = [table.c[day].label("date"), *(table.c[name] for name in gives)]
    columns = [*keys, *newest_rows, *(grouped.c[figure.name] for figure in figures)]
    return select(*columns).select_from(grouped).join(table, _all(on))


def _all_ids(reader: Reader) -> list[str]:
    """Ids of all accounts of the tenant, in the database's own order."""
    account = table_of(Account)
    query = select(account.c.id).where(account.c.team_id == reader.team_id)
    return list(reader.connection.execute(query.order_by(account.c.id)).scalars())


def _all(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    joined = conditions[0]
    for condition in conditions[1:]:
        joined = joined & condition
    return joined


def _shortened(quotes: Cells) -> Cells:
    if max(map(len, filter(None, quotes)), default=0) <= QUOTE_LENGTH:
        return quotes
    # A quote has to be found in its source, so it is cut and not marked.
    return frame.texts(
        [q if q is None or len(q) <= QUOTE_LENGTH else q[:QUOTE_LENGTH].rstrip() for q in quotes]
    )


def _unit(unit: Cells | str | None, usual: str | None) -> Cells | str | None:
    if isinstance(unit, np.ndarray):
        return frame.texts([one or usual for one in unit])
    return unit or usual
