"""Nudges as planning needs them: what fired in which episode, without the facts kept with each."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select

from playbooks.nudges.values import Nudge, NudgeState
from storage.values import table_of
from storage.workspace import Reader, parts

FIELDS = ("id", "account_id", "rule", "episode", "owner", "priority", "created", "state", "ended")


def episodes(reader: Reader, account_ids: Sequence[str]) -> list[Nudge]:
    """All nudges that these accounts ever had; their facts, texts and messages are left out."""
    table = table_of(Nudge)
    query = select(*(table.c[name] for name in FIELDS)).where(
        table.c.team_id == reader.team_id,
        table.c.account_id.in_(bindparam("ids", expanding=True)),
    )
    found = reader.connection.execute(query, {"ids": list(account_ids)})
    return [_nudge(*cells) for cells in found]


def known(reader: Reader, ids: Sequence[str]) -> set[str]:
    """Those of these ids that are on record."""
    table = table_of(Nudge)
    query = select(table.c.id).where(
        table.c.team_id == reader.team_id, table.c.id.in_(bindparam("ids", expanding=True))
    )
    found = (reader.connection.execute(query, {"ids": part}).scalars() for part in parts(ids))
    return {one for some in found for one in some}


def _nudge(
    id: str,
    account_id: str,
    rule: str,
    episode: str,
    owner: str | None,
    priority: int,
    created: date,
    state: str,
    ended: date | None,
) -> Nudge:
    """Arguments in the order of `FIELDS`."""
    kept = (id, account_id, rule, episode, owner, priority, created)
    return Nudge(*kept, state=NudgeState(state), ended=ended)
