"""Facts of support: ticket volume, response times, and escalations with what they are owed."""

from functools import cache
from typing import Any

from sqlalchemy import Row, Select, case, func, or_, select

from playbooks.catalogue import HALF_YEAR_DAYS, QUARTER_DAYS, TREND
from playbooks.observations import Ticket
from storage.facts.scope import AT, Scope, ago, newest, within
from storage.values import table_of

CLOSED = frozenset({"closed", "resolved", "solved", "done"})
FEWEST_TICKETS = 3
"""Tickets that the earlier quarter must hold, for a change in their number to say something."""


def add(scope: Scope) -> None:
    """Add the facts of tickets; without any ticket ever, all of them stay unknown."""
    last = {row.account_id: row for row in scope.newest(_last())}
    for row in scope.rows(_figures()):
        _add_figures(scope, row, last[row.account_id])
    for row in scope.rows(_response_times()):
        evidence = ("ticket", last[row.account_id].id)
        scope.add(row.account_id, "first_response_hours", float(row.median), evidence)
    for row in scope.rows(_escalations()):
        _add_escalation(scope, row)


@cache
def _last() -> Select[Any]:
    return newest(table_of(Ticket), "opened")


@cache
def _figures() -> Select[Any]:
    ticket = table_of(Ticket)
    recent = ticket.c.opened > ago(QUARTER_DAYS)
    earlier = (ticket.c.opened > ago(2 * QUARTER_DAYS)) & ~recent
    half_year = ticket.c.opened > ago(HALF_YEAR_DAYS)
    status = func.lower(func.coalesce(ticket.c.status, ""))
    still_open = (
        or_(ticket.c.closed.is_(None), ticket.c.closed > AT)
        & or_(ticket.c.resolved_date.is_(None), ticket.c.resolved_date > AT)
        & status.not_in(CLOSED)
    )
    return (
        select(
            ticket.c.account_id,
            func.count(case((recent, ticket.c.id))).label("recent"),
            func.count(case((earlier, ticket.c.id))).label("earlier"),
            func.count(case((still_open, ticket.c.id))).label("open"),
            func.count(case((half_year & ticket.c.escalated, ticket.c.id))).label("escalations"),
            func.avg(case((half_year, ticket.c.satisfaction))).label("satisfaction"),
        )
        .where(*within(ticket), ticket.c.opened <= AT)
        .group_by(ticket.c.account_id)
    )


def _add_figures(scope: Scope, row: Row[Any], newest: Row[Any]) -> None:
    account_id, evidence = row.account_id, ("ticket", newest.id)
    scope.add(account_id, "tickets_opened", row.recent, evidence, unit="tickets")
    scope.add(account_id, "tickets_open", row.open, evidence)
    scope.add(account_id, "escalations", row.escalations, evidence)
    scope.add(account_id, "escalation_open", False, evidence)
    scope.found[account_id].pop("tickets_opened" + TREND, None)
    if row.earlier >= FEWEST_TICKETS:
        change = 100 * (row.recent / row.earlier - 1)
        scope.add(account_id, "tickets_opened" + TREND, change, evidence)
    if row.satisfaction is not None:
        figure = float(row.satisfaction)
        scope.add(account_id, "ticket_satisfaction", figure, evidence, newest.opened)


@cache
def _response_times() -> Select[Any]:
    """The median of each account's first responses, counted from the middle of their ranks."""
    ticket = table_of(Ticket)
    hours, account = ticket.c.first_response_hours, ticket.c.account_id
    ranked = (
        select(
            account,
            hours.label("hours"),
            func.row_number().over(partition_by=account, order_by=hours).label("rank"),
            func.count().over(partition_by=account).label("n"),
        )
        .where(
            *within(ticket),
            hours.is_not(None),
            ticket.c.opened <= AT,
            ticket.c.opened > ago(HALF_YEAR_DAYS),
        )
        .subquery()
    )
    middle = (2 * ranked.c.rank >= ranked.c.n) & (2 * ranked.c.rank <= ranked.c.n + 2)
    return (
        select(ranked.c.account_id, func.avg(ranked.c.hours).label("median"))
        .where(middle)
        .group_by(ranked.c.account_id)
    )


@cache
def _escalations() -> Select[Any]:
    """Escalations that are open, or were solved within the last quarter; the oldest last."""
    ticket = table_of(Ticket)
    solved = func.coalesce(ticket.c.resolved_date, ticket.c.closed)
    where = [
        *within(ticket),
        ticket.c.escalated.is_(True),
        ticket.c.opened <= AT,
        or_(solved.is_(None), solved > ago(QUARTER_DAYS)),
    ]
    query = select(ticket, solved.label("solved")).where(*where)
    return query.order_by(ticket.c.opened.desc(), ticket.c.id.desc())


def _add_escalation(scope: Scope, row: Row[Any]) -> None:
    """Rows come newest first, so the oldest of several stands."""
    solved = row.solved is not None and row.solved <= scope.at
    if solved or (row.status or "").lower() in CLOSED:
        _add_feedback(scope, row)
        return
    account_id, evidence = row.account_id, ("ticket", row.id)
    scope.add(account_id, "escalation_open", True, evidence, row.opened, row.title)
    if row.promised_date is not None and row.promised_date < scope.at:
        late = (scope.at - row.promised_date).days
        scope.add(account_id, "escalation_days_overdue", late, evidence, quote=row.title)
    if row.first_response_hours is None:
        waiting = (scope.at - row.opened).days
        scope.add(account_id, "escalation_days_unanswered", waiting, evidence, quote=row.title)


def _add_feedback(scope: Scope, row: Row[Any]) -> None:
    if row.feedback_asked or row.solved is None:
        return
    days = (scope.at - row.solved).days
    scope.add(row.account_id, "feedback_days_owed", days, ("ticket", row.id), quote=row.title)
