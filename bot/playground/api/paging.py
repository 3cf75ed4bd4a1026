"""Slack's cursors: a page of a list, and the way to the next one."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Any

from bot.playground.refusal import Refused
from bot.playground.shapes import Json


def page(items: Sequence[Any], limit: int, cursor: str | None) -> tuple[list[Any], Json]:
    """The items of one page, and its `response_metadata` with the next cursor (empty: the last)."""
    start = _position(cursor)
    end = start + limit
    following = _cursor(end) if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": following}


def _cursor(position: int) -> str:
    return b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        word, _, position = b64decode(cursor, validate=True).decode().partition(":")
        if word != "next":
            raise Refused("invalid_cursor")
        return int(position)
    except (Error, UnicodeDecodeError, ValueError):
        raise Refused("invalid_cursor") from None
