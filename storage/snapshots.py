"""The day's health readings as they are kept, written many at a time."""

import json
import math
from collections.abc import Iterator

import numpy as np
from sqlalchemy import select

from playbooks.health.answering import UNKNOWN, VERDICTS
from playbooks.health.reading import Readings
from playbooks.health.values import Snapshot
from playbooks.health.weighing import BANDS
from storage import bulk
from storage.values import columns_of, table_of
from storage.workspace import Writer


def keep(writer: Writer, readings: Readings) -> int:
    """Keep one reading a day of each account, the latest of that day; returns how many are new."""
    there = _there(writer, readings)
    fresh = [row for row, i in enumerate(readings.frame.account_ids) if i not in there]
    if there:
        again = [row for row, i in enumerate(readings.frame.account_ids) if i in there]
        writer.put_many([_snapshot(readings, row) for row in again])
    return bulk.insert(writer, Snapshot, columns_of(Snapshot), _lines(readings, fresh))


def _there(writer: Writer, readings: Readings) -> set[str]:
    """Accounts of these readings that have one of the day already."""
    table, ids = table_of(Snapshot), readings.frame.account_ids
    if not len(ids):
        return set()
    query = select(table.c.account_id).where(
        table.c.team_id == writer.team_id,
        table.c.account_id >= ids[0],
        table.c.account_id <= ids[-1],
        table.c.as_of == readings.at,
    )
    return set(writer.connection.execute(query).scalars())


def _snapshot(readings: Readings, row: int) -> Snapshot:
    account_id, totals = readings.frame.account_ids[row], readings.totals
    score = float(totals.scores[row])
    return Snapshot(
        id=_id(readings, account_id),
        account_id=account_id,
        as_of=readings.at,
        score=None if math.isnan(score) else score,
        low=float(totals.lows[row]),
        high=float(totals.highs[row]),
        coverage=float(totals.coverages[row]),
        band=BANDS[totals.bands[row]],
        weights_version=readings.rules.version,
        answers={
            name: VERDICTS[answer.verdicts[row]].value
            for name, answer in totals.answers.items()
            if answer.verdicts[row] != UNKNOWN
        },
    )


def _lines(readings: Readings, rows: list[int]) -> Iterator[bulk.Line]:
    """The same as rows of the table, in the order of the snapshot's fields."""
    totals, day, version = readings.totals, str(readings.at), readings.rules.version
    ids = [readings.frame.account_ids[row] for row in rows]
    scores = [None if math.isnan(score) else score for score in totals.scores[rows].tolist()]
    figures = (totals.lows, totals.highs, totals.coverages)
    bands = [BANDS[code].value for code in totals.bands[rows].tolist()]
    columns = [scores, *(figure[rows].tolist() for figure in figures), bands]
    for account_id, answers, *cells in zip(ids, _answers(readings, rows), *columns, strict=True):
        yield (_id(readings, account_id), account_id, day, *cells, version, answers)


def _answers(readings: Readings, rows: list[int]) -> Iterator[str]:
    """For each row the answers that are not unknown, as JSON."""
    answers = readings.totals.answers
    if not rows or not answers:
        return
    words = [
        ["", *(f"{json.dumps(name)}: {json.dumps(v.value)}" for v in VERDICTS[1:])]
        for name in answers
    ]
    codes = np.stack([answer.verdicts[rows] for answer in answers.values()], axis=1)
    for line in codes.tolist():
        said = [one[code] for one, code in zip(words, line, strict=True) if code]
        yield "{" + ", ".join(said) + "}"


def _id(readings: Readings, account_id: str) -> str:
    """One a day."""
    return f"health:{account_id}:{readings.at}"
