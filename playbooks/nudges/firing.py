"""Where a nudge rule holds: one rule looked at for many accounts."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from playbooks import conditions
from playbooks.conditions import FAILS, HOLDS, Truth
from playbooks.facts import Fact
from playbooks.frame import Cells, Column, Flags, Frame, Rows
from playbooks.nudges.rule import Case, Rule

TOLD_BESIDE = frozenset({"segment", "handoff_author"})
"""Facts by which any rule's limits and owners are found."""


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule over the accounts of a frame: where it holds, and where it is known not to.

    `asked` are the accounts that it is about: nothing excludes them, and its `when` holds.
    """

    rule: Rule
    frame: Frame
    at: date
    cases: tuple[Truth, ...]
    asked: Flags
    holds: Flags
    fails: Flags

    def held(self, row: int) -> tuple[Case, ...]:
        """The cases that hold for an account."""
        found = zip(self.rule.cases, self.cases, strict=True)
        return tuple(case for case, truth in found if truth.item(row) == HOLDS)

    def items(self) -> Cells:
        """What names the episode of each account for which the rule holds, None where nothing does.

        By the first case that holds: the words of its `episode` fact, or the item behind it.
        """
        named, left = np.empty(len(self.frame), object), self.holds.copy()
        for case, truth in zip(self.rule.cases, self.cases, strict=True):
            here = left & (truth == HOLDS)
            left &= ~here
            column = self.frame.columns.get(case.episode or self.rule.episode or "")
            if column is not None:
                rows = np.flatnonzero(here & column.known)
                named[rows] = _names(column, rows)
        return named

    def facts(self, row: int, held: tuple[Case, ...]) -> tuple[Fact, ...]:
        """The facts that make it hold for an account, and those that the rule shows beside them."""
        looked_at = (condition.fact for case in held for condition in case.when)
        names = (*looked_at, *(condition.fact for condition in self.rule.when), *self.rule.shows)
        found = (self.frame.fact(name, row) for name in dict.fromkeys(names))
        return tuple(fact for fact in found if fact is not None)

    def over(self) -> Flags:
        """Where an episode has ended; a condition that became unknown has not ended it."""
        if not self.rule.over:
            return self.fails & ~self.holds
        ended = conditions.together(self.rule.over, self.frame, self.at) == HOLDS
        return np.asarray(ended & ~self.holds, np.bool_)

    def alone(self) -> "Firing":
        """The same with no other facts than are needed to tell of it, to be kept for longer."""
        return replace(self, frame=self.frame.only(self.rule.facts | TOLD_BESIDE))

    def urgent(self) -> Flags:
        """Where the rule asks to go first."""
        return conditions.any_holds(self.rule.urgent, self.frame, self.at)


def look(rule: Rule, frame: Frame, at: date) -> Firing:
    """The rule over all accounts of the frame."""
    excluded = conditions.any_holds(rule.unless, frame, at)
    when = conditions.together(rule.when, frame, at)
    cases = tuple(conditions.together(case.when, frame, at) for case in rule.cases)
    best = np.max(cases, axis=0)
    asked = ~excluded & (when == HOLDS)
    return Firing(
        rule=rule,
        frame=frame,
        at=at,
        cases=cases,
        asked=asked,
        holds=asked & (best == HOLDS),
        fails=excluded | (when == FAILS) | (best == FAILS),
    )


def may_hold(rule: Rule, frame: Frame, at: date, without: str) -> Flags:
    """Where it depends on the fact `without` whether the rule holds, or is known not to."""
    asked = tuple(condition for condition in rule.when if condition.fact != without)
    excluded = tuple(condition for condition in rule.unless if condition.fact != without)
    when = conditions.together(asked, frame, at) != FAILS
    return np.asarray(when & ~conditions.any_holds(excluded, frame, at), np.bool_)


def _names(column: Column, rows: Rows) -> Cells:
    ids, values = column.ids[rows], column.values[rows]
    if values.dtype != np.dtype(object):
        return ids
    worded = np.array([isinstance(value, str) for value in values.tolist()], np.bool_)
    return np.where(worded, values, ids)
