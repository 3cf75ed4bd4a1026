"""A record of every call that the app made, and waiting for calls without sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.playground.changes import Changes
from bot.playground.shapes import Json

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the app: a Web API method, `response_url` or `files.download`."""

    number: int
    method: str
    arguments: Json
    status: int
    answer: Json

    @property
    def ok(self) -> bool:
        return self.status == 200 and self.answer.get("ok") is True

    def __str__(self) -> str:
        outcome = "ok" if self.ok else f"{self.status} {self.answer.get('error', 'no answer')}"
        return f"{self.number}. {self.method} -> {outcome}"


class NotSeen(AssertionError):
    """What a test waited for did not happen in time; the message lists what did."""


class Journal:
    """The calls so far."""

    def __init__(self, changed: Changes) -> None:
        self._changed = changed
        self._calls: list[Call] = []

    def add(self, method: str, arguments: Json, status: int, answer: Json) -> None:
        with self._changed:
            self._calls.append(Call(len(self._calls) + 1, method, arguments, status, answer))
            self._changed.notify_all()

    def calls(self, method: str | None = None, after: int = 0) -> list[Call]:
        with self._changed:
            return [call for call in self._calls[after:] if method in (None, call.method)]

    def wait(self, condition: Callable[[], Found], timeout: float, awaited: str) -> Found:
        """The first truthy value of `condition`, asked again after every change.

        It is asked without holding the lock, so it may look anywhere, even call the Web API.
        Raises NotSeen after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        more = True
        while True:
            seen = self._changed.count
            if found := condition():
                return found
            if not more:
                raise NotSeen(self._explanation(awaited, timeout))
            more = self._changed.wait_for_more(seen, deadline - time.monotonic())

    def _explanation(self, awaited: str, timeout: float) -> str:
        seen = "\n".join(f"  {call}" for call in self._calls) or "  none"
        return f"{awaited} was not seen within {timeout:g} s. Calls so far:\n{seen}"
