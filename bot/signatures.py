"""Is a request Slack's? Says which part of its signature is wrong when it is not."""

import hashlib
import hmac
import time
from collections.abc import Callable

from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

OLDEST_SECONDS = 300
"""Slack's own advice against replayed requests:
https://docs.slack.dev/authentication/verifying-requests-from-slack
A delivery by webhook may be as old."""

MOST_DIGITS = 12


class SignedBySlack(Middleware):
    """Lets signed requests through and answers 401 to others; Socket Mode needs no signature."""

    def __init__(self, signing_secret: str, clock: Callable[[], float] = time.time) -> None:
        self._secret = signing_secret
        self._clock = clock

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        if req.mode == "socket_mode":
            return next()
        fault = self.fault(_header(req, "timestamp"), _header(req, "signature"), req.raw_body)
        return next() if fault is None else BoltResponse(status=401, body={"error": fault})

    def fault(self, timestamp: str, signature: str, body: str) -> str | None:
        """What is wrong, as a sentence; None for a signature that fits."""
        if not self._secret:
            return "SLACK_SIGNING_SECRET is not set, so no request over HTTP can be trusted."
        if not timestamp or not signature:
            return "X-Slack-Request-Timestamp or X-Slack-Signature is missing."
        if is_far(timestamp, self._clock()):
            return "X-Slack-Request-Timestamp is more than five minutes away from our clock."
        if not hmac.compare_digest(self._signature(timestamp, body), signature.encode()):
            return "X-Slack-Signature does not fit SLACK_SIGNING_SECRET."
        return None

    def _signature(self, timestamp: str, body: str) -> bytes:
        signed = f"v0:{timestamp}:{body}".encode()
        return b"v0=" + hmac.new(self._secret.encode(), signed, hashlib.sha256).hexdigest().encode()


def is_far(stamp: str, now: float) -> bool:
    """Whether a request that was signed at `stamp` may be a replay; both in seconds since 1970.

    What is no number of seconds is far from any time.
    """
    written = stamp.isascii() and stamp.isdigit() and len(stamp) <= MOST_DIGITS
    return not written or abs(now - int(stamp)) > OLDEST_SECONDS


def _header(req: BoltRequest, name: str) -> str:
    full = {"timestamp": "x-slack-request-timestamp", "signature": "x-slack-signature"}[name]
    return req.headers.get(full, [""])[0]
