"""Facts of many accounts side by side: one column for each fact, one row for each account."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playbooks.facts import AccountFacts, Fact

Flags = NDArray[np.bool_]
Days = NDArray[np.datetime64]
Cells = NDArray[Any]
Rows = NDArray[np.intp]
Figures = NDArray[np.float64]
Codes = NDArray[np.int8]

NOTHING: Cells = np.array(None, object)
"""What stands in an empty cell, to compare many of them at once."""

ANY = "any"
"""The figure of a threshold that serves every segment without one of its own."""


class Column:
    """One fact of every account of a frame; where `known` is false, the other parts are empty.

    Figures keep the type that they were given, so that a fact comes back as it went in.
    """

    __slots__ = ("as_of", "ids", "kinds", "known", "quotes", "units", "values", "windows")

    def __init__(self, rows: int) -> None:
        self.known: Flags = np.zeros(rows, np.bool_)
        self.values: Cells = np.zeros(rows, np.bool_)
        self.as_of: Cells = np.zeros(rows, "datetime64[D]")
        self.kinds: Cells = np.zeros(rows, np.int16)
        self.ids: Cells = np.empty(rows, object)
        self.quotes: Cells = np.empty(rows, object)
        self.units: Cells = np.empty(rows, object)
        self.windows: Cells = np.empty(rows, object)

    def keep(self, rows: Rows, values: Cells) -> None:
        """Set values; figures of two types stand side by side only as objects."""
        if values.dtype != self.values.dtype:
            self.known[rows] = False
            new = values.dtype if not self.known.any() else np.dtype(object)
            self.values = self.values.astype(new) if self.known.any() else _empty(self.known, new)
        self.values[rows] = values
        self.known[rows] = True


class Frame(Mapping[str, AccountFacts]):
    """The facts of some accounts. Read as a mapping, it gives the facts of one account by name.

    `segments` are the accounts' segments when they are not among the facts.
    """

    def __init__(
        self, account_ids: Sequence[str], segments: Sequence[str | None] | None = None
    ) -> None:
        self.account_ids = account_ids
        self.columns: dict[str, Column] = {}
        self.kinds: list[str] = []
        self._segments = segments

    @classmethod
    def of(
        cls,
        facts_by_account: Mapping[str, AccountFacts],
        segments: Sequence[str | None] | None = None,
    ) -> "Frame":
        """These facts, side by side; a frame stays as it is."""
        if isinstance(facts_by_account, Frame):
            return facts_by_account
        frame = cls(list(facts_by_account), segments)
        found: dict[str, tuple[list[int], list[Fact]]] = {}
        for row, facts in enumerate(facts_by_account.values()):
            for name, fact in facts.items():
                rows, given = found.setdefault(name, ([], []))
                rows.append(row)
                given.append(fact)
        for name, (rows, given) in found.items():
            frame._put_facts(name, rows, given)
        return frame

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each account."""
        return {account_id: row for row, account_id in enumerate(self.account_ids)}

    def put(
        self,
        name: str,
        rows: Rows,
        values: Cells,
        evidence: tuple[str | Cells, Cells],
        as_of: Days | np.datetime64,
        quotes: Cells | None = None,
        units: Cells | str | None = None,
        windows: Cells | int | None = None,
    ) -> None:
        """Keep a fact for these rows, in place of what stood there.

        Arrays run alongside `rows`. `evidence` is the kind of the items, or their codes by
        `kind_code`, and their ids.
        """
        column = self.columns.get(name)
        if column is None:
            column = self.columns[name] = Column(len(self.account_ids))
        column.keep(rows, values)
        kinds, ids = evidence
        column.kinds[rows] = self.kind_code(kinds) if isinstance(kinds, str) else kinds
        column.ids[rows] = ids
        column.as_of[rows] = as_of
        column.quotes[rows] = quotes
        column.units[rows] = units
        column.windows[rows] = windows

    def drop(self, name: str, rows: Rows) -> None:
        """Make the fact unknown for these rows."""
        column = self.columns.get(name)
        if column is not None:
            column.known[rows] = False

    def only(self, names: Collection[str]) -> "Frame":
        """The same accounts with these facts alone, so that the others need not be kept."""
        narrowed = Frame(self.account_ids, self._segments)
        narrowed.kinds = self.kinds
        narrowed.columns = {n: column for n, column in self.columns.items() if n in names}
        return narrowed

    def known(self, name: str) -> Flags:
        """Which accounts have the fact."""
        column = self.columns.get(name)
        return np.zeros(len(self), np.bool_) if column is None else column.known

    def kind_code(self, kind: str) -> int:
        """The number that stands for a kind of evidence in this frame."""
        if kind not in self.kinds:
            self.kinds.append(kind)
        return self.kinds.index(kind)

    def among(self, kinds: frozenset[str]) -> Flags:
        """By code: whether the kind of evidence is one of these."""
        return np.array([kind in kinds for kind in self.kinds] or [False], np.bool_)

    def fact(self, name: str, row: int) -> Fact | None:
        """One fact of one account, None when it is unknown."""
        column = self.columns.get(name)
        if column is None or not column.known[row]:
            return None
        return Fact(
            name,
            column.values.item(row),
            column.as_of.item(row),
            self.kinds[column.kinds.item(row)],
            column.ids.item(row),
            column.units.item(row),
            column.windows.item(row),
            column.quotes.item(row),
        )

    def facts(self, row: int) -> dict[str, Fact]:
        """All facts of one account by name."""
        found = ((name, self.fact(name, row)) for name in self.columns)
        return {name: fact for name, fact in found if fact is not None}

    def limits(self, by_segment: Mapping[str, Any]) -> Cells:
        """The limit that counts for each account, by its segment."""
        codes, names = self._segment_codes
        general = by_segment[ANY]
        found = [by_segment.get(name or ANY) for name in names]
        return np.array([general if limit is None else limit for limit in found])[codes]

    @cached_property
    def _segment_codes(self) -> tuple[Rows, list[str | None]]:
        names: dict[str | None, int] = {None: 0}
        codes = [names.setdefault(segment, len(names)) for segment in self.segments()]
        return np.array(codes, np.intp), list(names)

    def segments(self) -> Sequence[str | None]:
        """The segment of each account, None where it is unknown."""
        if self._segments is not None:
            return self._segments
        column = self.columns.get("segment")
        if column is None:
            return [None] * len(self)
        given = zip(column.known.tolist(), column.values.tolist(), strict=True)
        return [str(value) if known else None for known, value in given]

    def _put_facts(self, name: str, rows: Sequence[int], facts: Sequence[Fact]) -> None:
        self.put(
            name,
            np.array(rows, np.intp),
            cells([fact.value for fact in facts]),
            (
                np.array([self.kind_code(fact.evidence_kind) for fact in facts], np.int16),
                texts([fact.evidence_id for fact in facts]),
            ),
            days([fact.as_of for fact in facts]),
            texts([fact.quote for fact in facts]),
            texts([fact.unit for fact in facts]),
            texts([fact.window_days for fact in facts]),
        )

    def __getitem__(self, account_id: str) -> dict[str, Fact]:
        return self.facts(self.row_of[account_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self.account_ids)

    def __len__(self) -> int:
        return len(self.account_ids)


def cells(values: Sequence[float | bool | str]) -> Cells:
    """Values as an array of their one type, or of objects when they have several."""
    kinds = {type(value) for value in values}
    if len(kinds) == 1 and kinds <= {bool, int, float}:
        return np.array(values)
    return texts(values)


def texts(values: Sequence[Any]) -> Cells:
    """Words, or anything else that is kept as it is."""
    return np.fromiter(values, object, len(values))


def given(values: Cells) -> Flags:
    """Where there is a value at all."""
    return np.asarray(values != NOTHING, np.bool_)


def days(values: Sequence[date | str | None]) -> Days:
    """Dates, or their ISO texts; an empty one is not a time."""
    return np.array(values, "datetime64[D]")


def _empty(like: Flags, kind: np.dtype[Any]) -> Cells:
    return np.empty(len(like), object) if kind == np.dtype(object) else np.zeros(len(like), kind)
