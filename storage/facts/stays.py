"""How many days finished stays took, by stage and segment, over the whole workspace."""

from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Engine, select

from playbooks import frame
from playbooks.accounts import Account
from playbooks.stages import Enrolment
from storage.values import table_of
from storage.workspace import Reader

Stays = dict[tuple[str, str | None], Counter[int]]
"""Days of the stays by stage and segment; under no segment, those of all."""

_kept: WeakKeyDictionary[Engine, dict[Hashable, Stays]] = WeakKeyDictionary()
"""Of each database, what was counted last: one account's reading must not read all others' again.

It is counted anew for another day, and when any stay or account is another than before.
"""

DAYS_KEPT = 8


def finished(reader: Reader, at: date) -> Stays:
    """The stays that had ended by then."""
    kept = _kept.setdefault(reader.connection.engine, {})
    key = (reader.team_id, at, *reader.revisions(Enrolment, Account))
    found = kept.get(key)
    if found is None:
        found = _counted(_lines(reader, at))
        # Another thread may be doing the same.
        for oldest in list(kept)[: 1 - DAYS_KEPT]:
            kept.pop(oldest, None)
        kept[key] = found
    return found


def _lines(reader: Reader, at: date) -> Sequence[Any]:
    stay, account = table_of(Enrolment), table_of(Account)
    ended = (stay.c.exited <= at) & (stay.c.exited >= stay.c.entered)
    of = (account.c.team_id == stay.c.team_id) & (account.c.id == stay.c.account_id)
    query = select(stay.c.stage, stay.c.entered, stay.c.exited, account.c.segment)
    query = query.join(account, of).where(stay.c.team_id == reader.team_id, ended)
    result = reader.connection.execute(query)
    lines = result.cursor.fetchall() if result.cursor else []
    result.close()
    return lines


def _counted(lines: Sequence[Any]) -> Stays:
    found: Stays = {}
    if not lines:
        return found
    stage, entered, exited, segment = zip(*lines, strict=True)
    days = (frame.days(exited) - frame.days(entered)).astype(np.int64).tolist()
    for key, number in Counter(zip(stage, segment, days, strict=True)).items():
        for one in {key[1], None}:
            found.setdefault((key[0], one), Counter())[key[2]] += number
    return found
