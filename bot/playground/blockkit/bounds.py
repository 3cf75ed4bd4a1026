"""The checks that every block and element is made of: lengths, counts, fields, text objects."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.playground.shapes import Json

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")
ACTION_ID = 255


def complaint(message: str, at: str) -> str:
    return f"{message} [json-pointer:{at}]"


def fields(
    found: Json, at: str, required: Collection[str], optional: Collection[str]
) -> Iterator[str]:
    """Required fields are there, and no field that Slack does not know."""
    for name in required:
        if name not in found:
            yield complaint(f"missing required field: {name}", at)
    for name in found:
        if name not in required and name not in optional and name != "type":
            yield complaint(f"invalid additional property: {name}", at)


def string(found: object, at: str, most: int, least: int = 1) -> Iterator[str]:
    """A string of `least` to `most` characters."""
    if not isinstance(found, str):
        yield complaint("must be a string", at)
    elif len(found) < least:
        yield complaint(f"must be more than {least - 1} characters", at)
    elif len(found) > most:
        yield complaint(f"must be less than {most + 1} characters", at)


def optional_string(found: Json, name: str, at: str, most: int, least: int = 1) -> Iterator[str]:
    if name in found:
        yield from string(found[name], f"{at}/{name}", most, least)


def items(found: object, at: str, most: int, least: int = 1) -> Iterator[str]:
    """A list of `least` to `most` items."""
    if not isinstance(found, list):
        yield complaint("must be an array", at)
    elif len(found) < least:
        yield complaint(f"no fewer than {least} items required", at)
    elif len(found) > most:
        yield complaint(f"no more than {most} items allowed", at)


def text(found: object, at: str, most: int, kinds: Collection[str] = PLAIN) -> Iterator[str]:
    """A text object; `emoji` belongs to plain text alone and `verbatim` to mrkdwn alone."""
    if not isinstance(found, dict):
        yield complaint("must provide an object", at)
        return
    kind = found.get("type")
    if kind not in kinds:
        yield complaint(f"unsupported type: {kind}", f"{at}/type")
        return
    yield from fields(found, at, ("text",), ("emoji",) if kind == "plain_text" else ("verbatim",))
    if "text" in found:
        yield from string(found["text"], f"{at}/text", most)


def optional_text(
    found: Json, name: str, at: str, most: int, kinds: Collection[str] = PLAIN
) -> Iterator[str]:
    if name in found:
        yield from text(found[name], f"{at}/{name}", most, kinds)


def duplicates(names: list[str], what: str, at: str) -> Iterator[str]:
    """Names that Slack wants to be unique."""
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield complaint(f"`{what}` {name} already exists", at)
