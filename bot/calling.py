"""Calling Slack: what it limits is waited for, what it refuses is named."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from playbooks.errors import CairnError
from storage.jobs import TryLater

PASSING = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
"""Slack's own troubles: the call may have done something or not, and another try may do."""


class Undeliverable(CairnError):
    """Slack refuses this message or this person for good; `code` is Slack's word for why."""

    def __init__(self, code: str, method: str) -> None:
        super().__init__(
            f"Slack refused {method}: {code}. The message was not sent and is kept; mend what "
            "Slack names and send it again."
        )
        self.code = code


class Limited(TryLater):
    """Slack said 429: not before `seconds` have passed, and nothing was done."""

    def __init__(self, seconds: float, method: str) -> None:
        super().__init__(seconds, f"Slack limits {method}")


def patience(headers: Mapping[str, str] | Message) -> float:
    """Seconds that Slack asks to wait; a few where it does not say."""
    return float(headers.get("Retry-After", 5))


class Calls:
    """One workspace's calls. `client` must not retry by itself; no thread waits here."""

    def __init__(self, client: WebClient, now: Callable[[], datetime]) -> None:
        self._methods: dict[str, Callable[..., SlackResponse]] = {
            "chat.postMessage": client.chat_postMessage,
            "chat.postEphemeral": client.chat_postEphemeral,
            "chat.update": client.chat_update,
            "chat.delete": client.chat_delete,
            "chat.startStream": client.chat_startStream,
            "chat.appendStream": client.chat_appendStream,
            "chat.stopStream": client.chat_stopStream,
            "conversations.open": client.conversations_open,
            "conversations.history": client.conversations_history,
            "conversations.replies": client.conversations_replies,
            "files.getUploadURLExternal": client.files_getUploadURLExternal,
            "files.completeUploadExternal": client.files_completeUploadExternal,
            "files.info": client.files_info,
            "dnd.info": client.dnd_info,
        }
        self._now = now
        self._not_before: dict[str, datetime] = {}

    def __call__(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What Slack answers.

        Raises `Limited` for a limit of this method's, `Undeliverable` for a refusal, and what
        slack_sdk raises when nobody knows whether the call did something.
        """
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
            seconds = patience(response.headers)
            self._not_before[method] = self._now() + timedelta(seconds=seconds)
            return Limited(seconds, method)
        if response.status_code >= 500 or code in PASSING:
            return error
        return Undeliverable(code, method)
