"""Finding what a person can click in blocks, and naming what the app left unnamed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from bot.playground.blockkit import elements
from bot.playground.ids import Ids
from bot.playground.shapes import Json

_CLICKABLE = set(elements.KINDS) - {"image"}


@dataclass(frozen=True, slots=True)
class Control:
    """An interactive element and the block it stands in."""

    element: Json
    block: Json

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])


def named(blocks: list[Json], ids: Ids) -> list[Json]:
    """A copy of `blocks` with the block and action ids that Slack makes up when there are none."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", ids.next("b"))
        for element in _interactive(block):
            element.setdefault("action_id", ids.next("a"))
    return filled


def within(blocks: list[Json]) -> list[Control]:
    """Every interactive element of named blocks, in the order they are shown."""
    return [
        Control(element, block)
        for block in blocks
        for element in _interactive(block)
        if "action_id" in element
    ]


def matching(blocks: list[Json], action_id: str, value: str | None = None) -> Control | None:
    """The first control with this action id and, for buttons that share it, this value."""
    return next(
        (
            control
            for control in within(blocks)
            if control.action_id == action_id
            and (value is None or control.element.get("value") == value)
        ),
        None,
    )


def _interactive(block: Json) -> Iterator[Json]:
    """Elements of a block, and of the blocks inside it; text and pictures cannot be clicked."""
    for holder in ("elements", "actions", "child_blocks"):
        for held in block.get(holder) or []:
            yield from _reachable(held)
    for single in ("accessory", "element"):
        if single in block:
            yield from _reachable(block[single])


def _reachable(held: object) -> Iterator[Json]:
    if not isinstance(held, dict):
        return
    if held.get("type") in _CLICKABLE:
        yield held
    else:
        yield from _interactive(held)
