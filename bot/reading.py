"""The library kept read: at the start and every hour, whatever model is set."""

import logging

from bot.listeners.parts import Parts, Payload
from handlers import upkeep
from storage.jobs import BACKGROUND, TryLater
from storage.schedules import Schedule

LOG = logging.getLogger("cairn.library")

JOB = "library.upkeep"

AGAIN = 300.0
"""Seconds until a model that does not answer is asked again."""

TOLD = 1_000
"""Passages read between two lines of the log."""


def work(parts: Parts) -> None:
    """Say what is done every hour; before the jobs start."""
    parts.does(JOB, _keep_up, lane=BACKGROUND)


def begin(parts: Parts) -> None:
    """Read what was left undone now, and from now on every hour."""
    now = parts.context.now()
    parts.jobs.enqueue(JOB, parts.key(f"{JOB}:{now:%Y-%m-%dT%H:%M:%S}"), {})
    parts.jobs.come_back(JOB, [Schedule(JOB)], now)


def _keep_up(parts: Parts, _payload: Payload) -> None:
    upkeep.keep_up(parts.context, _tell)
    if parts.context.library.notice:
        raise TryLater(AGAIN, parts.context.library.notice)


def _tell(what: str, done: int, total: int) -> None:
    if done == total or done % TOLD < 64:
        LOG.info("%s: %d of %d", what, done, total)
