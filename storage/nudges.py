"""Nudges as planning needs them: what lasts and what ended, without the facts kept with each."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, null, select

from playbooks.nudges.values import Episode, Nudge
from storage.facts.scope import Reach
from storage.values import table_of
from storage.workspace import Reader, parts


def running(reader: Reader, account_ids: Sequence[str], *, every: bool = False) -> list[Episode]:
    """The nudges of these accounts whose episodes last.

    With `every` they are all accounts between the first and the last, in the database's order.
    """
    reach = Reach.BETWEEN if every else Reach.NAMED
    table = table_of(Nudge)
    given = (table.c[name] for name in ("id", "account_id", "rule", "episode"))
    query = select(*given, null()).where(*reach.within(table), table.c.ended.is_(None))
    found = reader.connection.execute(query, reach.bound(reader.team_id, account_ids))
    lines = found.cursor.fetchall() if found.cursor else []
    found.close()
    return list(map(Episode._make, lines))


def ended(reader: Reader, account_ids: Iterable[str]) -> set[tuple[str, str, str]]:
    """Account, rule and episode of all that these accounts had and that has ended."""
    table = table_of(Nudge)
    query = select(table.c.account_id, table.c.rule, table.c.episode).where(
        table.c.team_id == reader.team_id,
        table.c.account_id.in_(bindparam("ids", expanding=True)),
        table.c.ended.is_not(None),
    )
    asked = parts(sorted(account_ids))
    found = (reader.connection.execute(query, {"ids": part}) for part in asked)
    return {(account_id, rule, episode) for some in found for account_id, rule, episode in some}


def known(reader: Reader, ids: Sequence[str]) -> set[str]:
    """Those of these ids that are on record."""
    table = table_of(Nudge)
    query = select(table.c.id).where(
        table.c.team_id == reader.team_id, table.c.id.in_(bindparam("ids", expanding=True))
    )
    found = (reader.connection.execute(query, {"ids": part}).scalars() for part in parts(ids))
    return {one for some in found for one in some}
