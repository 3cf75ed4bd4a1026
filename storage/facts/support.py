"""Facts of support: ticket volume, response times, and escalations with what they are owed."""

from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Label, Select, Table, case, func, or_, select

from playbooks.catalogue import HALF_YEAR_DAYS, QUARTER_DAYS, TREND
from playbooks.frame import Cells
from playbooks.observations import OVER, Ticket
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope, ago, newest
from storage.values import table_of

SEVERE = ("critical", "urgent", "blocker", "high", "p1", "p2", "sev1", "sev2", "s1", "s2", "1")
"""What the most severe tickets are called, in lower case."""

FEWEST_TICKETS = 3
"""Tickets that the earlier quarter must hold, for a change in their number to say something."""


def add(scope: Scope) -> None:
    """Add the facts of tickets; without any ticket ever, all of them stay unknown."""
    last = scope.found(_last).newest()
    _add_figures(scope, last)
    hours = scope.found(_response_times)
    newest_id = scope.spread(last.rows, last.texts("id"))[hours.rows]
    median = hours.figures("median")
    scope.add("first_response_hours", hours.rows, median, ("ticket", newest_id))
    _add_resolution(scope, scope.found(_solved))
    _add_escalations(scope, scope.found(_escalations))


@cache
def _last(reach: Reach) -> Select[Any]:
    """The newest tickets, with figures over all of the account's beside them."""
    table = table_of(Ticket)
    return newest(reach, table, "opened", gives=("id",), figures=_figures(table))


def _figures(ticket: Table) -> list[Label[Any]]:
    recent = ticket.c.opened > ago(QUARTER_DAYS)
    earlier = (ticket.c.opened > ago(2 * QUARTER_DAYS)) & ~recent
    half_year = ticket.c.opened > ago(HALF_YEAR_DAYS)
    status = func.lower(func.coalesce(ticket.c.status, ""))
    severity = func.lower(ticket.c.severity)
    still_open = (
        or_(ticket.c.closed.is_(None), ticket.c.closed > AT)
        & or_(ticket.c.resolved_date.is_(None), ticket.c.resolved_date > AT)
        & status.not_in(OVER)
    )
    return [
        func.count(case((recent, ticket.c.id))).label("recent"),
        func.count(case((earlier, ticket.c.id))).label("earlier"),
        func.count(case((still_open, ticket.c.id))).label("open"),
        func.count(case((recent & severity.in_(SEVERE), ticket.c.id))).label("severe"),
        func.count(case((recent & ticket.c.severity.is_not(None), ticket.c.id))).label("rated"),
        func.count(case((half_year & ticket.c.escalated, ticket.c.id))).label("escalations"),
        func.avg(case((half_year, ticket.c.satisfaction))).label("satisfaction"),
    ]


def _add_figures(scope: Scope, found: Found) -> None:
    evidence, recent = _ticket(found), found.counts("recent")
    scope.add("tickets_opened", found.rows, recent, evidence, unit="tickets")
    scope.add("tickets_open", found.rows, found.counts("open"), evidence)
    scope.add("escalations", found.rows, found.counts("escalations"), evidence)
    scope.add("escalation_open", found.rows, False, evidence)
    scope.frame.drop("tickets_opened" + TREND, found.rows)
    earlier = found.counts("earlier")
    some = earlier >= FEWEST_TICKETS
    change = 100 * (recent[some] / earlier[some] - 1)
    scope.add("tickets_opened" + TREND, found.rows[some], change, _ticket(found.where(some)))
    of = found.counts("rated")
    enough = of >= FEWEST_TICKETS
    severe = found.counts("severe")[enough] / of[enough]
    scope.add("tickets_severe_share", found.rows[enough], severe, _ticket(found.where(enough)))
    rated = found.given("satisfaction")
    figure, day = found.figures("satisfaction")[rated], found.days("date")[rated]
    scope.add("ticket_satisfaction", found.rows[rated], figure, _ticket(found.where(rated)), day)


def _ticket(found: Found) -> tuple[str, Cells]:
    return "ticket", found.texts("id")


@cache
def _response_times(reach: Reach) -> Select[Any]:
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
            *reach.within(ticket),
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
def _solved(reach: Reach) -> Select[Any]:
    """Tickets that were solved within the half year, by how long that took."""
    ticket = table_of(Ticket)
    solved = func.coalesce(ticket.c.resolved_date, ticket.c.closed)
    where = [*reach.within(ticket), solved <= AT, solved > ago(HALF_YEAR_DAYS)]
    given = (ticket.c.account_id, ticket.c.id, ticket.c.opened, solved.label("solved"))
    return select(*given).where(*where).order_by(solved, ticket.c.id)


def _add_resolution(scope: Scope, found: Found) -> None:
    """The median of the days, cited by the ticket that was solved last."""
    days = (found.days("solved") - found.days("opened")).astype(np.float64)
    order = np.lexsort((days, found.rows))
    rows, sorted_days = found.rows[order], days[order]
    last = found.last()
    first = np.searchsorted(rows, last.rows, "left")
    count = np.searchsorted(rows, last.rows, "right") - first
    enough = count >= FEWEST_TICKETS
    first, count, last = first[enough], count[enough], last.where(enough)
    middle = (sorted_days[first + (count - 1) // 2] + sorted_days[first + count // 2]) / 2
    scope.add("resolution_days", last.rows, middle, _ticket(last))


@cache
def _escalations(reach: Reach) -> Select[Any]:
    """Escalations that are open, or were solved within the last quarter; the oldest last."""
    ticket = table_of(Ticket)
    solved = func.coalesce(ticket.c.resolved_date, ticket.c.closed)
    where = [
        *reach.within(ticket),
        ticket.c.escalated.is_(True),
        ticket.c.opened <= AT,
        or_(solved.is_(None), solved > ago(QUARTER_DAYS)),
    ]
    names = ("account_id", "id", "opened", "title", "status", "promised_date")
    given = [ticket.c[name] for name in (*names, "feedback_asked", "first_response_hours")]
    query = select(*given, solved.label("solved")).where(*where)
    return query.order_by(ticket.c.opened.desc(), ticket.c.id.desc())


def _add_escalations(scope: Scope, found: Found) -> None:
    """Lines come newest first, so the oldest of several stands."""
    closed = [(status or "").lower() in OVER for status in found.texts("status")]
    over = (found.days("solved") <= scope.today) | np.array(closed, np.bool_)
    _add_open(scope, found.where(~over))
    owed = over & ~found.flags("feedback_asked") & found.given("solved")
    _add_days(scope, "feedback_days_owed", found.where(owed), "solved")


def _add_open(scope: Scope, found: Found) -> None:
    evidence, day = ("ticket", found.texts("id")), found.days("opened")
    scope.add("escalation_open", found.rows, True, evidence, day, found.texts("title"))
    late = found.where(found.days("promised_date") < scope.today)
    _add_days(scope, "escalation_days_overdue", late, "promised_date")
    _add_days(
        scope,
        "escalation_days_unanswered",
        found.where(~found.given("first_response_hours")),
        "opened",
    )


def _add_days(scope: Scope, name: str, found: Found, since: str) -> None:
    days = scope.days_since(found.days(since))
    scope.add(name, found.rows, days, _ticket(found), quote=found.texts("title"))
