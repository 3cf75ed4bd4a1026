"""Updates on an escalation at the rhythm that its customer was promised."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers import access, audit
from handlers.answers import Draft, Part, Ref
from handlers.composing import events, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.notes import Direction, Note
from playbooks.observations import Ticket
from storage.workspace import Reader

TOLD = (Direction.ONE_WAY, Direction.TWO_WAY)
"""Notes of what reached the customer; what we say among ourselves is no update."""

LONGEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Update:
    """One update that is due: the newest day of the rhythm that has come."""

    ticket: Ticket
    due: date


def promise_rhythm(context: Context, ticket_id: str, days: int, member: str | None) -> Ticket:
    """Keep that the customer hears from us every so many days until the ticket is solved.

    Raises `NotFound` for a ticket that is not there or not the member's to see, and `BadInput` for
    a rhythm that is none.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(
            "A rhythm has 1 to {most} days, not {days}. Nothing was saved.",
            most=LONGEST_DAYS,
            days=days,
        )
    with context.workspace.writing() as writer:
        viewer = access.audience(writer, member).asker
        ticket = writer.get(Ticket, ticket_id)
        account = writer.get(Account, ticket.account_id) if ticket else None
        if ticket is None or account is None or not viewer.sees_account(account):
            raise NotFound(
                "There is no ticket {ticket_id}. Nothing was saved.", ticket_id=ticket_id
            )
        kept = replace(ticket, update_every_days=days)
        writer.put(kept)
        audit.record(
            context, writer, viewer.member.id, "ticket.rhythm", kept, before=[ticket], after=[kept]
        )
    return kept


def due(reader: Reader, accounts: Mapping[str, Account], today: date) -> Iterator[Update]:
    """What is due by a day: counted from the last contact since the ticket was opened."""
    promised = [t for t in reader.find(Ticket, escalated=True) if t.update_every_days]
    open_ = [t for t in promised if t.account_id in accounts and not _is_over(t, today)]
    told = _last_told(reader, open_, today)
    for ticket in open_:
        every = ticket.update_every_days or 1
        since = max(told.get(ticket.account_id, ticket.opened), ticket.opened)
        steps = (today - since).days // every
        if steps >= 1:
            yield Update(ticket, since + timedelta(days=steps * every))


def compose(desk: Desk, ticket_id: str | None = None) -> Draft:
    """What the owner needs to write the update: since when, what happened, what to say."""
    dossier = desk.dossier(desk.asked.accounts[0])
    ticket = next((t for t in dossier.tickets if t.id == ticket_id), None)
    if ticket is None or ticket.update_every_days is None:
        raise NotFound("There is no ticket {ticket_id}. Nothing was saved.", ticket_id=ticket_id)
    _, account = desk.texts, dossier.account
    told = [note for note in dossier.notes if note.direction in TOLD and note.date >= ticket.opened]
    text = _(
        "An update to {account} is due: they hear from us every {days} about {title}.",
        account=phrases.name(account.name),
        days=phrases.days(_, ticket.update_every_days),
        title=phrases.quoted(_, ticket.title or _("no title")),
    )
    lead = claim(text, Ref("ticket", ticket.id), said=(text,))
    since = told[-1].date if told else ticket.opened
    happened = events.between(desk, dossier, since, desk.today)
    last = [events.note_line(desk, told[-1])] if told else []
    silence = [plain(_("Since it was opened, no contact with them is recorded."))]
    steps = [
        _("Say what is known, who works on it, and when you write next, also when nothing is new."),
        _("Then note the contact: the next update counts from it."),
    ]
    return phrases.draft(
        lead,
        phrases.section(Part.STATE, last or silence),
        phrases.section(Part.CHANGES, [one.sentence for one in happened if one.weight < 3], 3),
        phrases.section(Part.NEXT, [plain(step) for step in steps]),
    )


def _is_over(ticket: Ticket, today: date) -> bool:
    ended = ticket.resolved_date or ticket.closed
    return ended is not None and ended <= today


def _last_told(reader: Reader, tickets: Sequence[Ticket], today: date) -> dict[str, date]:
    """The day of the last note of a contact with each of these accounts."""
    ids = sorted({ticket.account_id for ticket in tickets})
    since = min((ticket.opened for ticket in tickets), default=today)
    notes = reader.find(Note, account_id=ids, since=since, until=today) if ids else []
    return {note.account_id: note.date for note in notes if note.direction in TOLD}
