"""Durable work: jobs that run once per key, survive a crash, and are tried again when they fail."""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from storage import engine, executors, kept_jobs
from storage.engine import Payload, Tick
from storage.kept_jobs import Job
from storage.schedules import Schedule

if TYPE_CHECKING:
    from dbos import WorkflowStatus

Run = Callable[[Payload], None]

CONVERSATIONS = "conversations"
BACKGROUND = "background"
"""The two lanes: what a person waits for is never behind a thousand nudges."""

POLLING = {CONVERSATIONS: 0.1, BACKGROUND: 1.0}
"""Seconds between two looks into each lane."""

PAUSES = (2.0, 10.0, 60.0, 300.0, 1800.0)
"""Seconds before a failed job is tried again; after the last of them it has failed."""

UNKNOWN_JOB_PAUSE = 60.0
"""Seconds for which a job waits that this process has no function for; another may have it."""

log = logging.getLogger("cairn.jobs")


class TryLater(Exception):
    """Raised by a job's function to be run again in `seconds`; does not count as a failure."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class GiveUp(Exception):
    """Raised by a job's function that another try cannot help; the message says why."""


class JobFailed(Exception):
    """The last try of a job failed; the message says why."""


class Jobs:
    """The durable work of one process, over one SQLite file or PostgreSQL database.

    Jobs run at least once and are started once per key, so a job's function must bear being run
    again after a crash. DBOS allows one of these per process.
    """

    def __init__(
        self,
        url: str,
        *,
        pauses: Sequence[float] = PAUSES,
        concurrency: int = 8,
        polling: Mapping[str, float] = POLLING,
    ) -> None:
        self._url = url
        self._pauses = tuple(pauses)
        self._concurrency = concurrency
        self._polling = polling
        self._functions: dict[str, Run] = {}
        self._lanes: dict[str, str] = {}
        self._seat: executors.Seat | None = None
        self._watch: executors.Watch | None = None
        self._ended = threading.Condition()
        self._running = 0
        self._tick: Tick | None = None

    def register(self, name: str, run: Run, *, lane: str = CONVERSATIONS) -> None:
        """Say which function runs the jobs called `name`; before `start`.

        A process works only in the lanes of the names that it registered.
        """
        self._functions[name] = run
        self._lanes[name] = lane

    def start(self, unseated: Callable[[], None] = lambda: None) -> None:
        """Begin to work, with what this process or a killed one left undone.

        `unseated` is called, in another thread, when another process works under this one's name,
        which happens after the database was out of reach: this one must end.
        """
        self._seat = executors.sit_down(executors.seats(self._url))
        lanes = set(self._lanes.values())
        self._tick = engine.start(self._url, self._seat.number, self._work, self._come_back, lanes)
        engine.open_lanes(self._polling, self._concurrency)
        self.adopt()
        self._watch = executors.Watch(self._seat, unseated)

    def stop(self, *, patience: int = 0) -> None:
        """End the work; what runs longer than `patience` seconds is taken up at the next start."""
        # DBOS looks once a second whether all is done, also when nothing runs.
        engine.stop(patience if self._running else 0)
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if self._seat is not None:
            self._seat.hall.close()
            self._seat = None

    def enqueue(self, name: str, key: str, payload: Payload, *, delay: float = 0) -> bool:
        """Keep a job for good before returning; False when `key` was already taken.

        `payload` holds what JSON can hold. `delay` is in seconds. Also callable from a job.
        """
        job = {"name": name, "key": key, "payload": payload, "run": 1, "failures": 0}
        return self._put(job, delay)

    def come_back(self, job: str, schedules: Iterable[Schedule], now: datetime) -> None:
        """Run `job` by exactly these schedules from now on, and make up for a missed morning."""
        from dbos import DBOS, ScheduleInput

        wanted = {schedule.name: schedule for schedule in schedules}
        for kept in self.schedules(job):
            if kept.name not in wanted:
                DBOS.delete_schedule(kept.name)
        if self._tick is None:
            raise RuntimeError("the jobs have not been started")
        DBOS.apply_schedules(
            [
                ScheduleInput(
                    schedule_name=schedule.name,
                    workflow_fn=self._tick,
                    schedule=schedule.cron,
                    cron_timezone=schedule.time_zone,
                    context=asdict(schedule),
                )
                for schedule in wanted.values()
            ]
        )
        for schedule in wanted.values():
            if schedule.is_owed(now):
                self._come_back(now, asdict(schedule))

    def schedules(self, job: str) -> list[Schedule]:
        """By which schedules `job` comes back now."""
        from dbos import DBOS

        kept = DBOS.list_schedules(schedule_name_prefix=f"{job} ")
        return [Schedule(**one["context"]) for one in kept]

    def adopt(self) -> int:
        """Take up the work of processes that were killed; says how many jobs that were."""
        from dbos import DBOS

        left = defaultdict(list)
        for status in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False):
            left[status.executor_id].append(status)
        orphans = 0
        for executor, statuses in left.items():
            orphans += self._adopt_from(executor, statuses)
        return orphans

    def forget(self, before: datetime) -> int:
        """Drop jobs that were done or had failed before then, with key and payload; how many."""
        return kept_jobs.forget(before)

    def waiting(self) -> list[Job]:
        """Jobs that run, wait for their turn or wait for their time."""
        return kept_jobs.listed(kept_jobs.WAITING)

    def failed(self) -> list[Job]:
        """Jobs whose last try failed, oldest first."""
        return kept_jobs.listed(kept_jobs.FAILED)

    def retry(self, key: str) -> bool:
        """Run a failed job anew, as if it had never been tried; False when there is none."""
        found = kept_jobs.with_key(key, kept_jobs.FAILED)
        for workflow, job in found[:1]:
            self._put({**job, "run": job["run"] + 1, "failures": 0}, 0)
            kept_jobs.delete(workflow)
        return bool(found)

    def drop(self, key: str) -> bool:
        """Forget a job that has not begun; False when there is none."""
        found = kept_jobs.with_key(key, kept_jobs.NOT_BEGUN)
        kept_jobs.cancel([workflow for workflow, _ in found])
        return bool(found)

    def wait_idle(self, timeout: float) -> bool:
        """Wait until nothing runs, waits or is delayed; False after `timeout` seconds."""
        return self._wait(kept_jobs.WAITING, timeout)

    def wait_until_nothing_runs(self, timeout: float) -> bool:
        """Wait until all that is left is delayed; False after `timeout` seconds."""
        return self._wait(kept_jobs.RUNNABLE, timeout)

    def _wait(self, states: list[str], timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        while kept_jobs.listed(states):
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            with self._ended:
                self._ended.wait(min(left, *self._polling.values()))
        return True

    def _come_back(self, moment: datetime, written: Payload) -> None:
        schedule = Schedule(**written)
        self.enqueue(schedule.job, schedule.key(moment), schedule.payload(moment))

    def _work(self, job: Payload) -> None:
        with self._ended:
            self._running += 1
        try:
            self._run(job)
        finally:
            with self._ended:
                self._running -= 1
                self._ended.notify_all()

    def _run(self, job: Payload) -> None:
        following = {**job, "run": job["run"] + 1}
        try:
            run = self._functions.get(job["name"])
            if run is None:
                raise TryLater(UNKNOWN_JOB_PAUSE, f"no function for {job['name']} in this process")
            run(job["payload"])
        except TryLater as later:
            log.info("%s (%s) again in %.0f s: %s", job["name"], job["key"], later.seconds, later)
            self._put(following, later.seconds)
        except GiveUp as error:
            log.warning("%s (%s) is given up: %s", job["name"], job["key"], error)
            raise JobFailed(str(error)) from None
        except Exception as error:
            failures = job["failures"] + 1
            log.exception("%s (%s) failed, try %d", job["name"], job["key"], failures)
            if failures > len(self._pauses):
                raise JobFailed(f"{type(error).__name__}: {error}") from None
            self._put({**following, "failures": failures}, self._pauses[failures - 1])

    def _put(self, job: Payload, delay: float) -> bool:
        lane = job.setdefault("lane", self._lanes.get(job["name"], CONVERSATIONS))
        return kept_jobs.put(job, lane, delay)

    def _adopt_from(self, executor: str | None, statuses: Sequence["WorkflowStatus"]) -> int:
        from dbos import DBOS

        if self._seat is None or executor is None or not self._seat.hall.take(int(executor)):
            return 0
        try:
            for status in statuses:
                DBOS.resume_workflow(status.workflow_id, queue_name=status.queue_name)
        finally:
            self._seat.hall.leave(int(executor))
        return len(statuses)
