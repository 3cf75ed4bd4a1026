"""Faults that the loopback Slack shows on request, as the real one does without being asked."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass

from bot.playground.shapes import Json

ANY_METHOD = "*"
LONGEST_SILENCE = 30.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens instead of the usual answer.

    With `stored` the call takes effect all the same, so that its caller cannot know: "did it get
    posted?". `seconds` is a silence before the answer; `cuts` closes the connection instead.
    """

    status: int = 200
    body: Json | None = None
    retry_after: int | None = None
    seconds: float = 0.0
    cuts: bool = False
    stored: bool = False


def refused(error: str, **details: object) -> Fault:
    """`ok: false` with this error code."""
    return Fault(body={"ok": False, "error": error, **details})


def rate_limited(retry_after: int) -> Fault:
    """429 with `Retry-After` in seconds."""
    return Fault(status=429, body={"ok": False, "error": "ratelimited"}, retry_after=retry_after)


def broken(status: int = 500, *, stored: bool = False) -> Fault:
    """A server error; with `stored` it comes after the call took effect."""
    return Fault(status=status, body={"ok": False, "error": "internal_error"}, stored=stored)


def silent(seconds: float, *, stored: bool = False) -> Fault:
    """No answer for `seconds` (at most thirty), then 504, so that the caller's timeout is tried."""
    if not 0 < seconds <= LONGEST_SILENCE:
        raise ValueError(f"a silence lasts more than 0 and at most {LONGEST_SILENCE:.0f} seconds")
    body = {"ok": False, "error": "request_timeout"}
    return Fault(status=504, body=body, seconds=seconds, stored=stored)


def cut_off(*, stored: bool = True) -> Fault:
    """The connection closes without an answer, by default after the call took effect."""
    return Fault(cuts=True, stored=stored)


class Faults:
    """The faults that wait for the next calls of each method, first come first served."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        self._waiting[method].extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        """Take the fault for this call, if one waits for `method` or for any method."""
        for name in (method, ANY_METHOD):
            if self._waiting[name]:
                return self._waiting[name].popleft()
        return None

    def clear(self) -> None:
        self._waiting.clear()
