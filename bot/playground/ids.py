"""Identifiers and timestamps in Slack's formats, in a fixed order so that a run can be repeated."""

from __future__ import annotations

from collections import Counter

from bot.playground.shapes import Clock


class Ids:
    """Counts per prefix: `U` gives U0000000001, U0000000002 …, or begins after another number."""

    def __init__(self, after: int = 0) -> None:
        self._after = after
        self._issued: Counter[str] = Counter()

    def next(self, prefix: str) -> str:
        self._issued[prefix] += 1
        return f"{prefix}{self._after + self._issued[prefix]:010d}"


class Timestamps:
    """Message timestamps: the clock's microseconds, always later than the one before.

    In Slack a message's `ts` is its identity within a channel, so two may never be equal, even
    when the clock stands still.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._latest = 0

    def next(self) -> str:
        self._latest = max(int(self._clock() * 1_000_000), self._latest + 1)
        return f"{self._latest // 1_000_000}.{self._latest % 1_000_000:06d}"
