"""Facts of the customer's goals: written down, measured, reached, and past their date."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from playbooks.observations import Goal
from storage.facts.scope import Scope, within
from storage.values import table_of

LESS = re.compile(
    r"\b(reduc|lower|less|fewer|cut|decreas|shorten|ridu|diminu|abbass|meno)|减少|降低|缩短|更少",
    re.IGNORECASE,
)
"""Wordings of a goal that is reached from above."""


def add(scope: Scope) -> None:
    """Add the goals of every account that has any on record."""
    by_account: dict[str, list[Goal]] = {}
    for goal in scope.values(Goal, _goals()):
        by_account.setdefault(goal.account_id, []).append(goal)
    for account_id, goals in by_account.items():
        _add_goals(scope, account_id, goals)


@cache
def _goals() -> Select[Any]:
    table = table_of(Goal)
    return select(table).where(*within(table)).order_by(table.c.id)


def _add_goals(scope: Scope, account_id: str, goals: Sequence[Goal]) -> None:
    measured = [goal for goal in goals if _is_measured(goal, scope)]
    reached = [goal for goal in measured if _is_reached(goal)]
    late = [g for g in goals if g.due and g.due < scope.at and g not in reached]
    _add_count(scope, account_id, "goals_defined", goals, goals)
    _add_count(scope, account_id, "goals_measured", measured, goals)
    _add_share(scope, account_id, "goals_measured_share", measured, goals)
    if measured:
        _add_count(scope, account_id, "goals_reached", reached, measured)
        _add_share(scope, account_id, "goals_reached_share", reached, measured)
    if any(goal.due for goal in goals):
        _add_count(scope, account_id, "goals_overdue", late, goals)


def _is_measured(goal: Goal, scope: Scope) -> bool:
    """A value, or a verdict, that was known by the day."""
    known = goal.current is not None or goal.reached is not None
    return known and (goal.as_of is None or goal.as_of <= scope.at)


def _is_reached(goal: Goal) -> bool:
    if goal.reached is not None:
        return goal.reached
    if goal.target is None or goal.current is None:
        return False
    if LESS.search(goal.goal):
        return goal.current <= goal.target
    return goal.current >= goal.target


def _add_count(
    scope: Scope, account_id: str, name: str, found: Sequence[Goal], of: Sequence[Goal]
) -> None:
    cited = (found or of)[0]
    evidence = ("goal", cited.id)
    scope.add(account_id, name, len(found), evidence, _as_of(cited, scope), cited.goal)


def _add_share(
    scope: Scope, account_id: str, name: str, found: Sequence[Goal], of: Sequence[Goal]
) -> None:
    cited = (found or of)[0]
    evidence, share = ("goal", cited.id), len(found) / len(of)
    scope.add(account_id, name, share, evidence, _as_of(cited, scope), cited.goal)


def _as_of(goal: Goal, scope: Scope) -> date:
    return goal.as_of if goal.as_of and goal.as_of <= scope.at else scope.at
