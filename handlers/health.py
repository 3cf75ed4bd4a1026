"""Health: reading it, saying what changed, and the readings that were stored."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

import numpy as np

from handlers import rulebook
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.conditions import VERDICTS, Truth
from playbooks.criteria import Criterion
from playbooks.errors import BadInput, NotFound
from playbooks.facts import Fact
from playbooks.frame import Flags, Frame, texts
from playbooks.health import changes as health_changes
from playbooks.health import reading as health_reading
from playbooks.health.reading import Readings
from playbooks.health.rules import HealthRules
from playbooks.health.values import (
    Band,
    Change,
    Override,
    PersonAnswer,
    Reading,
    Snapshot,
)
from storage import facts as fact_store
from storage import snapshots as snapshot_store
from storage.workspace import Between, Reader, parts

Given = TypeVar("Given", PersonAnswer, Override)

TREND_DAYS = 90
"""Health is compared with the health of this many days before."""

Facts = dict[str, Fact]

Truths = dict[tuple[str, tuple[str, float] | None], Truth]
"""What was found of each criterion, for all accounts that were read side by side."""


class Examined:
    """An account with its reading and facts, each made when it is asked for.

    The facts hold the reading as well. A portfolio asks most accounts only for a figure or two,
    which `figure` and `band` give without the reasons behind them.
    """

    def __init__(self, account: Account, readings: Readings, truths: Truths | None = None) -> None:
        self.account = account
        self._readings = readings
        self._truths = {} if truths is None else truths
        self._row = readings.frame.row_of[account.id]

    @property
    def as_of(self) -> date:
        """The day of the reading."""
        return self._readings.at

    @cached_property
    def reading(self) -> Reading:
        """The reading with its answers and their evidence."""
        return self._readings.of(self.account.id)

    @cached_property
    def facts(self) -> Facts:
        """Everything known about the account, by name."""
        return self._readings.frame.facts(self._row)

    @property
    def band(self) -> Band:
        """The band that counts."""
        return self._readings.band(self._row)

    @property
    def revenue_at_risk(self) -> float | None:
        """The part of ARR that no answer shows to be safe: an order, no forecast.

        It is ARR times what the reading's `low` misses of 100, and None without a known ARR.
        """
        return at_risk(self.account, float(self._readings.totals.lows[self._row]))

    def fact(self, name: str) -> Fact | None:
        """One fact, None when it is unknown."""
        return self._readings.frame.fact(name, self._row)

    def some(self, names: Iterable[str]) -> Facts:
        """Those of the named facts that are known."""
        return {name: fact for name in names if (fact := self.fact(name)) is not None}

    def meets(self, criterion: Criterion) -> bool | None:
        """Whether the account meets a criterion; None where that is not known."""
        key = criterion.name, criterion.limit
        if key not in self._truths:
            self._truths[key] = criterion.holds(self._readings.frame, self._readings.at)
        return VERDICTS[self._truths[key][self._row]]


def at_risk(account: Account, low: float) -> float | None:
    """The account's ARR at risk when its health may be as low as `low` of 100."""
    return None if account.arr is None else float(account.arr) * (100 - low) / 100


def read(context: Context, account_id: str, at: date | None = None) -> Reading:
    """The account's health on a day, today when none is given. Raises `NotFound`."""
    return examine(context, account_id, at).reading


def examine(context: Context, account_id: str, at: date | None = None) -> Examined:
    """The account's reading with the facts that it rests on."""
    with context.workspace.reading() as reader:
        rules = rulebook.health(context, reader)
        found = list(within(reader, at or context.today(), rules, [account_id]))
    if not found:
        raise NotFound("There is no such account. Nothing was read.")
    return found[0]


def changes(context: Context, account_id: str, since: date, until: date) -> list[Change]:
    """What differs between the readings of two days, the biggest move first, with its evidence.

    Both days are read anew with today's rules from what was dated up to each of them.
    """
    if since > until:
        raise BadInput(
            "{since} is later than {until}. Give the earlier day first.", since=since, until=until
        )
    before, after = read(context, account_id, since), read(context, account_id, until)
    return list(health_changes.between(before, after))


