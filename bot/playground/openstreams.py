"""Messages that are still being written while people watch."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.shapes import Clock, Json

IDLE_SECONDS = 300
"""Slack closes a stream to which nothing was appended for so long; it does not say how long."""


@dataclass(slots=True)
class OpenStream:
    """A message in streaming state, and when it last grew."""

    message: Json
    grown_at: float


class OpenStreams:
    """The streams of a workspace, by channel and timestamp; idle ones close by themselves."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._streams: dict[tuple[str, str], OpenStream] = {}

    def open(self, channel: str, message: Json) -> None:
        self._streams[channel, message["ts"]] = OpenStream(message, self._clock())

    def grow(self, channel: str, ts: str) -> Json | None:
        """The message of an open stream, which now grows; None when there is no such stream."""
        stream = self._streams.get((channel, ts))
        if stream is None or self._has_closed(stream):
            return None
        stream.grown_at = self._clock()
        return stream.message

    def close(self, channel: str, ts: str) -> None:
        del self._streams[channel, ts]

    def is_open(self, channel: str, ts: str) -> bool:
        stream = self._streams.get((channel, ts))
        return stream is not None and not self._has_closed(stream)

    def _has_closed(self, stream: OpenStream) -> bool:
        return self._clock() - stream.grown_at > IDLE_SECONDS
