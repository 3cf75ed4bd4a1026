"""What is derived from a whole workspace, kept until its records change or the day does."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from storage.workspace import Reader

T = TypeVar("T")

DAYS_KEPT = 8


class Kept(Generic[T]):
    """Made anew for another day, and when any record of `kinds` is another than before.

    One account's reading must not read all others' again.
    """

    def __init__(self, make: Callable[[Reader, date], T], *kinds: type[Any]) -> None:
        self._make = make
        self._kinds = kinds
        self._found: WeakKeyDictionary[Engine, dict[Hashable, T]] = WeakKeyDictionary()

    def of(self, reader: Reader, at: date) -> T:
        """What is derived from the records as they stood on that day."""
        revisions = reader.revisions(*self._kinds)
        if revisions is None:
            return self._make(reader, at)
        kept = self._found.setdefault(reader.connection.engine, {})
        key = (reader.team_id, at, *revisions)
        found = kept.get(key)
        if found is None:
            found = self._make(reader, at)
            # Another thread may be doing the same.
            for oldest in list(kept)[: 1 - DAYS_KEPT]:
                kept.pop(oldest, None)
            kept[key] = found
        return found