def within(
    reader: Reader,
    at: date,
    rules: HealthRules,
    account_ids: Sequence[str] | None = None,
    *,
    trend: bool = False,
) -> Iterator[Examined]:
    """Readings of the accounts, or of all of them, in a transaction that is already open.

    A fixed number of queries serves some thousand accounts. With `trend`, the facts also hold the
    change in health since 90 days before, for which that day is read as well.
    """
    accounts = _accounts(reader, account_ids)
    for readings in side_by_side(reader, at, rules, account_ids and [*accounts]):
        if trend:
            add_trends(reader, readings, np.ones(len(readings.frame), np.bool_))
        truths: Truths = {}
        for account_id in readings.frame.account_ids:
            yield Examined(accounts[account_id], readings, truths)


def side_by_side(
    reader: Reader, at: date, rules: HealthRules, account_ids: Sequence[str] | None = None
) -> Iterator[Readings]:
    """The readings of many accounts in columns, also as facts, some thousand at a time."""
    for frame in fact_store.frames(reader, at, account_ids):
        readings = _read(reader, frame, at, rules, every=account_ids is None)
        health_reading.add_facts(readings)
        yield readings


def add_trends(reader: Reader, readings: Readings, wanted: Flags) -> None:
    """Add the change in health since 90 days before to the facts of these accounts.

    Only accounts that have a band on both days have a trend; a blind spot has none, and is not
    read a second time.
    """
    frame, earlier = readings.frame, readings.at - timedelta(days=TREND_DAYS)
    asked = np.flatnonzero(wanted & readings.is_known)
    ids = [frame.account_ids[row] for row in asked.tolist()]
    for known in fact_store.frames(reader, earlier, ids) if ids else ():
        before = _read(reader, known, earlier, readings.rules)
        found = [i for i, is_known in zip(known, before.is_known, strict=True) if is_known]
        rows = np.array([frame.row_of[account_id] for account_id in found], np.intp)
        change = readings.totals.scores[rows] - before.totals.scores[before.is_known]
        evidence, day = ("health", texts(found)), np.datetime64(readings.at)
        frame.put("health_trend", rows, change, evidence, day, units="points", windows=TREND_DAYS)


def take_snapshots(context: Context, at: date | None = None) -> int:
    """Store the day's reading of every account; once a day, however often it is called."""
    day, created = at or context.today(), 0
    with context.workspace.reading() as reader:
        for readings in side_by_side(reader, day, rulebook.health(context, reader)):
            # A transaction for each part, so that others may write in between.
            with context.workspace.writing() as writer:
                created += snapshot_store.keep(writer, readings)
    return created


def stored(
    reader: Reader, account_id: str, since: date | None = None, until: date | None = None
) -> list[Snapshot]:
    """The readings that were stored, oldest first, each with the version of its weights."""
    return reader.find(Snapshot, since=since, until=until, account_id=account_id)


def _accounts(reader: Reader, ids: Sequence[str] | None) -> dict[str, Account]:
    """Those that exist, by id; without ids, all."""
    if ids is None:
        return {account.id: account for account in reader.find(Account)}
    return {one.id: one for part in parts(ids) for one in reader.find(Account, id=part)}


def _read(
    reader: Reader, frame: Frame, at: date, rules: HealthRules, *, every: bool = False
) -> Readings:
    """With `every`, the frame holds all accounts between its first and its last."""
    ids = frame.account_ids
    those = Between(ids[0], ids[-1]) if every else list(ids)
    persons: dict[str, list[PersonAnswer]] = {}
    for answer in _of(reader, PersonAnswer, frame, at, those):
        persons.setdefault(answer.account_id, []).append(answer)
    # In the order of their dates, so that the newest one stands.
    overrides = {given.account_id: given for given in _of(reader, Override, frame, at, those)}
    return health_reading.assess_all(frame, persons, overrides, at, rules)


def _of(
    reader: Reader, kind: type[Given], frame: Frame, at: date, those: Between | list[str]
) -> Iterator[Given]:
    """What people gave about the accounts of a frame, by then, oldest first."""
    given = reader.find(kind, until=at, account_id=those)
    # An account between them may be there only since the frame was made.
    return (one for one in given if one.account_id in frame.row_of)
