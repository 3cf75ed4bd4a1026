"""Updates on an escalation at the rhythm that its customer was promised."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers import access, audit
from handlers.access import Viewer
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import events, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.context import Context
from handlers.drafting import addressing
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.notes import Direction, Note
from playbooks.observations import Ticket
from playbooks.people import Contact
from storage.workspace import Reader

TOLD = (Direction.ONE_WAY, Direction.TWO_WAY)
"""Notes of what reached the customer; what we say among ourselves is no update."""

LONGEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Update:
    """One update that is due: the newest day of the rhythm that has come."""

    ticket: Ticket
    due: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a customer hears from us about a ticket, of whom, and who of them could."""

    ticket: Ticket
    account: Account
    contacts: tuple[Contact, ...]

    @property
    def told(self) -> Contact | None:
        """Who is told; None when nobody is named, or who was is not there any more."""
        return next((c for c in self.contacts if c.id == self.ticket.update_contact), None)


def rhythm(context: Context, ticket_id: str, member: str | None) -> Rhythm:
    """The rhythm as it stands. Raises `NotFound` as `promise_rhythm` does."""
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, member).asker
        return _rhythm(reader, ticket_id, viewer, _today(context, viewer))


def promise_rhythm(
    context: Context,
    ticket_id: str,
    days: int,
    member: str | None,
    contact: str | None = None,
    until: date | None = None,
) -> Rhythm:
    """Keep that `contact` (an id, or a name) hears from us every so many days.

    It holds until the ticket is solved, or until a day. Raises `NotFound` for a ticket or contact
    that is not there or not the member's to see, and `BadInput` for a ticket that is no open
    escalation and for a rhythm or day that is none.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(
            "A rhythm has 1 to {most} days, not {days}. Nothing was saved.",
            most=LONGEST_DAYS,
            days=days,
        )
    with context.workspace.writing() as writer:
        viewer = access.audience(writer, member).asker
        today = _today(context, viewer)
        if until is not None and until < today:
            raise BadInput(
                "{day} has passed, so nobody would be told. Name a day to come. Nothing was saved.",
                day=until,
            )
        before = _rhythm(writer, ticket_id, viewer, today)
        told = _named(before, contact) if contact else None
        kept = replace(
            before.ticket,
            update_every_days=days,
            update_contact=told.id if told else None,
            update_until=until,
        )
        writer.put(kept)
        who, was = viewer.member.id, [before.ticket]
        audit.record(context, writer, who, "ticket.rhythm", kept, before=was, after=[kept])
    return replace(before, ticket=kept)


def due(reader: Reader, days: Mapping[str, date]) -> Iterator[Update]:
    """What is due at some accounts, for each of which `days` says which day it is for its owner.

    Counted from the last contact since the ticket was opened.
    """
    promised = [t for t in reader.find(Ticket, escalated=True) if t.update_every_days]
    here = [t for t in promised if t.account_id in days]
    open_ = [t for t in here if not _is_over(t, days[t.account_id])]
    told = _last_told(reader, open_, days)
    for ticket in open_:
        every = ticket.update_every_days or 1
        since = max(told.get(ticket.account_id, ticket.opened), ticket.opened)
        steps = (days[ticket.account_id] - since).days // every
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
    told_of = list(_reader(desk, ticket))
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
        phrases.section(Part.STATE, [*told_of, *(last or silence)]),
        phrases.section(Part.CHANGES, [one.sentence for one in happened if one.weight < 3], 3),
        phrases.section(Part.NEXT, [plain(step) for step in steps]),
    )


def _reader(desk: Desk, ticket: Ticket) -> Iterator[Sentence]:
    """Who is told and until when, where that was said."""
    contact = desk.reader.get(Contact, ticket.update_contact) if ticket.update_contact else None
    if contact is not None and addressing.is_there(contact):
        text = desk.texts("It goes to {name}.", name=phrases.name(contact.name))
        yield claim(text, Ref("contact", contact.id), said=(text,))
    if ticket.update_until is not None:
        text = desk.texts("Promised until {day}.", day=desk.texts.date(ticket.update_until))
        yield claim(text, Ref("ticket", ticket.id), said=(text,))


def _is_over(ticket: Ticket, today: date) -> bool:
    """Whether it was solved, or the days are over for which the rhythm was promised."""
    past = ticket.update_until is not None and ticket.update_until < today
    return past or ticket.is_over(today)


def _today(context: Context, viewer: Viewer) -> date:
    return context.today(viewer.member)


def _rhythm(reader: Reader, ticket_id: str, viewer: Viewer, today: date) -> Rhythm:
    ticket = reader.get(Ticket, ticket_id)
    account = reader.get(Account, ticket.account_id) if ticket else None
    if ticket is None or account is None or not viewer.sees_account(account):
        raise NotFound("There is no ticket {ticket_id}. Nothing was saved.", ticket_id=ticket_id)
    if not ticket.escalated or ticket.is_over(today):
        raise BadInput(
            "{ticket_id} is no open escalation, so nobody would be told. Nothing was saved.",
            ticket_id=ticket_id,
        )
    return Rhythm(ticket, account, tuple(addressing.at(reader, account.id)))


def _named(of: Rhythm, wanted: str) -> Contact:
    found = addressing.named(of.contacts, wanted)
    if found is not None:
        return found
    raise NotFound(
        "Nobody called {name} is recorded at {account}. Nothing was saved.",
        tuple(one.name for one in of.contacts),
        name=wanted,
        account=of.account.name,
    )


def _last_told(
    reader: Reader, tickets: Sequence[Ticket], days: Mapping[str, date]
) -> dict[str, date]:
    """The day of the last note of a contact with each of these accounts."""
    if not tickets:
        return {}
    ids = sorted({ticket.account_id for ticket in tickets})
    since, until = min(ticket.opened for ticket in tickets), max(days[one] for one in ids)
    notes = reader.find(Note, account_id=ids, since=since, until=until)
    told = (n for n in notes if n.direction in TOLD and n.date <= days[n.account_id])
    return {note.account_id: note.date for note in told}
