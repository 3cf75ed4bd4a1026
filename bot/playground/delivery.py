"""Bringing payloads to the app: over HTTP, over Socket Mode, or straight into `App.dispatch`."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.playground import signing
from bot.playground.envelope import Envelope
from bot.playground.links import Links
from bot.playground.shapes import Clock, Json
from bot.playground.workspace import Workspace

Dispatch = Callable[[BoltRequest], BoltResponse]


ACKNOWLEDGE_SECONDS = 3.0
"""Later than this, Slack takes a delivery for failed and repeats it."""


class NotAcknowledged(AssertionError):
    """The app did not answer a delivery in time, or could not be reached."""


@dataclass(frozen=True, slots=True)
class Retry:
    """A repeated delivery, as Slack marks it."""

    number: int = 1
    reason: str = "http_timeout"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the wire."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One payload brought to the app: what it answered, and how long it took in seconds."""

    envelope: Envelope = field(repr=False)
    status: int
    body: str
    seconds: float
    courier: Courier = field(repr=False, compare=False)

    @property
    def acknowledged(self) -> bool:
        return self.status == 200

    @property
    def in_time(self) -> bool:
        """Acknowledged within the three seconds that Slack waits."""
        return self.acknowledged and self.seconds <= ACKNOWLEDGE_SECONDS

    @property
    def json(self) -> Json:
        """The answer as a JSON object, empty when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def again(self, retry: Retry | None = None) -> Delivery:
        """The same payload with the same ids once more, signed anew: a duplicate delivery."""
        return self.courier.deliver(self.envelope, retry=retry)


class Transport(Protocol):
    """A way to the app; gives up after `patience` seconds with NotAcknowledged."""

    def carry(
        self, envelope: Envelope, headers: Mapping[str, str], retry: Retry | None
    ) -> Answer: ...


class Courier:
    """Signs payloads and brings them to the app.

    Signatures carry the real time whatever the workspace's clock says, because the app checks
    them against its own.
    """

    def __init__(self, workspace: Workspace, links: Links, signing_clock: Clock) -> None:
        self._workspace = workspace
        self._signing_clock = signing_clock
        self.transport: Transport = OverSocket(links)

    def deliver(
        self,
        envelope: Envelope,
        *,
        retry: Retry | None = None,
        signing_secret: str | None = None,
        signed_at: float | None = None,
    ) -> Delivery:
        """Bring `envelope` to the app; a wrong secret or an old time tries what it refuses."""
        secret = signing_secret or self._workspace.credentials.signing_secret
        at = self._signing_clock() if signed_at is None else signed_at
        headers = {
            "Content-Type": envelope.content_type,
            **signing.headers(secret, envelope.body, at),
            **_retry_headers(retry),
        }
        start = time.monotonic()
        answer = self.transport.carry(envelope, headers, retry)
        return Delivery(envelope, answer.status, answer.body, time.monotonic() - start, self)


class OverHttp:
    """POST to the app's request URL, such as http://127.0.0.1:3000/slack/events."""

    def __init__(self, url: str, patience: float) -> None:
        self._parts = urlsplit(url)
        self._patience = patience

    def carry(self, envelope: Envelope, headers: Mapping[str, str], retry: Retry | None) -> Answer:
        host, port = self._parts.hostname or "", self._parts.port
        connection = http.client.HTTPConnection(host, port, timeout=self._patience)
        try:
            connection.request(
                "POST", self._parts.path or "/", envelope.body.encode(), dict(headers)
            )
            response = connection.getresponse()
            return Answer(response.status, response.read().decode())
        except OSError as error:
            raise NotAcknowledged(f"{self._parts.geturl()} did not answer: {error}") from error
        finally:
            connection.close()


class InProcess:
    """`App.dispatch` called directly, for tests that need no port."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    def carry(self, envelope: Envelope, headers: Mapping[str, str], retry: Retry | None) -> Answer:
        response = self._dispatch(BoltRequest(body=envelope.body, headers={**headers}))
        return Answer(response.status, response.body or "")


class OverSocket:
    """Socket Mode: over the websocket that the app opened itself."""

    def __init__(self, links: Links, patience: float = 10.0) -> None:
        self._links = links
        self._patience = patience

    def carry(self, envelope: Envelope, headers: Mapping[str, str], retry: Retry | None) -> Answer:
        number, reason = (retry.number, retry.reason) if retry else (None, "")
        acknowledged = self._links.send(envelope, number, reason)
        try:
            payload = acknowledged.result(self._patience)
        except FutureTimeout:
            message = f"no acknowledgement of {envelope.kind} within {self._patience:g} s"
            raise NotAcknowledged(message) from None
        return Answer(200, json.dumps(payload) if payload else "")


def _retry_headers(retry: Retry | None) -> dict[str, str]:
    if retry is None:
        return {}
    return {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
