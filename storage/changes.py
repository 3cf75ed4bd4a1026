"""What putting a value does to the records: whether it is new, another one, or there already."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from storage.values import columns_of

MOVING = ("recorded_at", "version", "added_at")
"""Fields that differ each time and do not make a value another one."""


class Change(StrEnum):
    """What putting a value did to the records."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many values were new, changed or already there as they are."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


def merged(before: Any, value: Any, only: frozenset[str] | None) -> Any:
    """The value to keep: with `only`, what is there already changes in these fields alone."""
    if before is None or only is None:
        return value
    given = {name: getattr(value, name) for name in columns_of(type(value)) if name in only}
    return replace(before, **given)


def between(before: Any, after: Any) -> Change:
    """What becomes of a value that stands there as `before`, None for not at all."""
    if before is None:
        return Change.CREATED
    names = (name for name in columns_of(type(before)) if name not in MOVING)
    same = all(getattr(before, name) == getattr(after, name) for name in names)
    return Change.UNCHANGED if same else Change.UPDATED
