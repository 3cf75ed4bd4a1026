"""Facts of what customers answered: the newest CSAT, NPS and CES, by whom, and their trend."""

from functools import cache
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from playbooks.catalogue import QUARTER_DAYS, TREND
from playbooks.observations import SurveyResponse
from storage.facts.scope import AT, Scope, ago, newest, within
from storage.values import table_of

EARLIER_DAYS = 270
"""The quarter's mean is compared with the mean of these days before it."""

PROMOTER = 9
DETRACTOR = 6
"""Answers to the NPS question from which somebody promotes us, and up to which they detract."""


def add(scope: Scope) -> None:
    """Add the newest answer of each kind, and what turned; a survey outranks an older metric."""
    for row in scope.newest(_last(), by=("kind",)):
        _add_newest(scope, row)
    for row in scope.rows(_means()):
        if row.recent is not None and row.earlier is not None:
            _add_trend(scope, row)


def _add_newest(scope: Scope, row: Row[Any]) -> None:
    known = scope.get(row.account_id, row.kind)
    if known is not None and known.as_of > row.date:
        return
    evidence = ("survey", row.id)
    scope.add(row.account_id, row.kind, row.score, evidence, row.date, row.comment)
    if row.kind != "nps":
        return
    if row.score <= DETRACTOR:
        scope.add(row.account_id, "detractor", True, evidence, row.date, row.comment)
        if row.role:
            scope.add(row.account_id, "detractor_role", row.role, evidence, row.date)
    elif row.score >= PROMOTER:
        scope.add(row.account_id, "advocate", True, evidence, row.date, row.comment)


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
        )
        .where(*within(response), response.c.date <= AT)
        .group_by(response.c.account_id, response.c.kind)
    )


def _add_trend(scope: Scope, row: Row[Any]) -> None:
    last = scope.get(row.account_id, row.kind)
    if last is not None and last.evidence_kind == "survey":
        evidence = ("survey", last.evidence_id)
        change = row.recent - row.earlier
        scope.add(row.account_id, row.kind + TREND, change, evidence, last.as_of)
