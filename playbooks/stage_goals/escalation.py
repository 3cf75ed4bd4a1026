"""Escalation: first answers, new ones, feedback, promises kept, customers told."""

from datetime import date, timedelta

from playbooks.notes import Direction
from playbooks.observations import Ticket
from playbooks.stage_goals import records
from playbooks.stage_goals.records import HALF_YEAR, QUARTER, WEEK, Figure, Records

PROMISED_RESPONSE_HOURS = 24.0
"""Records hold no promised time of a first answer, so that one working day stands for it."""

TICKETS = "tickets"


def first_response_in_time(name: str, known: Records) -> Figure:
    """The share of escalations that were answered within a day."""
    cases = (
        (ticket.first_response_hours <= PROMISED_RESPONSE_HOURS, ("ticket", ticket.id))
        for ticket in _escalated(known, HALF_YEAR)
        if ticket.first_response_hours is not None
    )
    return records.share(name, cases, HALF_YEAR)


def new_escalations(name: str, known: Records) -> Figure:
    """New escalations in the quarter, beside those of the quarter before."""
    now = _escalated(known, QUARTER)
    then = _escalated(known, QUARTER, known.at - timedelta(days=QUARTER))
    if not known.tickets:
        return Figure(name, None, TICKETS, 0, QUARTER)
    cites = tuple(("ticket", ticket.id) for ticket in (*now, *then))
    counted = len(known.tickets)
    return Figure(
        name, float(len(now)), TICKETS, counted, QUARTER, before=float(len(then)), cites=cites
    )


def feedback_asked(name: str, known: Records) -> Figure:
    """The share of solved escalations after which feedback was asked for."""
    solved = _solved(known)
    return records.share(
        name, ((t.feedback_asked is True, ("ticket", t.id)) for t in solved), HALF_YEAR
    )


def resolution_kept(name: str, known: Records) -> Figure:
    """Those that are past their promised day and still open have not kept it either."""
    promised = [t for t in known.tickets if t.escalated and t.promised_date is not None]
    since = known.at - timedelta(days=HALF_YEAR)
    cases = (
        (_kept(ticket), ("ticket", ticket.id))
        for ticket in promised
        if ticket.promised_date is not None and since < ticket.promised_date < known.at
    )
    return records.share(name, cases, HALF_YEAR)


def customer_told(name: str, known: Records) -> Figure:
    """Of the escalations that are open, those whose customer heard from us within a week."""
    since = known.at - timedelta(days=WEEK)
    told = {
        note.account_id
        for note in known.notes
        if note.direction is not Direction.INTERNAL and since < note.date <= known.at
    }
    cases = (
        (ticket.account_id in told, ("ticket", ticket.id))
        for ticket in known.tickets
        if ticket.escalated and not ticket.is_over(known.at)
    )
    return records.share(name, cases, WEEK)


def _escalated(known: Records, days: int, until: date | None = None) -> list[Ticket]:
    last = until or known.at
    since = last - timedelta(days=days)
    return [t for t in known.tickets if t.escalated and since < t.opened <= last]


def _solved(known: Records) -> list[Ticket]:
    since = known.at - timedelta(days=HALF_YEAR)
    ended = ((ticket, ticket.ended) for ticket in known.tickets)
    return [t for t, day in ended if t.escalated and day is not None and since < day <= known.at]


def _kept(ticket: Ticket) -> bool:
    day = ticket.ended
    return day is not None and ticket.promised_date is not None and day <= ticket.promised_date
