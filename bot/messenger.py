"""Sending to Slack: once per key whatever crashes, and never before Slack allows it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from playbooks.errors import CairnError
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

PASSING = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
"""Slack's own troubles: the message may be there or not, and another try may do."""

log = logging.getLogger("cairn.messenger")


class Undeliverable(CairnError):
    """Slack refuses this message or this person for good; `code` is Slack's word for why."""

    def __init__(self, code: str, method: str) -> None:
        super().__init__(
            f"Slack refused {method}: {code}. The message was not sent and is kept; mend what "
            "Slack names and send it again."
        )
        self.code = code


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
        self._methods: dict[str, Callable[..., SlackResponse]] = {
            "chat.postMessage": client.chat_postMessage,
            "chat.postEphemeral": client.chat_postEphemeral,
            "chat.update": client.chat_update,
            "conversations.open": client.conversations_open,
            "conversations.history": client.conversations_history,
            "conversations.replies": client.conversations_replies,
        }
        self._outbox = Outbox(workspace)
        self._now = now
        self._settling = settling
        self._not_before: dict[str, datetime] = {}
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

        Sent before, it returns the same timestamp. Raises `TryLater` for a rate limit or an
        outage, `Undeliverable` when Slack refuses.
        """
        claim = self._outbox.claim(key, channel, self._now())
        if claim.message_ts is not None:
            return claim.message_ts
        if not claim.fresh:
            self._wait_until_settled(key, claim)
            found = None if ephemeral_to else self._find(key, claim, channel, thread_ts)
            if found is not None:
                self._outbox.sent(key, found)
                return found
            if not self._outbox.claim_again(key, claim, self._now()):
                raise TryLater(self._settling.total_seconds(), f"{key} is being sent")
        message_ts = self._post(key, _arguments(channel, text, blocks, thread_ts), ephemeral_to)
        self._outbox.sent(key, message_ts)
        return message_ts

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

    def _post(self, key: str, arguments: dict[str, Any], ephemeral_to: str | None) -> str:
        if ephemeral_to is not None:
            whispered = {**arguments, "user": ephemeral_to}
            return str(self._claimed(key, "chat.postEphemeral", whispered)["message_ts"])
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        quiet = {"unfurl_links": False, "unfurl_media": False, "metadata": metadata}
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
            return self._in_history(key, claim.since - CLOCK_DIFFERENCE, channel, thread_ts)
        except Undeliverable as refusal:
            if refusal.code not in UNREADABLE or claim.tries >= MOST_TRIES_UNSEEN:
                raise
            log.warning("%s may be sent twice: %s", key, refusal)
            return None

    def _in_history(
        self, key: str, since: datetime, channel: str, thread_ts: str | None
    ) -> str | None:
        for message in self._history(since, channel, thread_ts):
            metadata = message.get("metadata") or {}
            ours = metadata.get("event_type") == EVENT_TYPE and "bot_id" in message
            if ours and metadata.get("event_payload", {}).get("key") == key:
                return str(message["ts"])
        return None

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

    def _call(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        left = self._not_before.get(method, self._now()) - self._now()
        if left > timedelta():
            raise Limited(left.total_seconds(), method)
        try:
            answer = self._methods[method](**arguments)
        except SlackApiError as error:
            raise self._refusal(method, error) from error
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    def _refusal(self, method: str, error: SlackApiError) -> Exception:
        response = error.response
        code = str(response.get("error", response.status_code))
        if response.status_code == 429:
            seconds = float(response.headers.get("Retry-After", 30))
            self._not_before[method] = self._now() + timedelta(seconds=seconds)
            return Limited(seconds, method)
        if response.status_code >= 500 or code in PASSING:
            return error
        return Undeliverable(code, method)


class Limited(TryLater):
    """Slack said 429: not before `seconds` have passed, and nothing was done."""

    def __init__(self, seconds: float, method: str) -> None:
        super().__init__(seconds, f"Slack limits {method}")


def _arguments(
    channel: str, text: str, blocks: Sequence[Block] | None, thread_ts: str | None
) -> dict[str, Any]:
    arguments: dict[str, Any] = {"channel": channel, "text": text}
    if blocks:
        arguments["blocks"] = list(blocks)
    if thread_ts is not None:
        arguments["thread_ts"] = thread_ts
    return arguments
