"""How often the records of a kind have changed, so that what is derived from them can be kept."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from playbooks.accounts import Account, Subscription
from playbooks.observations import MetricSample, Outcome
from playbooks.stages import Enrolment
from storage.tables.revisions import RevisionRow
from storage.values import table_of

COUNTED = (Account, Enrolment, MetricSample, Outcome, Subscription)
"""The kinds of which something is kept that is derived from all of them."""

_TABLE: Table = vars(RevisionRow)["__table__"]


def of(connection: Connection, team_id: str, *kinds: type[Any]) -> tuple[int, ...]:
    """How often records of each of these kinds were created, changed or removed together.

    Raises `ValueError` for a kind that is not counted: what hangs on it would never be made anew.
    """
    if uncounted := [kind.__name__ for kind in kinds if kind not in COUNTED]:
        raise ValueError(f"changes of {', '.join(uncounted)} are not counted")
    names = [table_of(kind).name for kind in kinds]
    query = select(_TABLE.c.id, _TABLE.c.number).where(
        _TABLE.c.team_id == team_id, _TABLE.c.id.in_(names)
    )
    found = {row.id: row.number for row in connection.execute(query)}
    return tuple(found.get(name, 0) for name in names)


def count(connection: Connection, team_id: str, kinds: Collection[type[Any]]) -> None:
    """Say that records of these kinds are others now."""
    for kind in kinds:
        if kind in COUNTED:
            _count(connection, team_id, kind)


def _count(connection: Connection, team_id: str, kind: type[Any]) -> None:
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    first = make(_TABLE).values(team_id=team_id, id=table_of(kind).name, number=1)
    connection.execute(
        first.on_conflict_do_update(
            index_elements=[_TABLE.c.team_id, _TABLE.c.id], set_={"number": _TABLE.c.number + 1}
        )
    )
