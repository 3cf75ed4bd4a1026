"""How a remote is asked: not too fast, again when it falters, and not for ever."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from handlers.syncing.remote import RemoteBusy, RemoteFault

T = TypeVar("T")

TRIES = 6
LONGEST_PAUSE = 60.0
"""Seconds; a remote that asks for more is left alone until the next run."""


@dataclass(slots=True)
class Patience:
    """One remote's pace: at most `per_second` requests, with pauses that double up to a minute."""

    per_second: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0, init=False)

    def ask(self, request: Callable[[], T]) -> T:
        """The answer to a request; raises `RemoteBusy` or `RemoteFault` when patience ends."""
        retrying = Retrying(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(TRIES),
            wait=_pause,
            sleep=self.sleep,
            reraise=True,
        )
        answer: T = retrying(self._in_turn, request)
        return answer

    def _in_turn(self, request: Callable[[], T]) -> T:
        now = self.clock()
        if self._next > now:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.per_second
        return request()


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, RemoteBusy):
        return error.seconds is None or error.seconds <= LONGEST_PAUSE
    return isinstance(error, RemoteFault)


def _pause(state: RetryCallState) -> float:
    """As long as the remote asks for, or 1, 2, 4… seconds."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.seconds if isinstance(error, RemoteBusy) else None
    return (
        asked if asked is not None else float(min(LONGEST_PAUSE, 2 ** (state.attempt_number - 1)))
    )
