"""What a message says: its text, blocks and metadata, checked as Slack checks them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.playground.api.arguments import Arguments
from bot.playground.blockkit import blocks as blockkit
from bot.playground.blockkit import bounds, controls
from bot.playground.refusal import Refused, invalid_blocks
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

TEXT = 40_000
MARKDOWN_TEXT = 12_000
METADATA_BYTES = 8_000


def required(workspace: Workspace, arguments: Arguments) -> Json:
    """The content of a new message; refused when it says nothing."""
    found = given(workspace, arguments)
    if not any(found.get(name) for name in ("text", "blocks", "attachments")):
        raise Refused("no_text")
    return {"text": "", **found}


def given(workspace: Workspace, arguments: Arguments) -> Json:
    """The parts of a message that were sent, as they will be stored."""
    found: Json = {}
    if arguments.values.get("markdown_text"):
        found |= _markdown(workspace, arguments)
    if "text" in arguments.values:
        found["text"] = bounded(str(arguments.values["text"] or ""), TEXT)
    if "blocks" in arguments.values:
        found["blocks"] = blocks(workspace, arguments)
    if "attachments" in arguments.values:
        found["attachments"] = arguments.structure("attachments", "invalid_attachments") or []
    return found


def blocks(workspace: Workspace, arguments: Arguments) -> list[Json]:
    """The blocks that were sent, named; refused when Slack would not take them."""
    sent = arguments.structure("blocks", "invalid_blocks_format") or []
    return checked(workspace, sent)


def checked(workspace: Workspace, sent: Any) -> list[Json]:
    complaints = blockkit.check(sent, "message")
    complaints = complaints or [*_unknown_files(workspace, sent)]
    if complaints:
        raise invalid_blocks(complaints)
    return controls.named(sent, workspace.ids)


def _unknown_files(workspace: Workspace, sent: list[Json]) -> Iterator[str]:
    """Images whose file is not there, or not yet looked at."""
    for number, block in enumerate(sent):
        shown = block.get("slack_file") if block["type"] == "image" else None
        if shown is not None:
            file = workspace.files.get(str(shown.get("id")))
            if file is None or not file.looked_at:
                yield bounds.complaint("invalid slack file", f"/blocks/{number}/slack_file")


def metadata(arguments: Arguments) -> Json | None:
    """`{event_type, event_payload}`, None when absent; an empty object takes metadata away."""
    found = arguments.structure("metadata", "invalid_metadata_format")
    if not found:
        return None
    if not isinstance(found, dict) or not found.get("event_type"):
        raise Refused("invalid_metadata_format")
    if not isinstance(found.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(found).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return {"event_type": found["event_type"], "event_payload": found["event_payload"]}


def bounded(text: str, most: int) -> str:
    if len(text) > most:
        raise Refused("msg_too_long")
    return text


def _markdown(workspace: Workspace, arguments: Arguments) -> Json:
    if arguments.values.get("text") or arguments.values.get("blocks"):
        raise Refused("markdown_text_conflict")
    text = bounded(arguments.text("markdown_text"), MARKDOWN_TEXT)
    block = {"type": "markdown", "text": text, "block_id": workspace.ids.next("b")}
    return {"text": text, "blocks": [block]}
