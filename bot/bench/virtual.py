"""A world in which a year takes minutes: a clock, a Slack and durable work that all are virtual."""

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from playbooks.people import Member
from storage.database import Database
from storage.engine import Payload
from storage.jobs import CONVERSATIONS, GiveUp, Jobs, Run, TryLater
from storage.schedules import Schedule
from storage.workspace import Workspace, Writer

HOME = "T0HOME"
"""The workspace in which everybody is."""

CALL = timedelta(milliseconds=300)
"""How long one call takes on the virtual clock."""

Refusal = tuple[int, str, dict[str, str]]
"""Status, Slack's word, and headers."""


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


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in Slack."""

    key: str
    user: str
    ts: str
    at: datetime


class Slack(WebClient):
    """What of Slack's Web API sending needs, in memory; it keeps what was posted, and each call.

    `limits` says of a method whether Slack asks for patience now, in seconds.
    """

    def __init__(
        self, clock: Clock, fate: Fate, limits: Callable[[str], int | None], seen: bool = True
    ) -> None:
        super().__init__("xoxb-virtual", retry_handlers=[])
        self._clock = clock
        self._fate = fate
        self._limits = limits
        self._seen = seen
        self._numbers = itertools.count(1)
        self.members: dict[str, Member] = {}
        self.pauses: dict[str, tuple[datetime, datetime]] = {}
        self.posted: list[Posted] = []
        self.calls: Counter[str] = Counter()
        self.limited: Counter[str] = Counter()
        self.too_early = 0
        self._not_before: dict[str, datetime] = {}
        self._by_user: dict[str, list[Posted]] = {}

    def forget_limits(self) -> None:
        """A process that starts anew cannot know what Slack asked the last one for."""
        self._not_before.clear()

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        """Answer as Slack does; a call may be the last thing that a process does."""
        self._clock.moment += CALL
        self.calls[api_method] += 1
        self._keep_in_bounds(api_method)
        arguments = given.get("json") or given.get("params") or given.get("data") or {}
        self._fate.may_strike()
        answer = METHODS[api_method](self, arguments)
        self._fate.may_strike()
        return self._response(200, {"ok": True, **answer}, {})

    def refuse(
        self, status: int, error: str, headers: dict[str, str] | None = None
    ) -> SlackApiError:
        """What slack_sdk raises for an answer that is no success."""
        answer = {"ok": False, "error": error}
        return SlackApiError(error, self._response(status, answer, headers or {}))

    def post(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """A message to the one member whose channel it is."""
        ts = f"{self._clock.moment.timestamp():.0f}.{next(self._numbers):06}"
        key = arguments["metadata"]["event_payload"]["key"]
        user = arguments["channel"].removeprefix("D")
        message = Posted(key, user, ts, self._clock.moment)
        self.posted.append(message)
        self._by_user.setdefault(user, []).append(message)
        return {"ts": ts}

    def history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The messages of a channel since a moment, with what tells them apart."""
        if not self._seen:
            raise self.refuse(200, "missing_scope")
        oldest = float(arguments["oldest"])
        ours = self._by_user.get(arguments["channel"].removeprefix("D"), [])
        late = itertools.takewhile(lambda one: one.at.timestamp() >= oldest, reversed(ours))
        return {"messages": [_shown(one) for one in late]}

    def user(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Somebody as Slack knows them."""
        known = self.members[arguments["user"]]
        return {
            "user": {
                "id": known.id,
                "name": known.handle or known.id,
                "real_name": known.name,
                "team_id": HOME,
                "tz": known.time_zone,
                "locale": known.language,
                "deleted": not known.active,
            }
        }

    def pause(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """When somebody is not to be disturbed."""
        begins, ends = self.pauses.get(arguments["user"], (None, None))
        if begins is None or ends is None:
            return {"dnd_enabled": False}
        times = {"next_dnd_start_ts": begins.timestamp(), "next_dnd_end_ts": ends.timestamp()}
        return {"dnd_enabled": True, **times}

    def _keep_in_bounds(self, method: str) -> None:
        now = self._clock.moment
        self.too_early += now < self._not_before.get(method, now)
        seconds = self._limits(method)
        if seconds is not None:
            self.limited[method] += 1
            self._not_before[method] = now + timedelta(seconds=seconds)
            raise self.refuse(429, "ratelimited", {"Retry-After": str(seconds)})

    def _response(
        self, status: int, answer: dict[str, Any], headers: dict[str, str]
    ) -> SlackResponse:
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url="https://slack.example/api/",
            req_args={},
            data=answer,
            headers=headers,
            status_code=status,
        )


METHODS: dict[str, Callable[[Slack, dict[str, Any]], dict[str, Any]]] = {
    "chat.postMessage": Slack.post,
    "chat.update": lambda _slack, _arguments: {},
    "conversations.open": lambda _slack, arguments: {"channel": {"id": f"D{arguments['users']}"}},
    "conversations.history": Slack.history,
    "dnd.info": Slack.pause,
    "users.info": Slack.user,
}


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

    def survive(self, work: Callable[[], object]) -> None:
        """Do something that a process begins with, again and again until it is done."""
        while True:
            try:
                work()
            except Killed:
                self._clock.moment += self._restart()
            else:
                return

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


def _shown(message: Posted) -> dict[str, Any]:
    metadata = {"event_payload": {"key": message.key}}
    return {"ts": message.ts, "bot_id": "B0", "metadata": metadata}
