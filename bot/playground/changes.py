"""The one lock of the workspace, which also tells of every change."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Changes(threading.Condition):
    """A condition that counts its notifications, so that none is missed between two looks."""

    def __init__(self) -> None:
        super().__init__(threading.RLock())
        self.count = 0
        self._watchers: list[Callable[[], None]] = []

    def notify_all(self) -> None:
        self.count += 1
        super().notify_all()
        for told in self._watchers:
            told()

    def watch(self, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told` at every notification; returns how to stop that."""
        with self:
            self._watchers = [*self._watchers, told]
        return lambda: self._unwatch(told)

    def _unwatch(self, told: Callable[[], None]) -> None:
        with self:
            self._watchers = [one for one in self._watchers if one is not told]

    def wait_for_more(self, seen: int, timeout: float) -> bool:
        """Wait for a change after the first `seen`; False when `timeout` seconds passed."""
        with self:
            return self.wait_for(lambda: self.count > seen, max(timeout, 0))
