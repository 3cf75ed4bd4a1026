"""The accounts and the day that facts are gathered for, and the facts found so far.

Queries are built once and take account ids and days as bound values: building one costs more
than running it for a single account.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Row,
    Select,
    Table,
    bindparam,
    func,
    select,
)

from playbooks import catalogue
from playbooks.accounts import Account
from playbooks.facts import Fact
from storage.values import table_of, to_value
from storage.workspace import Reader

T = TypeVar("T")

QUOTE_LENGTH = 280
"""Characters of an item's text that a fact quotes."""


class Scope:
    """One batch of accounts, as of one day."""

    def __init__(self, reader: Reader, at: date, account_ids: Sequence[str]) -> None:
        self.reader = reader
        self.at = at
        self.found: dict[str, dict[str, Fact]] = {account: {} for account in account_ids}
        self._bound: dict[str, Any] = {
            "team": reader.team_id,
            "ids": list(account_ids),
            "at": at,
            **{f"{AGO}{days}": self.ago(days) for days in WINDOWS},
        }

    @staticmethod
    def all_ids(reader: Reader) -> list[str]:
        """Ids of all accounts of the tenant, in order."""
        account = table_of(Account)
        query = select(account.c.id).where(account.c.team_id == reader.team_id)
        return sorted(reader.connection.execute(query).scalars())

    def ago(self, days: int) -> date:
        """The day that many days before."""
        return self.at - timedelta(days=days)

    def rows(self, query: Select[Any]) -> Iterable[Row[Any]]:
        """The rows of a query for these accounts, as of this day."""
        return self.reader.connection.execute(query, self._bound)

    def values(self, kind: type[T], query: Select[Any]) -> list[T]:
        """The rows of a query over the kind's table, as values."""
        found = self.reader.connection.execute(query, self._bound).mappings()
        return [to_value(kind, dict(row)) for row in found]

    def newest(self, query: Select[Any], by: Sequence[str] = ()) -> Iterable[Row[Any]]:
        """One row for each account (and each `by`) of a query that `newest` made: the last one."""
        names = ("account_id", *by)
        rows = {tuple(getattr(row, name) for name in names): row for row in self.rows(query)}
        return rows.values()

    def add(
        self,
        account_id: str,
        name: str,
        value: float | bool | str,
        evidence: tuple[str, str],
        as_of: date | None = None,
        quote: str | None = None,
        unit: str | None = None,
        window_days: int | None = None,
    ) -> None:
        """Keep a fact; unit and window are the catalogue's unless they are given."""
        meaning = catalogue.definition(name)
        self.found[account_id][name] = Fact(
            name,
            value,
            as_of or self.at,
            evidence[0],
            evidence[1],
            unit or (meaning.unit if meaning else None),
            window_days or (meaning.window_days if meaning else None),
            _shortened(quote),
        )

    def get(self, account_id: str, name: str) -> Fact | None:
        """A fact that an earlier source found."""
        return self.found[account_id].get(name)


AT = bindparam("at", type_=Date)
"""The day as of which facts are gathered, inside a query."""

AGO = "ago_"


WINDOWS = (30, 60, 90, 120, 180, 360, 365)
"""Numbers of days that a query may look back; a window that is not here has no value."""


def ago(days: int) -> BindParameter[date]:
    """The day that many days before, inside a query."""
    return bindparam(f"{AGO}{days}", type_=Date)


def within(table: Table, column: str = "account_id") -> list[ColumnElement[bool]]:
    """The tenant's rows of the accounts that are asked for."""
    ids = table.c[column].in_(bindparam("ids", expanding=True))
    return [table.c.team_id == bindparam("team"), ids]


def newest(
    table: Table, day: str, *conditions: ColumnElement[bool], by: Sequence[str] = ()
) -> Select[Any]:
    """A query for the newest rows of each account (and each `by`) up to the day, ties by id."""
    keys = [table.c["account_id"], *(table.c[name] for name in by)]
    where = [*within(table), table.c[day] <= AT, *conditions]
    last = select(*keys, func.max(table.c[day]).label("last")).where(*where)
    grouped = last.group_by(*keys).subquery()
    on = [grouped.c[key.name] == key for key in keys] + [grouped.c.last == table.c[day]]
    return select(table).join(grouped, _all(on)).where(*where).order_by(table.c.id)


def _all(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    joined = conditions[0]
    for condition in conditions[1:]:
        joined = joined & condition
    return joined


def _shortened(quote: str | None) -> str | None:
    if quote is None or len(quote) <= QUOTE_LENGTH:
        return quote
    # A quote has to be found in its source, so it is cut and not marked.
    return quote[:QUOTE_LENGTH].rstrip()
