"""Names of contacts and products, and words of notes: what a question may speak of."""

import datetime
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from playbooks.accounts import Subscription
from playbooks.notes import Note
from playbooks.people import Contact
from storage.values import table_of
from storage.workspace import Reader

MOST = 20_000
"""Notes that are read, the newest first; a question about an older one names its account."""


class Known(NamedTuple):
    """A person at a customer's, by name."""

    id: str
    account_id: str
    name: str


class Written(NamedTuple):
    """The words of a note with its day, and what tells who may read it."""

    id: str
    account_id: str
    text: str
    author: str | None = None
    private: bool = False
    channel: str | None = None
    date: datetime.date = datetime.date.min


def people(reader: Reader) -> list[Known]:
    """Everybody known at the customers', by id."""
    table = table_of(Contact)
    query = select(table.c.id, table.c.account_id, table.c.name).order_by(table.c.id)
    return [Known(*row) for row in _rows(reader, query.where(table.c.team_id == reader.team_id))]


def products(reader: Reader) -> list[str]:
    """The names of all products that somebody has or had."""
    table = table_of(Subscription)
    query = select(table.c.product).where(table.c.product.is_not(None)).distinct()
    named = _rows(reader, query.where(table.c.team_id == reader.team_id))
    return sorted(row.product for row in named if row.product.strip())


def written(reader: Reader, account_ids: Collection[str] | None = None) -> list[Written]:
    """The words of the notes of these accounts, or of all, the newest first."""
    table = table_of(Note)
    query = select(*(table.c[name] for name in Written._fields))
    query = query.where(table.c.team_id == reader.team_id)
    if account_ids is not None:
        query = query.where(table.c.account_id.in_(list(account_ids)))
    newest = query.order_by(table.c.date.desc(), table.c.id).limit(MOST)
    return [Written(*row) for row in _rows(reader, newest)]


def _rows(reader: Reader, query: Select[Any]) -> Iterator[Any]:
    yield from reader.connection.execute(query)
