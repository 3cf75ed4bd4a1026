"""Facts of the customer's goals: written down, measured, reached, and past their date."""

import re
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from playbooks.frame import Figures, Flags
from playbooks.observations import Goal
from storage.facts.found import Found
from storage.facts.scope import Reach, Scope
from storage.values import table_of

LESS = re.compile(
    r"\b(?:reduc|lower(?:s|ing|ed)?\b|less(?:er|en\w*)?\b|fewer\b|cut(?:s|ting)?\b|decreas|shorten"
    r"|ridu|diminu|abbass|meno\b)|减少|降低|缩短|更少",
    re.IGNORECASE,
)
"""Wordings of a goal that is reached from above."""


def add(scope: Scope) -> None:
    """Add the goals of every account that has any on record."""
    goals = scope.found(_goals)
    if not len(goals):
        return
    measured = _measured(goals, scope)
    reached = measured & _reached(goals)
    known = goals.where(measured)
    _add(scope, ("goals_defined", None), goals, _all(goals))
    _add(scope, ("goals_measured", "goals_measured_share"), goals, measured)
    _add(scope, ("goals_reached", "goals_reached_share"), known, reached[measured])
    due = goals.days("due")
    dated = np.isin(goals.rows, goals.rows[~np.isnat(due)])
    late = (due < scope.today) & ~reached
    _add(scope, ("goals_overdue", None), goals.where(dated), late[dated])


@cache
def _goals(reach: Reach) -> Select[Any]:
    table = table_of(Goal)
    names = ("account_id", "id", "goal", "target", "current", "as_of", "due", "reached")
    given = (table.c[name] for name in names)
    return select(*given).where(*reach.within(table)).order_by(table.c.id)


def _all(goals: Found) -> Flags:
    return np.ones(len(goals), np.bool_)


def _measured(goals: Found, scope: Scope) -> Flags:
    """A value, or a verdict, that was known by the day."""
    known = goals.given("current") | goals.given("reached")
    return known & ~(goals.days("as_of") > scope.today)


def _reached(goals: Found) -> Flags:
    target, current = goals.figures("target"), goals.figures("current")
    from_above = np.array([bool(LESS.search(goal)) for goal in goals.texts("goal")], np.bool_)
    by_figure = np.where(from_above, current <= target, current >= target)
    return np.where(goals.given("reached"), goals.flags("reached"), by_figure)


def _add(scope: Scope, names: tuple[str, str | None], goals: Found, found: Flags) -> None:
    """How many of these goals were found, and which share; the first of them is cited."""
    if not len(goals):
        return
    some, of = _counts(scope, goals.where(found)), _counts(scope, goals)
    # The first that was found stands for them; where none was, the first there is.
    cited = goals.where(found).first().or_else(goals.first())
    evidence, quote = ("goal", cited.texts("id")), cited.texts("goal")
    day = cited.days("as_of")
    day = np.where(day > scope.today, scope.today, day)
    count, share = names
    number = some[cited.rows]
    scope.add(count, cited.rows, number.astype(np.int64), evidence, day, quote)
    if share:
        scope.add(share, cited.rows, number / of[cited.rows], evidence, day, quote)


def _counts(scope: Scope, goals: Found) -> Figures:
    return np.bincount(goals.rows, minlength=len(scope.frame)).astype(np.float64)
