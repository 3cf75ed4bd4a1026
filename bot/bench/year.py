"""A year of mornings on a virtual clock: each episode told once and in time, nobody too much."""

import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import delivery, service
from bot.bench import almanac, virtual, virtual_slack
from bot.bench.almanac import Almanac, Expected
from bot.console import Console
from bot.listeners.parts import Identity, Parts
from bot.progress import bar
from handlers import working_hours
from handlers.context import Context
from handlers.nudges import budget, life, passing
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.nudges.tellings import Telling
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Member
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace

ACCOUNTS = 2_000
DAYS = 365
SEED = 20261122
BEGIN = date(2026, 2, 2)
TEAM = "year"

EVENING = 20
"""In UTC, after the last morning of a date and before the first of the next: events come in."""

DEADLY = 0.002
"""The part of all commits and calls at which the process is killed."""

LIMITED = 0.004
"""The part of all calls that Slack limits."""

MOST_LATE = 1
"""Working days between the day on which something begins and the day on which it is told."""

LAST_DAYS = 7
"""What begins in the last of the days need not have been told when they end."""

PAUSED = 0.03
"""The part of the mornings on which somebody is not to be disturbed until eleven."""

Figures = dict[str, Any]

FAULTS = (
    "episodes not told",
    "episodes told twice",
    "told that were never expected",
    "messages posted twice",
    "told on record and not in Slack, or the other way round",
    "told later than one working day",
    "days on which somebody was over budget",
    "messages outside working hours",
    "messages while not to be disturbed",
    "jobs that failed",
)
"""Figures of which each has to be 0."""


def measure(_console: Console, options: dict[str, Any]) -> Figures:
    """What a year brought, counted."""
    accounts = options.get("accounts") or ACCOUNTS
    days, seed = options.get("days") or DAYS, options.get("seed") or SEED
    started = time.perf_counter()
    with TemporaryDirectory(dir=virtual.memory()) as folder, bar("Living") as progress:
        year = Year(Path(folder), accounts, days, seed)
        for day in range(days):
            year.live(BEGIN + timedelta(days=day))
            progress(day + 1, days)
        figures = year.counted()
        year.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return figures | {
        "taken, s": time.perf_counter() - started,
        "peak memory, MB": peak / (1024 * 1024 if sys.platform == "darwin" else 1024),
    }


def faults(figures: Figures) -> list[str]:
    """The figures that must be 0 and are not."""
    return [name for name in FAULTS if figures[name]]


@dataclass(frozen=True, slots=True)
class _Told:
    """A telling with its nudge and receiver."""

    telling: Telling
    nudge: Nudge
    member: Member
    day: date


