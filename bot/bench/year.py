"""A year of mornings on a virtual clock: each episode told once and in time, nobody too much."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot import delivery, service
from bot.bench import almanac, memory, reckoning, virtual, virtual_slack
from bot.bench.almanac import Almanac
from bot.bench.reckoning import Figures, Lived, People, Told
from bot.console import Console
from bot.listeners.parts import Identity, Parts
from bot.progress import bar
from handlers import working_hours
from handlers.context import Context
from handlers.nudges import life, passing
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.nudges.tellings import Telling
from playbooks.nudges.values import Nudge, NudgeState
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

PAUSED = 0.03
"""The part of the mornings on which somebody is not to be disturbed until eleven."""


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
    return figures | {
        "taken, s": time.perf_counter() - started,
        "peak memory, MB": memory.peak_megabytes(),
    }


def faults(figures: Figures) -> list[str]:
    """The figures that must be 0 and are not."""
    return [name for name in reckoning.FAULTS if figures[name]]


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
        if day == self._moving:
            self._move_and_leave()
        self.fate.share = DEADLY
        self.work.run_until(_evening(day))
        self.fate.share = 0.0
        self._answer(day)

    def counted(self) -> Figures:
        """Everything that was told, against what had to be told."""
        lived = self._lived()
        by_key = Counter(message.key for message in self.slack.posted)
        written = {self.parts.key(one.telling.message) for one in lived.told}
        return {
            "days": self.days,
            "accounts": self.accounts,
            "people": len(self.made.members),
            "time zones": len({member.time_zone for member in self.made.members}),
            **reckoning.volume(lived),
            "kills -9": self.fate.kills,
            "calls that Slack limited": sum(self.slack.limited.values()),
            **reckoning.timeliness(lived),
            "messages posted twice": sum(count - 1 for count in by_key.values()),
            "told on record and not in Slack, or the other way round": len(written ^ set(by_key)),
            "days on which somebody was over budget": reckoning.over_budget(lived),
            "messages outside working hours": reckoning.out_of_hours(lived),
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

    def _lived(self) -> Lived:
        people = People(self.everyone, _evening(self._moving - timedelta(days=1)))
        with self.calm.reading() as reader:
            nudges = {nudge.id: nudge for nudge in reader.find(Nudge)}
            told = [
                Told(one, nudges[one.nudge_id], people.at(one.member, one.told_at))
                for one in reader.find(Telling)
                if one.told_at is not None
            ]
        end = self.begin + timedelta(days=self.days)
        return Lived(self.begin, end, people, self.made.expected, told, self.slack.posted)

    @property
    def _moving(self) -> date:
        """The day on which one moves and one leaves: at a third of the year."""
        return self.begin + timedelta(days=self.days // 3)


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, EVENING, tzinfo=UTC)
