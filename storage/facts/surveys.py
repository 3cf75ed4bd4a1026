"""Facts of what customers answered: the newest CSAT, NPS and CES, by whom, and their trend."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from playbooks import catalogue
from playbooks.catalogue import HALF_YEAR_DAYS, QUARTER_DAYS, TREND
from playbooks.observations import SurveyResponse
from storage.facts.scope import AT, Scope, ago, newest, within
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
    for row in scope.newest(_last(), by=("kind",)):
        _add_newest(scope, row)
    for account_id, answers in _by_account(scope).items():
        _add_attitudes(scope, account_id, answers)
    for row in scope.rows(_means()):
        if min(row.recent_n, row.earlier_n) >= FEWEST_ANSWERS:
            _add_trend(scope, row)


def _add_newest(scope: Scope, row: Row[Any]) -> None:
    known = scope.get(row.account_id, row.kind)
    if known is None or known.as_of <= row.date:
        evidence = ("survey", row.id)
        scope.add(row.account_id, row.kind, row.score, evidence, row.date, row.comment)


def _by_account(scope: Scope) -> dict[str, list[Row[Any]]]:
    """The newest answer of each person to the NPS question, oldest first."""
    found: dict[str, list[Row[Any]]] = {}
    for row in sorted(scope.rows(_persons()), key=lambda row: (row.date, row.id)):
        found.setdefault(row.account_id, []).append(row)
    return found


def _add_attitudes(scope: Scope, account_id: str, answers: Sequence[Row[Any]]) -> None:
    """Rows come oldest first: of several the newest stands, a decider's before the others'."""
    promoters = [row for row in answers if row.score >= PROMOTER]
    if promoters:
        last = promoters[-1]
        scope.add(account_id, "advocate", True, ("survey", last.id), last.date, last.comment)
    detractors = [row for row in answers if row.score <= DETRACTOR]
    if not detractors:
        return
    recent = scope.ago(HALF_YEAR_DAYS)
    last = max(detractors, key=lambda row: (row.date > recent, row.role in DECIDING, row.date))
    evidence = ("survey", last.id)
    scope.add(account_id, "detractor", True, evidence, last.date, last.comment)
    if last.role:
        scope.add(account_id, "detractor_role", last.role, evidence, last.date)


@cache
def _persons() -> Select[Any]:
    """The newest NPS answer of each person; answers without a name count as one person's."""
    response = table_of(SurveyResponse)
    person = func.coalesce(response.c.respondent, "")
    where = [*within(response), response.c.kind == "nps", response.c.date <= AT]
    order = (response.c.date.desc(), response.c.id.desc())
    rank = func.row_number().over(partition_by=(response.c.account_id, person), order_by=order)
    ranked = select(response, rank.label("rank")).where(*where).subquery()
    return select(ranked).where(ranked.c.rank == 1)


@cache
def _last() -> Select[Any]:
    return newest(table_of(SurveyResponse), "date", by=("kind",))


@cache
def _means() -> Select[Any]:
    response = table_of(SurveyResponse)
    recent = response.c.date > ago(QUARTER_DAYS)
    earlier = (response.c.date > ago(QUARTER_DAYS + EARLIER_DAYS)) & ~recent
    return (
        select(
            response.c.account_id,
            response.c.kind,
            func.avg(case((recent, response.c.score))).label("recent"),
            func.avg(case((earlier, response.c.score))).label("earlier"),
            func.count(case((recent, response.c.score))).label("recent_n"),
            func.count(case((earlier, response.c.score))).label("earlier_n"),
        )
        .where(*within(response), response.c.date <= AT)
        .group_by(response.c.account_id, response.c.kind)
    )


def _add_trend(scope: Scope, row: Row[Any]) -> None:
    last = scope.get(row.account_id, row.kind)
    if last is not None and last.evidence_kind == "survey":
        evidence = ("survey", last.evidence_id)
        change = float(row.recent) - float(row.earlier)
        unit = catalogue.points_between(
            (float(row.earlier), row.earlier_n), (float(row.recent), row.recent_n)
        )
        scope.add(row.account_id, row.kind + TREND, change, evidence, last.as_of, unit=unit)
