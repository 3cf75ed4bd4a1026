"""The day's health readings as they are kept, written many at a time."""

import json
import math
from collections.abc import Iterator
from datetime import date

import numpy as np

from playbooks.health.answering import VERDICTS
from playbooks.health.reading import Readings
from playbooks.health.values import Snapshot
from playbooks.health.weighing import BANDS
from storage import bulk
from storage.facts.scope import Reach, newest
from storage.values import columns_of, table_of
from storage.workspace import Reader, Writer


def keep(writer: Writer, readings: Readings) -> int:
    """Keep one reading a day of each account, the latest of that day; returns how many are new."""
    replaced = writer.remove(
        Snapshot, as_of=readings.at, account_id=list(readings.frame.account_ids)
    )
    return bulk.insert(writer, Snapshot, columns_of(Snapshot), _lines(readings)) - replaced


def lows(reader: Reader, at: date) -> dict[str, float]:
    """By account, the lower end of its reading that was kept last by a day, from 0 to 100.

    Those of which no reading was kept are left out.
    """
    query = newest(Reach.EVERY, table_of(Snapshot), "as_of", gives=("low",))
    bound = {"at": at, **Reach.EVERY.bound(reader.team_id)}
    return {line.account_id: line.low for line in reader.connection.execute(query, bound)}


def _lines(readings: Readings) -> Iterator[bulk.Line]:
    """Rows of the table, in the order of the snapshot's fields."""
    totals, day, version = readings.totals, str(readings.at), readings.rules.version
    ids = readings.frame.account_ids
    scores = [None if math.isnan(score) else score for score in totals.scores.tolist()]
    figures = (totals.lows, totals.highs, totals.coverages)
    bands = [BANDS[code].value for code in totals.bands.tolist()]
    columns = [scores, *(figure.tolist() for figure in figures), bands]
    for account_id, answers, *cells in zip(ids, _answers(readings), *columns, strict=True):
        key = f"health:{account_id}:{day}"
        yield (key, account_id, day, *cells, version, answers)


def _answers(readings: Readings) -> Iterator[str]:
    """For each account the answers that are not unknown, as JSON."""
    answers = readings.totals.answers
    words = [
        ["", *(f"{json.dumps(name)}: {json.dumps(v.value)}" for v in VERDICTS[1:])]
        for name in answers
    ]
    codes = np.stack([answer.verdicts for answer in answers.values()], axis=1)
    for line in codes.tolist():
        said = [one[code] for one, code in zip(words, line, strict=True) if code]
        yield "{" + ", ".join(said) + "}"
