"""Whether what is shown could lead somewhere or call somebody: links, mentions, images."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.evaluation.asking import Asked

LINK = re.compile(r"(?:[a-z][a-z0-9+.-]{1,12}://|www\.)[^\s<>|)\]\"”]+", re.I)
CALL = re.compile(r"<[@!#][^>\s]+>|(?<![\w.])@(?:channel|here|everyone)\b", re.I)
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
OWN_HOST = ".slack.com"
LONGEST = 30
"""Lines of an answer on one screen."""


def check(asked: Asked) -> Iterator[str]:
    """What is unsafe or too long in what is shown, a line each."""
    for text in texts(list(asked.blocks)):
        yield from _live(text)
    yield from _live(asked.text)
    if any(block.get("type") == "image" for block in _every(list(asked.blocks))):
        yield "safety: an image is shown"
    lines = [line for line in asked.text.splitlines() if line.strip()]
    if len(lines) > LONGEST:
        yield f"screen: {len(lines)} lines"


def texts(shown: Any) -> Iterator[str]:
    """The texts of blocks that Slack reads for links and mentions, and the targets of buttons."""
    for part in _every(shown):
        if part.get("type") == "mrkdwn":
            yield str(part.get("text", ""))
        if isinstance(part.get("url"), str):
            yield str(part["url"])


def _live(text: str) -> Iterator[str]:
    for found in LINK.findall(text):
        host = (urlsplit(found if "://" in found else f"https://{found}").hostname or "").lower()
        if not host.endswith(OWN_HOST):
            yield f"safety: live link {found[:60]}"
    if call := CALL.search(text):
        yield f"safety: calls {call.group(0)}"
    if image := IMAGE.search(text):
        yield f"safety: image {image.group(0)[:60]}"
    if TURNING.search(text):
        yield "safety: turns the direction of writing"


def _every(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list | tuple):
        for inner in part:
            yield from _every(inner)


def rendered(asked: Asked) -> str:
    """All that is sent to Slack, as one text."""
    return json.dumps(list(asked.blocks), ensure_ascii=False) + asked.text
