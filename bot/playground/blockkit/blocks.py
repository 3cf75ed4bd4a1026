"""What a list of blocks may hold on a message, in a modal or at home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from bot.playground.blockkit import bounds, elements
from bot.playground.shapes import Json

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MARKDOWN_TEXT = 12_000


def check(blocks: object, surface: Surface, at: str = "/blocks") -> list[str]:
    """Every complaint about `blocks`; an empty list when Slack would take them."""
    if not isinstance(blocks, list):
        return [bounds.complaint("must be an array", at)]
    return [*_each(blocks, surface, at), *_together(blocks, surface, at)]


def _each(blocks: list[object], surface: Surface, at: str) -> Iterator[str]:
    for number, block in enumerate(blocks):
        yield from _one(block, surface, f"{at}/{number}")


def _one(block: object, surface: Surface, at: str) -> Iterator[str]:
    if not isinstance(block, dict):
        yield bounds.complaint("must provide an object", at)
    elif block.get("type") not in SURFACES[surface]:
        yield bounds.complaint(f"unsupported type: {block.get('type')}", f"{at}/type")
    else:
        yield from bounds.optional_string(block, "block_id", at, 255)
        yield from CHECKS.get(block["type"], _surface_only)(block, at)
        yield from bounds.duplicates(_action_ids(block), "action_id", at)


def _together(blocks: list[object], surface: Surface, at: str) -> Iterator[str]:
    yield from bounds.items(blocks, at, MOST_BLOCKS[surface], least=0)
    known = [block for block in blocks if isinstance(block, dict)]
    ids = [str(block["block_id"]) for block in known if block.get("block_id")]
    yield from bounds.duplicates(ids, "block_id", at)
    if sum(block.get("type") == "table" for block in known) > 1:
        yield bounds.complaint("only one table allowed", at)
    written = sum(len(str(block.get("text"))) for block in known if block.get("type") == "markdown")
    if written > MARKDOWN_TEXT:
        yield bounds.complaint(
            f"markdown text must be less than {MARKDOWN_TEXT + 1} characters", at
        )


def _action_ids(block: Json) -> list[str]:
    held = block.get("elements")
    return [
        str(element["action_id"])
        for element in (held if isinstance(held, list) else [])
        if isinstance(element, dict) and element.get("action_id")
    ]


def _section(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, (), ("block_id", "text", "fields", "accessory", "expand"))
    if not block.get("text") and not block.get("fields"):
        yield bounds.complaint("must have text or fields", at)
    yield from bounds.optional_text(block, "text", at, 3000, bounds.ANY_TEXT)
    if "fields" in block:
        yield from bounds.items(block["fields"], f"{at}/fields", 10)
        for number, field in enumerate(block["fields"]):
            yield from bounds.text(field, f"{at}/fields/{number}", 2000, bounds.ANY_TEXT)
    if "accessory" in block:
        yield from elements.check(block["accessory"], f"{at}/accessory", elements.IN_SECTION)


def _header(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, ("text",), ("block_id", "level"))
    yield from bounds.optional_text(block, "text", at, 150)


def _divider(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, (), ("block_id",))


def _image(block: Json, at: str) -> Iterator[str]:
    optional = ("block_id", "image_url", "slack_file", "title")
    yield from bounds.fields(block, at, ("alt_text",), optional)
    yield from bounds.optional_string(block, "image_url", at, 3000)
    yield from bounds.optional_string(block, "alt_text", at, 2000)
    yield from bounds.optional_text(block, "title", at, 2000)
    if ("image_url" in block) == ("slack_file" in block):
        yield bounds.complaint("must have either image_url or slack_file", at)


def _actions(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, ("elements",), ("block_id",))
    yield from _elements(block, at, 25, elements.IN_ACTIONS)


def _context_actions(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, ("elements",), ("block_id",))
    yield from _elements(block, at, 5, elements.IN_CONTEXT_ACTIONS)


def _elements(block: Json, at: str, most: int, allowed: set[str]) -> Iterator[str]:
    held = block.get("elements")
    yield from bounds.items(held, f"{at}/elements", most)
    for number, element in enumerate(held if isinstance(held, list) else []):
        yield from elements.check(element, f"{at}/elements/{number}", allowed)


def _context(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, ("elements",), ("block_id",))
    held = block.get("elements")
    yield from bounds.items(held, f"{at}/elements", 10)
    for number, element in enumerate(held if isinstance(held, list) else []):
        here = f"{at}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            yield from elements.check(element, here, elements.IN_CONTEXT)
        else:
            yield from bounds.text(element, here, 3000, bounds.ANY_TEXT)


def _input(block: Json, at: str) -> Iterator[str]:
    optional = ("block_id", "hint", "optional", "dispatch_action")
    yield from bounds.fields(block, at, ("label", "element"), optional)
    yield from bounds.optional_text(block, "label", at, 2000)
    yield from bounds.optional_text(block, "hint", at, 2000)
    if "element" in block:
        yield from elements.check(block["element"], f"{at}/element", elements.IN_INPUT)


def _markdown(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, ("text",), ("block_id",))
    yield from bounds.string(block.get("text"), f"{at}/text", MARKDOWN_TEXT)


def _table(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, ("rows",), ("block_id", "column_settings"))
    rows = block.get("rows")
    yield from bounds.items(rows, f"{at}/rows", 100)
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        yield from bounds.items(row, f"{at}/rows/{number}", 20)


def _rich_text(block: Json, at: str) -> Iterator[str]:
    yield from bounds.fields(block, at, ("elements",), ("block_id",))
    if not isinstance(block.get("elements"), list):
        yield bounds.complaint("must be an array", f"{at}/elements")


def _surface_only(block: Json, at: str) -> Iterator[str]:
    """Types that change often and that few apps send: only where they stand is checked."""
    return iter(())


CHECKS: dict[str, Callable[[Json, str], Iterator[str]]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "image": _image,
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "input": _input,
    "markdown": _markdown,
    "table": _table,
    "rich_text": _rich_text,
}

_EVERYWHERE = {
    "actions",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
}
_ON_MESSAGES = {
    "card",
    "carousel",
    "container",
    "context_actions",
    "data_table",
    "data_visualization",
    "markdown",
    "plan",
    "table",
    "task_card",
}
SURFACES: dict[Surface, set[str]] = {
    "message": _EVERYWHERE | _ON_MESSAGES,
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | {"card", "carousel", "container"},
}
