"""What a modal or a home view may hold."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.playground.blockkit import blocks, bounds
from bot.playground.shapes import Json

VIEW_BYTES = 250_000
TITLE = 24

_SHARED = ("private_metadata", "callback_id", "external_id")
_MODAL = (*_SHARED, "close", "submit", "clear_on_close", "notify_on_close", "submit_disabled")


def check_modal(view: Json) -> list[str]:
    """Every complaint about a modal view."""
    return [*_kind(view, "modal"), *_modal(view), *_common(view, "modal")]


def check_home(view: Json) -> list[str]:
    """Every complaint about a home view."""
    at = "/view"
    fields = bounds.fields(view, at, ("blocks",), _SHARED)
    return [*_kind(view, "home"), *fields, *_common(view, "home")]


def too_large(view: Json) -> bool:
    """Slack takes views of up to 250 kB."""
    return len(json.dumps(view).encode()) > VIEW_BYTES


def _kind(view: Json, expected: str) -> Iterator[str]:
    if view.get("type") != expected:
        yield bounds.complaint(f"unsupported type: {view.get('type')}", "/view/type")


def _modal(view: Json) -> Iterator[str]:
    yield from bounds.fields(view, "/view", ("title", "blocks"), _MODAL)
    for name in ("title", "submit", "close"):
        yield from bounds.optional_text(view, name, "/view", TITLE)
    if _has_input(view) and "submit" not in view:
        yield bounds.complaint("must define submit to use an input block", "/view")


def _has_input(view: Json) -> bool:
    held = view.get("blocks")
    return isinstance(held, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in held
    )


def _common(view: Json, surface: blocks.Surface) -> Iterator[str]:
    yield from bounds.optional_string(view, "private_metadata", "/view", 3000, least=0)
    yield from bounds.optional_string(view, "callback_id", "/view", 255, least=0)
    yield from bounds.optional_string(view, "external_id", "/view", 255, least=0)
    if "blocks" in view:
        yield from blocks.check(view["blocks"], surface, "/view/blocks")
