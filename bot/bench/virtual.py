"""A world in which a year takes minutes: a clock, fate, records and durable work, all virtual."""

import heapq
import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.database import Database
from storage.engine import Payload
from storage.jobs import CONVERSATIONS, GiveUp, Jobs, Run, TryLater
from storage.schedules import Schedule
from storage.workspace import Workspace, Writer


def memory() -> str | None:
    """A folder in memory where there is one: a year has more commits than a disk bears calmly."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


class Killed(BaseException):
    """kill -9: nothing catches it but what starts the process anew."""


class Clock:
    """The moment that everything in the world goes by."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


class Fate:
    """Decides when the process is killed: before or after anything that lasts."""

    def __init__(self, chance: random.Random, share: float) -> None:
        self._chance = chance
        self.share = share
        self.kills = 0

    def may_strike(self) -> None:
        """Kill the process, seldom."""
        if self.share and self._chance.random() < self.share:
            self.kills += 1
            raise Killed


class MortalWorkspace(Workspace):
    """Records whose transactions may be the last thing that a process does."""

    def __init__(self, database: Database, team_id: str, fate: Fate) -> None:
        super().__init__(database, team_id)
        self._fate = fate

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The process may be killed before the commit, which undoes it, and right after it."""
        with super().writing() as writer:
            yield writer
            self._fate.may_strike()
        self._fate.may_strike()


class Work(Jobs):
    """Durable work on the virtual clock: once for each key, and again after a kill.

    `restart` puts the process together anew and returns after how long it is back.
    """

    def __init__(self, clock: Clock, restart: Callable[[], timedelta]) -> None:
        super().__init__("virtual:")
        self._clock = clock
        self._restart = restart
        self._numbers = itertools.count()
        self._taken: set[str] = set()
        self._due: list[tuple[datetime, int, str, Payload]] = []
        self._mornings: dict[str, Schedule] = {}
        self._next: dict[str, datetime] = {}
        self._does: dict[str, Run] = {}
        self.failures: list[str] = []

    def register(self, name: str, run: Run, *, lane: str = CONVERSATIONS) -> None:
        """Say which function runs the jobs called `name`."""
        self._does[name] = run

    def enqueue(self, name: str, key: str, payload: Payload, *, delay: float = 0) -> bool:
        """Keep a job; False when its key was already taken."""
        if key in self._taken:
            return False
        self._taken.add(key)
        self._later(name, payload, delay)
        return True

    def come_back(self, job: str, schedules: Iterable[Schedule], now: datetime) -> None:
        """Run `job` by exactly these schedules, and make up for a missed morning."""
        wanted = {schedule.name: schedule for schedule in schedules}
        for name in [one for one, kept in self._mornings.items() if kept.job == job]:
            if name not in wanted:
                del self._mornings[name], self._next[name]
        for name, schedule in wanted.items():
            self._mornings[name] = schedule
            self._next[name] = schedule.following(now)
            if schedule.is_owed(now):
                self._fire(schedule, now)

    def run_until(self, end: datetime) -> None:
        """Do all that is due until a moment, in the order of time."""
        while (following := self._following()) <= end:
            self._clock.moment = max(self._clock.moment, following)
            for name, moment in list(self._next.items()):
                if moment <= self._clock.moment:
                    self._next[name] = self._mornings[name].following(moment)
                    self._fire(self._mornings[name], moment)
            while self._due and self._due[0][0] <= self._clock.moment:
                _when, _number, name, payload = heapq.heappop(self._due)
                self._do(name, payload)
        self._clock.moment = max(self._clock.moment, end)

    def _do(self, name: str, payload: Payload) -> None:
        try:
            self._does[name](payload)
        except TryLater as later:
            self._later(name, payload, later.seconds)
        except GiveUp as given_up:
            self.failures.append(str(given_up))
        except Killed:
            # What a schedule brings in the meantime is missed, and made up for afterwards.
            self._clock.moment += self._restart()
            for missed, moment in self._next.items():
                if moment <= self._clock.moment:
                    self._next[missed] = self._mornings[missed].following(self._clock.moment)
            self._later(name, payload, 0)
            self._later(RETURNED, {}, 0)

    def _later(self, name: str, payload: Payload, delay: float) -> None:
        when = self._clock.moment + timedelta(seconds=delay)
        heapq.heappush(self._due, (when, next(self._numbers), name, payload))

    def _following(self) -> datetime:
        times = [*self._next.values(), *(one[0] for one in self._due[:1])]
        return min(times, default=datetime.max.replace(tzinfo=UTC))

    def _fire(self, schedule: Schedule, moment: datetime) -> None:
        self.enqueue(schedule.job, schedule.key(moment), schedule.payload(moment))

    def schedules(self, job: str) -> list[Schedule]:
        """By which schedules `job` comes back now."""
        kept = [asdict(one) for one in self._mornings.values() if one.job == job]
        return [Schedule(**one) for one in kept]


RETURNED = "process.returned"
"""What a process does first when it is back."""