class Year:
    """The program over virtual customers, one day after the other."""

    def __init__(
        self,
        folder: Path,
        accounts: int,
        days: int,
        seed: int,
        begin: date = BEGIN,
        csms: int | None = None,
    ) -> None:
        self.chance = random.Random(seed)
        self.begin, self.days, self.accounts = begin, days, accounts
        self.made: Almanac = almanac.write(accounts, begin, days, random.Random(seed), csms)
        self.clock = virtual.Clock(_evening(begin - timedelta(days=1)))
        self.fate = virtual.Fate(random.Random(seed + 1), 0.0)
        self.slack = virtual_slack.Slack(self.clock, self.fate, self._limit)
        self.slack.members = {member.id: member for member in self.made.members}
        self.work = virtual.Work(self.clock, self._restart)
        self.database = Database(f"sqlite:///{folder / 'year.db'}")
        migrate.upgrade(self.database)
        migrate.ensure_workspace(self.database, TEAM, "A year", self.clock())
        self.context = Context(
            workspace=virtual.MortalWorkspace(self.database, TEAM, self.fate),
            library=Library(embedders.HashedWords(), Index(folder / "index", None), Shelf),
            now=self.clock,
            new_id=lambda prefix: f"{prefix}_{self.chance.getrandbits(96):024x}",
        )
        self.calm = Workspace(self.database, TEAM)
        self._paused: dict[str, tuple[datetime, datetime]] = {}
        self._disturbed = self._seen = 0
        self.everyone = {member.id: [member] for member in self.made.members}
        self._put(self.made.before)
        self.parts = self._assembled()
        delivery.keep_time(self.parts)

    def live(self, day: date) -> None:
        """One date, from the evening before in UTC on: what happens comes in, then the mornings."""
        self._put(almanac.on(self.made, day))
        self._pause(day)
        if day == self.begin + timedelta(days=self.days // 3):
            self._move_and_leave()
        self.fate.share = DEADLY
        self.work.run_until(_evening(day))
        self.fate.share = 0.0
        self._answer(day)

    def counted(self) -> Figures:
        """Everything that was told, against what had to be told."""
        told = self._told()
        first = _first(told)
        by_key = Counter(message.key for message in self.slack.posted)
        written = {self.parts.key(one.telling.message) for one in told}
        return {
            "days": self.days,
            "accounts": self.accounts,
            "people": len(self.made.members),
            "time zones": len({member.time_zone for member in self.made.members}),
            "nudges told": len(first),
            "messages": len(self.slack.posted),
            "of them digests": sum(":digest:" in message.key for message in self.slack.posted),
            "of them to a manager, because nobody answered": sum(
                one.telling.id.endswith(":escalated") for one in told
            ),
            "kills -9": self.fate.kills,
            "calls that Slack limited": sum(self.slack.limited.values()),
            "episodes expected": len(self._due()),
            **self._against_expected(first),
            "messages posted twice": sum(count - 1 for count in by_key.values()),
            "told on record and not in Slack, or the other way round": len(written ^ set(by_key)),
            "days on which somebody was over budget": self._over_budget(),
            "messages outside working hours": self._out_of_hours(),
            "messages while not to be disturbed": self._disturbed,
            "jobs that failed": len(self.work.failures),
        }

    def close(self) -> None:
        """Give the database back."""
        self.database.close()

    def _assembled(self) -> Parts:
        identity = Identity(virtual_slack.HOME, "U0BOT", "B0", "https://slack.example/")
        parts = service.assemble(self.context, self.work, self.slack, identity)
        delivery.work(parts)
        parts.jobs.register(virtual.RETURNED, lambda _payload: delivery.keep_time(parts))
        return parts

    def _restart(self) -> timedelta:
        """A process starts anew: what it only remembered is gone."""
        self.slack.forget_limits()
        self.parts = self._assembled()
        return timedelta(minutes=self.chance.randint(1, 90))

    def _limit(self, method: str) -> int | None:
        """Seconds to wait; while people answer, which is no job here to be done again, none."""
        limited = self.fate.share > 0 and self.chance.random() < LIMITED
        return self.chance.randint(1, 120) if limited else None

    def _put(self, values: Iterable[Any]) -> None:
        by_kind: dict[type[Any], list[Any]] = defaultdict(list)
        for value in values:
            by_kind[type(value)].append(value)
        with self.calm.writing() as writer:
            for those in by_kind.values():
                writer.put_many(those)

    def _pause(self, day: date) -> None:
        """Some people are not to be disturbed until eleven on their own clock."""
        self.slack.pauses.clear()
        for member in self.slack.members.values():
            if self.chance.random() < PAUSED:
                zone = working_hours.zone_of(member)
                morning = datetime(day.year, day.month, day.day, tzinfo=zone)
                self.slack.pauses[member.id] = (morning, morning.replace(hour=11))
        self._paused = dict(self.slack.pauses)

    def _move_and_leave(self) -> None:
        """One moves to another time zone, one leaves; Slack knows, and we find out."""
        mover, leaver = self.made.members[1], self.made.members[2]
        moved = replace(mover, time_zone=almanac.ZONES[1])
        self.slack.members[mover.id] = moved
        self.slack.members[leaver.id] = replace(leaver, active=False)
        self.everyone[mover.id].append(moved)

    def _answer(self, day: date) -> None:
        """People answer some of what they were told on a day, in every way that there is."""
        new = self.slack.posted[self._seen :]
        self._seen = len(self.slack.posted)
        for message in new:
            begins, ends = self._paused.get(message.user, (message.at, message.at))
            self._disturbed += begins <= message.at < ends
        with self.calm.reading() as reader:
            sent = [t for t in reader.find(Telling, day=day) if t.told_at is not None]
            open_ = {n.id: n for n in reader.find(Nudge, id=[t.nudge_id for t in sent])}
        context = replace(self.context, workspace=self.calm)
        for one in sent:
            nudge = open_[one.nudge_id]
            if nudge.state is NudgeState.SENT and nudge.owner == one.member:
                self._answer_one(context, nudge, one.member, day)

    def _answer_one(self, context: Context, nudge: Nudge, member: str, day: date) -> None:
        dice = self.chance.random()
        if dice < 0.3:
            life.done(context, nudge.id, member, "helped", "They were glad.")
        elif dice < 0.35:
            life.not_useful(context, nudge.id, member, "bad_moment")
        elif dice < 0.42:
            life.snooze(context, nudge.id, member, day + timedelta(days=5), "on holiday")
        elif dice < 0.45:
            life.snooze(context, nudge.id, member, None, "waiting for them")
        elif dice < 0.47 and member != self.made.members[0].id:
            passed = passing.reassign(context, nudge.id, member, self.made.members[0].id)
            delivery.pass_on(replace(self.parts, context=context), passed.after)

    def _told(self) -> list[_Told]:
        with self.calm.reading() as reader:
            tellings = [one for one in reader.find(Telling) if one.told_at is not None]
            nudges = {nudge.id: nudge for nudge in reader.find(Nudge)}
        return [
            _Told(one, nudges[one.nudge_id], self._member(one.member, one.told_at), one.day)
            for one in tellings
            if one.told_at is not None
        ]

    def _member(self, member_id: str, at: datetime) -> Member:
        """The member as they were then: one moved, at a third of the year."""
        known = self.everyone[member_id]
        moved = _evening(self.begin + timedelta(days=self.days // 3 - 1))
        return known[-1] if at > moved else known[0]

    def _due(self) -> list[Expected]:
        """What began early enough to have been told by the end."""
        last = self.begin + timedelta(days=self.days - LAST_DAYS)
        return [one for one in self.made.expected if one.begins <= last]

    def _against_expected(self, first: list[_Told]) -> Figures:
        """Each expected episode against the nudge that began on the day of its beginning."""
        rules = {one.rule for one in self.made.expected}
        told: dict[tuple[str, str], list[_Told]] = defaultdict(list)
        for one in first:
            if one.nudge.rule in rules:
                told[one.nudge.account_id, one.nudge.rule].append(one)
        missing = twice = late = 0
        lateness: Counter[int] = Counter()
        for expected in self._due():
            ends = expected.begins + timedelta(days=almanac.LASTS)
            mine = [
                one
                for one in told[expected.account_id, expected.rule]
                if expected.begins <= one.day < ends
            ]
            missing += not mine
            twice += len(mine) > 1
            if mine:
                # What began earlier could not be told before the first morning.
                since = max(expected.begins, self.begin)
                days = min(_waited(member, since, mine[0].day) for member in self._whose(mine[0]))
                lateness[days] += 1
                late += days > MOST_LATE
        begins = {(one.account_id, one.rule): set[date]() for one in self.made.expected}
        for expected in self.made.expected:
            begins[expected.account_id, expected.rule].add(expected.begins)
        surplus = sum(max(0, len(those) - len(begins.get(key, ()))) for key, those in told.items())
        return {
            "told on the same working day": lateness[0],
            "told on the next working day": lateness[1],
            "episodes not told": missing,
            "episodes told twice": twice,
            "told that were never expected": surplus,
            "told later than one working day": late,
        }

    def _whose(self, told: _Told) -> list[Member]:
        """Who was told, and who would have been told and had left: nobody knew before their day."""
        left = told.nudge.passed_from if told.nudge.passed_by is None else None
        return [told.member, *self.everyone.get(left or "", ())]

    def _over_budget(self) -> int:
        single: Counter[tuple[str, date]] = Counter()
        for message in self.slack.posted:
            if ":digest:" not in message.key:
                member = self._member(message.user, message.at)
                single[message.user, working_hours.local(member, message.at).date()] += 1
        return sum(count > budget.BUDGET for count in single.values())

    def _out_of_hours(self) -> int:
        return sum(not self._is_at_work(message) for message in self.slack.posted)

    def _is_at_work(self, message: virtual_slack.Posted) -> bool:
        member = self._member(message.user, message.at)
        local = working_hours.local(member, message.at)
        in_hours = working_hours.START <= local.time() < working_hours.END
        return in_hours and working_hours.works_on(member, local.date())


def _waited(member: Member, since: date, told: date) -> int:
    """Working days from the first on which it could be told: what begins on a Saturday, Monday."""
    while since < told and not working_hours.works_on(member, since):
        since += timedelta(days=1)
    return working_hours.days_between(member, since, told)


def _first(told: Iterable[_Told]) -> list[_Told]:
    """Each nudge as its owner was told it for the first time."""
    first: dict[str, _Told] = {}
    for one in sorted(told, key=lambda one: one.day):
        if not one.telling.id.endswith(":escalated"):
            first.setdefault(one.nudge.id, one)
    return list(first.values())


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, EVENING, tzinfo=UTC)
