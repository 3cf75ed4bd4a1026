"""A message that grows while people watch it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.calling import Calls, Limited, Undeliverable
from storage.outbox import Outbox

Chunk = dict[str, Any]

log = logging.getLogger("cairn.messenger")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a stream is for, and the thread in which they asked; Slack wants to know both."""

    channel: str
    thread_ts: str
    user: str
    team: str


class Stream:
    """A message begun with its first piece, and closed with its last.

    Nothing here raises: what Slack limits waits for the next piece, and a stream that cannot go on
    is over. `Messenger.send` under the same key then puts the whole message in its place.
    """

    def __init__(
        self,
        call: Calls,
        outbox: Outbox,
        key: str,
        reader: Reader,
        now: Callable[[], datetime],
        metadata: dict[str, Any],
    ) -> None:
        self._call = call
        self._outbox = outbox
        self._key = key
        self._reader = reader
        self._now = now
        self._metadata = metadata
        self._ts: str | None = None
        self._over = False
        self._pending: list[Chunk] = []

    @property
    def began(self) -> bool:
        """True when people may have seen something."""
        return self._ts is not None

    def append(self, chunks: Sequence[Chunk]) -> None:
        """Let the message grow."""
        self._pending.extend(chunks)
        if self._over:
            return
        self._try(self._begin if self._ts is None else self._go_on)

    def end(self, chunks: Sequence[Chunk], blocks: Sequence[dict[str, Any]]) -> bool:
        """Close the message with `blocks` below it; False when it does not stand as it should."""
        if self._over or self._ts is None:
            return False
        arguments = {"chunks": [*self._pending, *chunks], "blocks": list(blocks)}
        closing = {**self._where(), **arguments, "metadata": self._metadata}
        ended = self._try(lambda: self._call("chat.stopStream", closing))
        self._over = True
        if ended:
            self._outbox.sent(self._key, self._ts)
        return ended

    def _begin(self) -> None:
        claim = self._outbox.claim(self._key, self._reader.channel, self._now(), streams=True)
        if not claim.fresh:
            # An attempt that was cut off has left something; it is put right as a whole.
            self._over = True
            return
        begun = {
            "channel": self._reader.channel,
            "thread_ts": self._reader.thread_ts,
            "recipient_user_id": self._reader.user,
            "recipient_team_id": self._reader.team,
            "task_display_mode": "plan",
            "chunks": self._pending,
        }
        try:
            answer = self._call("chat.startStream", begun)
        except (Undeliverable, Limited):
            self._outbox.release(self._key)
            self._over = True
            raise
        self._ts = str(answer["ts"])
        self._outbox.streaming(self._key, self._ts)
        self._pending = []

    def _go_on(self) -> None:
        self._call("chat.appendStream", {**self._where(), "chunks": self._pending})
        self._pending = []

    def _where(self) -> dict[str, Any]:
        return {"channel": self._reader.channel, "ts": self._ts}

    def _try(self, deed: Callable[[], object]) -> bool:
        """True when it was done; what did not go out stays pending."""
        try:
            deed()
        except Limited as limit:
            log.info("The stream of %s waits: %s", self._key, limit)
            return False
        except (Undeliverable, SlackApiError, OSError) as error:
            log.info("The stream of %s is over: %s", self._key, error)
            self._over = True
            return False
        return not self._over
