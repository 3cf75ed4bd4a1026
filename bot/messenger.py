"""Sending to Slack: once per key whatever crashes, and never before Slack allows it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.calling import Calls, Limited, Undeliverable
from bot.dnd import DoNotDisturb
from bot.streams import Reader, Stream
from bot.uploads import Uploads
from storage.jobs import TryLater
from storage.outbox import Claim, Outbox
from storage.workspace import Workspace

Block = dict[str, Any]

EVENT_TYPE = "cairn_message"

SETTLING = timedelta(seconds=10)
"""A call that was cut off may still be on its way; only then does the history tell."""

CLOCK_DIFFERENCE = timedelta(minutes=5)
"""How far Slack's clock and ours may be apart when the history is searched."""

MOST_TRIES_UNSEEN = 2
"""Where the history cannot be read, a message that may be there is sent once more at most."""

UNREADABLE = ("missing_scope", "not_in_channel", "no_permission")

GONE = ("message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found")
"""A message that cannot be changed any more; a new one takes its place."""

log = logging.getLogger("cairn.messenger")


class Messenger:
    """One workspace's way out to Slack. Raises `TryLater` when Slack asks for patience.

    A job lets `TryLater` pass and is run again after that time; no thread waits. `client` must not
    retry by itself.
    """

    def __init__(
        self,
        client: WebClient,
        workspace: Workspace,
        now: Callable[[], datetime],
        settling: timedelta = SETTLING,
    ) -> None:
        self._call = Calls(client, now)
        self.uploads = Uploads(self._call, client)
        self.do_not_disturb = DoNotDisturb(self._call, now)
        self._outbox = Outbox(workspace)
        self._now = now
        self._settling = settling
        self._direct: dict[str, str] = {}

    def send(
        self,
        key: str,
        channel: str,
        text: str,
        blocks: Sequence[Block] | None = None,
        thread_ts: str | None = None,
        ephemeral_to: str | None = None,
    ) -> str:
        """Post once per `key` and return the message's timestamp.

        Sent before, it returns the same timestamp. A message under this key that people watched
        grow, and that broke off, is put right in its place. Raises `TryLater` for a rate limit or
        an outage, `Undeliverable` when Slack refuses.
        """
        arguments = _arguments(channel, text, blocks, thread_ts)
        claim = self._outbox.claim(key, channel, self._now())
        if claim.message_ts is not None:
            return claim.message_ts
        if not claim.fresh:
            there = self._left_behind(key, claim, arguments, ephemeral_to)
            if there is not None:
                self._outbox.sent(key, there)
                return there
        message_ts = self._post(key, arguments, ephemeral_to)
        self._outbox.sent(key, message_ts)
        return message_ts

    def has_begun(self, key: str) -> bool:
        """Whether a message under `key` was sent, or may have been; False when it was not."""
        return self._outbox.knows_key(key)

    def stream(self, key: str, reader: Reader) -> Stream:
        """A message under `key` that grows while people watch; `send` puts right what breaks."""
        return Stream(self._call, self._outbox, key, reader, self._now, _metadata(key))

    def withdraw(self, key: str, channel: str) -> None:
        """Take a message away that people have watched grow and that will not be finished."""
        claim = self._outbox.claim(key, channel, self._now())
        if claim.stream_ts is not None:
            self._take_away(channel, claim.stream_ts)
        if claim.message_ts is None:
            self._outbox.release(key)

    def update(
        self, channel: str, ts: str, text: str, blocks: Sequence[Block] | None = None
    ) -> None:
        """Change a message that was sent; doing so twice is the same as once."""
        arguments = {"channel": channel, "ts": ts, "text": text, "blocks": list(blocks or [])}
        self._call("chat.update", arguments)

    def open_dm(self, user: str) -> str:
        """The id of the conversation between the app and `user`."""
        if user not in self._direct:
            answer = self._call("conversations.open", {"users": user})
            self._direct[user] = answer["channel"]["id"]
        return self._direct[user]

    def _left_behind(
        self, key: str, claim: Claim, arguments: dict[str, Any], ephemeral_to: str | None
    ) -> str | None:
        """What an attempt that was cut off left in Slack, put right; None when it left nothing."""
        channel, thread_ts = arguments["channel"], arguments.get("thread_ts")
        there = claim.stream_ts
        if there is None:
            self._wait_until_settled(key, claim)
            # A whisper stands in no history, but what everyone could watch does.
            if claim.streams or ephemeral_to is None:
                there = self._find(key, claim, channel, thread_ts)
        if there is not None and claim.streams:
            if ephemeral_to is None:
                there = self._put_right(key, channel, there, arguments)
            else:
                self._take_away(channel, there)
                there = None
        if there is None and not self._outbox.claim_again(key, claim, self._now()):
            raise TryLater(self._settling.total_seconds(), f"{key} is being sent")
        return there

    def _put_right(self, key: str, channel: str, ts: str, arguments: dict[str, Any]) -> str | None:
        """Give a message that grew its whole content; None when it is not there any more."""
        self._close(channel, ts)
        changed = {"channel": channel, "ts": ts, "metadata": _metadata(key)}
        changed |= {name: arguments[name] for name in ("text", "blocks") if name in arguments}
        try:
            self._call("chat.update", changed)
        except Undeliverable as refusal:
            if refusal.code not in GONE:
                raise
            return None
        return ts

    def _take_away(self, channel: str, ts: str) -> None:
        """Remove what people watched grow."""
        self._close(channel, ts)
        try:
            self._call("chat.delete", {"channel": channel, "ts": ts})
        except Undeliverable as refusal:
            log.warning("The message %s stays where it is: %s", ts, refusal.code)

    def _close(self, channel: str, ts: str) -> None:
        """End a stream: an open one can be neither changed nor removed."""
        try:
            self._call("chat.stopStream", {"channel": channel, "ts": ts})
        except Undeliverable as refusal:
            log.info("The stream %s is closed already: %s", ts, refusal.code)

    def _post(self, key: str, arguments: dict[str, Any], ephemeral_to: str | None) -> str:
        if ephemeral_to is not None:
            whispered = {**arguments, "user": ephemeral_to}
            return str(self._claimed(key, "chat.postEphemeral", whispered)["message_ts"])
        quiet = {"unfurl_links": False, "unfurl_media": False, "metadata": _metadata(key)}
        return str(self._claimed(key, "chat.postMessage", {**arguments, **quiet})["ts"])

    def _claimed(self, key: str, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call, and give the claim back when Slack's answer says that nothing was posted."""
        try:
            return self._call(method, arguments)
        except (Undeliverable, Limited):
            self._outbox.release(key)
            raise

    def _wait_until_settled(self, key: str, claim: Claim) -> None:
        left = claim.since + self._settling - self._now()
        if left > timedelta():
            raise TryLater(left.total_seconds(), f"{key} may still be on its way")

    def _find(self, key: str, claim: Claim, channel: str, thread_ts: str | None) -> str | None:
        """The timestamp of a message whose sending was cut off, when it is there after all."""
        try:
            return self._in_history(key, claim, channel, thread_ts)
        except Undeliverable as refusal:
            if refusal.code not in UNREADABLE or claim.tries >= MOST_TRIES_UNSEEN:
                raise
            log.warning("%s may be sent twice: %s", key, refusal)
            return None

    def _in_history(
        self, key: str, claim: Claim, channel: str, thread_ts: str | None
    ) -> str | None:
        since = claim.since - CLOCK_DIFFERENCE
        for message in self._history(since, channel, thread_ts):
            metadata = message.get("metadata") or {}
            ours = "bot_id" in message
            if ours and metadata.get("event_payload", {}).get("key") == key:
                return str(message["ts"])
            # A stream bears no key before it ends. In its thread it is the one nobody knows.
            if ours and claim.streams and not metadata and self._is_unknown(channel, message):
                return str(message["ts"])
        return None

    def _is_unknown(self, channel: str, message: dict[str, Any]) -> bool:
        grows = message.get("streaming_state") is not None
        return grows and not self._outbox.knows(channel, str(message["ts"]))

    def _history(
        self, since: datetime, channel: str, thread_ts: str | None
    ) -> Iterator[dict[str, Any]]:
        where = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "limit": 200}
        method = "conversations.history"
        if thread_ts is not None:
            method, where = "conversations.replies", {**where, "ts": thread_ts}
        cursor = ""
        while True:
            page = self._call(method, {**where, "include_all_metadata": True, "cursor": cursor})
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _metadata(key: str) -> dict[str, Any]:
    """What tells our message again when nobody knows whether it arrived."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _arguments(
    channel: str, text: str, blocks: Sequence[Block] | None, thread_ts: str | None
) -> dict[str, Any]:
    arguments: dict[str, Any] = {"channel": channel, "text": text}
    if blocks:
        arguments["blocks"] = list(blocks)
    if thread_ts is not None:
        arguments["thread_ts"] = thread_ts
    return arguments
