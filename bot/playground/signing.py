"""Slack's request signature, version 0."""

from __future__ import annotations

import hashlib
import hmac


def headers(secret: str, body: str, at: float) -> dict[str, str]:
    """The two headers that prove that `body` was sent by Slack `at` this time.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    timestamp = str(int(at))
    signed = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={signed.hexdigest()}",
    }
