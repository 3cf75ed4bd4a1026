"""The one lock of the workspace, which also tells of every change."""

from __future__ import annotations

import threading


class Changes(threading.Condition):
    """A condition that counts its notifications, so that none is missed between two looks."""

    def __init__(self) -> None:
        super().__init__(threading.RLock())
        self.count = 0

    def notify_all(self) -> None:
        self.count += 1
        super().notify_all()

    def wait_for_more(self, seen: int, timeout: float) -> bool:
        """Wait for a change after the first `seen`; False when `timeout` seconds passed."""
        with self:
            return self.wait_for(lambda: self.count > seen, max(timeout, 0))
