"""Is a delivery from whom we trust? By the public standard at https://www.standardwebhooks.com"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from bot import signatures
from playbooks.errors import NotReady

PREFIX = "whsec_"
VERSION = "v1"
FEWEST_BYTES = 24
"""The standard's own bound for a secret, below which it can be guessed."""

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


def key_of(secret: str) -> bytes:
    """The key of a secret as it is set (`whsec_` and base64); raises `NotReady` for another one."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if len(key) < FEWEST_BYTES:
        raise NotReady(
            "CAIRN_WEBHOOK_SECRET must be whsec_ and the base64 of at least 24 random bytes. "
            "Nothing was started."
        )
    return key


def fault(key: bytes, headers: Mapping[str, str], body: bytes, now: datetime) -> str | None:
    """What is wrong, as a sentence; None for a delivery that is signed with the key."""
    stamp, signed = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    if not headers.get(ID) or not stamp or not signed:
        return f"{ID}, {TIMESTAMP} or {SIGNATURE} is missing."
    if signatures.is_far(stamp, now.timestamp()):
        return f"{TIMESTAMP} is more than five minutes away from our clock."
    wanted = signature(key, headers[ID], stamp, body)
    # Several, while a secret is being changed; each is compared, whichever fits.
    fits = [hmac.compare_digest(wanted.encode(), one.encode()) for one in signed.split()]
    return None if any(fits) else f"{SIGNATURE} does not fit CAIRN_WEBHOOK_SECRET."


def signature(key: bytes, delivery_id: str, stamp: str, body: bytes) -> str:
    """The signature of a delivery; `stamp` is in seconds since 1970."""
    signed = f"{delivery_id}.{stamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"{VERSION},{base64.b64encode(digest).decode()}"
