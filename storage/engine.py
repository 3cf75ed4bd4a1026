"""Starting and stopping DBOS in this process: over which database, on which lanes."""

import contextvars
import importlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

Payload = dict[str, Any]
Work = Callable[[Payload], None]
Tick = Callable[[datetime, Payload], None]

VERSION = "1"
"""DBOS by default hashes the code, and a deployment would strand the work of the one before."""

LISTENING = 0.1
"""Seconds between two looks for messages over SQLite; stopping waits for the last of them."""

WORKFLOW = "cairn.job"
TICK = "cairn.tick"


def warm() -> None:
    """Load what takes long to load, before a process divides."""
    importlib.import_module("dbos")


def start(url: str, seat: int, work: Work, tick: Tick, lanes: Iterable[str]) -> Tick:
    """Launch DBOS and work in `lanes`; returns the workflow that schedules name.

    `work` runs each job and `tick` each time of a schedule.
    """
    from dbos import DBOS

    if url.startswith("sqlite"):
        _write_ahead(url)
    # With a handler of ours in place, DBOS adds none and its messages go where all others go.
    logging.getLogger("dbos").addHandler(logging.NullHandler())
    DBOS(config=_configuration(url, str(seat)))
    DBOS.workflow(name=WORKFLOW)(_work(work))
    ticking = DBOS.workflow(name=TICK)(_tick(tick))
    DBOS.listen_queues(sorted(lanes))
    DBOS.launch()
    return ticking


def open_lanes(polling: Mapping[str, float], concurrency: int) -> None:
    """Make the lanes known, with the seconds between two looks into each."""
    from dbos import DBOS

    for lane, seconds in polling.items():
        DBOS.register_queue(lane, worker_concurrency=concurrency, polling_interval_sec=seconds)


def stop(patience: int) -> None:
    """Wait `patience` seconds for what runs, then let go of the database."""
    from dbos import DBOS

    DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience)


def _configuration(url: str, executor: str) -> Any:
    from dbos import DBOSConfig, DBOSPortableJSONSerializer

    return DBOSConfig(
        name="cairn",
        system_database_url=url,
        application_version=VERSION,
        executor_id=executor,
        serializer=DBOSPortableJSONSerializer(),
        log_level="ERROR",
        notification_listener_polling_interval_sec=LISTENING,
    )


def _write_ahead(url: str) -> None:
    """Readers do not stop the writer; the setting stays with the file."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


# Both run outside the workflow's context: DBOS would otherwise record each call that the work makes
# here as a step, and refuse another order of calls when it is run again. Both are functions of
# their own because DBOS marks what it is given, and a method cannot be marked.


def _work(work: Work) -> Work:
    def workflow(job: Payload) -> None:
        contextvars.Context().run(work, job)

    return workflow


def _tick(tick: Tick) -> Tick:
    def workflow(moment: datetime, written: Payload) -> None:
        contextvars.Context().run(tick, moment, written)

    return workflow
