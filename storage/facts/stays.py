"""How many days finished stays took, by stage and segment, over the whole workspace."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select

from playbooks import frame
from playbooks.accounts import Account
from playbooks.stages import Enrolment
from storage.facts.kept import Kept
from storage.values import table_of
from storage.workspace import Reader

Stays = dict[tuple[str, str | None], Counter[int]]
"""Days of the stays by stage and segment; under no segment, those of all."""


def finished(reader: Reader, at: date) -> Stays:
    """The stays that had ended by then."""
    return _STAYS.of(reader, at)


def _read(reader: Reader, at: date) -> Stays:
    return _counted(_lines(reader, at))


_STAYS = Kept(_read, Enrolment, Account)


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
