"""Facts of what customers answered: the newest CSAT, NPS and CES, by whom, and their trend."""

from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Label, Select, Table, case, func, select

from playbooks import catalogue
from playbooks.catalogue import DECIDER, HALF_YEAR_DAYS, QUARTER_DAYS, TREND
from playbooks.observations import SurveyResponse
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope, ago, newest
from storage.facts.usage import points
from storage.values import table_of

EARLIER_DAYS = 270
"""The quarter's mean is compared with the mean of these days before it."""

FEWEST_ANSWERS = 2
"""Answers that each of the two windows must hold: one against one is no trend."""

DECIDING = ("economic_buyer", "executive_sponsor")
"""Roles whose word against us is named first."""

PROMOTER = 9
DETRACTOR = 6
"""Answers to the NPS question from which somebody promotes us, and up to which they detract."""


def add(scope: Scope) -> None:
    """Add the newest answer of each kind, and what turned; a survey outranks an older metric.

    An average hides who is unhappy, so advocates and detractors are looked for in the newest
    answer of each person.
    """
    last = scope.found(_last)
    for kind, found in last.apart("kind"):
        _add_newest(scope, kind, found.newest())
    for kind, found in scope.found(_deciders).apart("kind"):
        _add_newest(scope, kind + DECIDER, found.newest())
    _add_attitudes(scope, scope.found(_persons))
    for kind, found in last.apart("kind"):
        fewest = np.minimum(found.counts("recent_n"), found.counts("earlier_n"))
        _add_trend(scope, kind, found.where(fewest >= FEWEST_ANSWERS))


def _add_newest(scope: Scope, kind: str, found: Found) -> None:
    known = scope.column(kind)
    older = known.as_of[found.rows] <= found.days("date")
    newer = found.where(~known.known[found.rows] | older)
    evidence, day = ("survey", newer.texts("id")), newer.days("date")
    scope.add(kind, newer.rows, newer.figures("score"), evidence, day, newer.texts("comment"))
    named = newer.where(newer.texts("role").astype(np.bool_))
    evidence, day = ("survey", named.texts("id")), named.days("date")
    role = kind + "_role"
    if catalogue.is_known(role):
        scope.add(role, named.rows, named.texts("role"), evidence, day)


def _add_attitudes(scope: Scope, found: Found) -> None:
    """Lines come oldest first: of several the newest stands, a decider's before the others'."""
    score = found.figures("score")
    _add_attitude(scope, "advocate", found.where(score >= PROMOTER))
    against = found.where(score <= DETRACTOR)
    if not len(against):
        return
    day = against.days("date")
    recent = day > scope.ago(HALF_YEAR_DAYS)
    deciding = np.isin(against.texts("role").astype(str), DECIDING)
    # The last of an account stands; of answers alike in all this, the one with the first id.
    earlier = -np.arange(len(against))
    against = against.sorted_by(np.lexsort((earlier, day, deciding, recent))).last()
    _add_attitude(scope, "detractor", against)
    named = against.where(against.texts("role").astype(np.bool_))
    evidence, day = ("survey", named.texts("id")), named.days("date")
    scope.add("detractor_role", named.rows, named.texts("role"), evidence, day)


def _add_attitude(scope: Scope, name: str, found: Found) -> None:
    evidence, day = ("survey", found.texts("id")), found.days("date")
    scope.add(name, found.rows, True, evidence, day, found.texts("comment"))


@cache
def _persons(reach: Reach) -> Select[Any]:
    """The newest NPS answer of each person; answers without a name count as one person's."""
    response = table_of(SurveyResponse)
    person = func.coalesce(response.c.respondent, "")
    where = [*reach.within(response), response.c.kind == "nps", response.c.date <= AT]
    order = (response.c.date.desc(), response.c.id.desc())
    rank = func.row_number().over(partition_by=(response.c.account_id, person), order_by=order)
    names = ("account_id", "id", "date", "score", "role", "comment")
    given = (response.c[name] for name in names)
    ranked = select(*given, rank.label("rank")).where(*where).subquery()
    newest_each = select(ranked).where(ranked.c.rank == 1)
    return newest_each.order_by(ranked.c.date, ranked.c.id)


@cache
def _last(reach: Reach) -> Select[Any]:
    """The newest answers of each kind, with the means of the two windows beside them."""
    table, gives = table_of(SurveyResponse), ("id", "score", "comment", "role")
    return newest(reach, table, "date", by=("kind",), gives=gives, figures=_means(table))


@cache
def _deciders(reach: Reach) -> Select[Any]:
    """The newest answer of somebody who decides, of the last half year."""
    table = table_of(SurveyResponse)
    deciding = table.c.role.in_(DECIDING) & (table.c.date > ago(HALF_YEAR_DAYS))
    gives = ("id", "score", "comment", "role")
    return newest(reach, table, "date", deciding, by=("kind",), gives=gives)


def _means(response: Table) -> list[Label[Any]]:
    recent = response.c.date > ago(QUARTER_DAYS)
    earlier = (response.c.date > ago(QUARTER_DAYS + EARLIER_DAYS)) & ~recent
    return [
        func.avg(case((recent, response.c.score))).label("recent"),
        func.avg(case((earlier, response.c.score))).label("earlier"),
        func.count(case((recent, response.c.score))).label("recent_n"),
        func.count(case((earlier, response.c.score))).label("earlier_n"),
    ]


def _add_trend(scope: Scope, kind: str, found: Found) -> None:
    """A change is shown beside the newest answer, when that is a survey's."""
    last = scope.column(kind)
    from_survey = last.kinds[found.rows] == scope.frame.kind_code("survey")
    found = found.where(last.known[found.rows] & from_survey)
    before, now = found.figures("earlier"), found.figures("recent")
    unit = points(before, found.counts("earlier_n"), now, found.counts("recent_n"))
    evidence, day = ("survey", last.ids[found.rows]), last.as_of[found.rows]
    scope.add(kind + TREND, found.rows, now - before, evidence, day, unit=unit)
