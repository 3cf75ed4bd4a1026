"""What a query found, column by column, each line beside the account that it is about."""

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import Any

import numpy as np

from playbooks import frame
from playbooks.frame import Cells, Days, Figures, Flags, Rows

ACCOUNT = "account_id"


class Found:
    """Lines of a query, whose accounts stand under `account_id`.

    Cells are the driver's own: dates may be ISO texts, truth values 0 and 1, money whole cents.
    The methods that give a column make one of them on both databases.
    """

    def __init__(
        self, names: Sequence[str], lines: Sequence[Sequence[Any]], row_of: Mapping[str, int]
    ) -> None:
        # One array of all cells: a tuple for each column would cost three times as much.
        shape = len(lines), len(names)
        cells = np.fromiter(chain.from_iterable(lines), object, math.prod(shape)).reshape(shape)
        self._columns: dict[str, Cells] = dict(zip(names, cells.T, strict=True))
        self._days: dict[str, Days] = {}
        self._lines: Rows | None = None
        at = map(row_of.get, self._columns[ACCOUNT].tolist(), repeat(-1))
        self._every: Rows = np.fromiter(at, np.intp, len(lines))
        if (self._every < 0).any():
            self._lines = np.flatnonzero(self._every >= 0)

    def __len__(self) -> int:
        return len(self._every if self._lines is None else self._lines)

    @cached_property
    def rows(self) -> Rows:
        """The row of each line's account in the frame."""
        return self._every if self._lines is None else self._every[self._lines]

    def texts(self, name: str) -> Cells:
        """Words, or None where there are none."""
        cells = self._columns[name]
        return cells if self._lines is None else cells[self._lines]

    def figures(self, name: str) -> Figures:
        """Figures; an empty one is not a number."""
        return self.texts(name).astype(np.float64)

    def counts(self, name: str) -> Cells:
        """Whole figures that are never empty."""
        return self.texts(name).astype(np.int64)

    def days(self, name: str) -> Days:
        """Dates; an empty one is not a time."""
        if name not in self._days:
            self._days[name] = _days(self._columns[name])
        days = self._days[name]
        return days if self._lines is None else days[self._lines]

    def flags(self, name: str) -> Flags:
        """Truth values; an empty one is false."""
        return self.texts(name).astype(np.bool_)

    def given(self, name: str) -> Flags:
        """Where the column is not empty."""
        return frame.given(self.texts(name))

    def where(self, wanted: Flags) -> "Found":
        """Only these lines."""
        return self._only(np.flatnonzero(wanted))

    def sorted_by(self, order: Rows) -> "Found":
        """The lines in this order."""
        return self._only(order)

    def apart(self, name: str) -> list[tuple[str, "Found"]]:
        """The lines by what stands under `name`, in the order of their first line."""
        cells = self.texts(name)
        return [(value, self.where(cells == value)) for value in dict.fromkeys(cells.tolist())]

    def first(self) -> "Found":
        """The first line of each account."""
        _, lines = np.unique(self.rows, return_index=True)
        return self._only(lines)

    def last(self) -> "Found":
        """The last line of each account."""
        _, lines = np.unique(self.rows[::-1], return_index=True)
        return self._only(len(self) - 1 - lines)

    def newest(self, item: str = "id") -> "Found":
        """One line for each account: of several, the one whose item has the last id."""
        _, lines = np.unique(self.rows, return_index=True)
        if len(lines) == len(self):
            return self
        return self.sorted_by(np.argsort(self.texts(item), kind="stable")).last()

    def or_else(self, others: "Found") -> "Found":
        """These lines, and of `others` those about accounts that have none here.

        Both must come from one query.
        """
        more = others.where(~np.isin(others.rows, self.rows))
        return self._from(np.concatenate([self._numbers, more._numbers]))

    def count(self) -> Cells:
        """Beside each line, how many lines its account has."""
        return np.bincount(self.rows, minlength=1)[self.rows]

    @property
    def _numbers(self) -> Rows:
        """The numbers of these lines among all that the query gave."""
        return np.arange(len(self._every)) if self._lines is None else self._lines

    def _only(self, lines: Rows) -> "Found":
        return self._from(lines if self._lines is None else self._lines[lines])

    def _from(self, numbers: Rows) -> "Found":
        chosen = object.__new__(Found)
        chosen._columns, chosen._days = self._columns, self._days
        chosen._every, chosen._lines = self._every, numbers
        return chosen


def _days(cells: Cells) -> Days:
    # numpy takes ten times as long for an empty cell as for a date.
    given = frame.given(cells)
    days = np.full(len(cells), np.datetime64("NaT"), "datetime64[D]")
    days[given] = cells[given].astype("datetime64[D]")
    return days
