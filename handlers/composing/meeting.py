"""The brief before a meeting: who comes, what they want, what is open, what to ask."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from handlers import working_hours
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import (
    health,
    intent,
    kickoff,
    people,
    phrases,
    promises,
    standing,
    their_promises,
)
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from playbooks.accounts import Account
from playbooks.meetings import Meeting

QUESTIONS = 3
OPEN_TICKETS = 3


def compose(desk: Desk, meeting_id: str | None = None) -> Draft:
    """What to know before the account's next meeting, or before that one."""
    dossier = desk.dossier(desk.asked.accounts[0])
    meeting = _meeting(desk, dossier, meeting_id)
    asks = _questions(desk, dossier)
    return phrases.draft(
        _lead(desk, dossier, meeting),
        phrases.section(Part.PEOPLE, _people(desk, dossier, meeting), most=7),
        phrases.section(Part.OPENING, _wanted(desk, dossier), most=4),
        phrases.section(
            Part.PROMISES, promises.late(desk, dossier) + promises.coming(desk, dossier), most=4
        ),
        phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=3),
        phrases.section(Part.STATE, _open(desk, dossier), most=5),
        phrases.section(Part.QUESTIONS, [phrases.asked(text) for text in asks], most=QUESTIONS),
        missing=asks[:QUESTIONS],
    )


def upcoming(desk: Desk, dossier: Dossier) -> list[Meeting]:
    """The account's meetings from the day of the answer on that were not called off."""
    found = desk.reader.find(Meeting, account_id=dossier.account.id, cancelled=False)
    begins = datetime.combine(desk.today, time(), UTC) - timedelta(days=1)
    there = [m for m in found if m.starts >= begins and _day(desk, m) >= desk.today]
    return sorted(there, key=lambda meeting: meeting.starts)


def _meeting(desk: Desk, dossier: Dossier, meeting_id: str | None) -> Meeting | None:
    if meeting_id is not None:
        return desk.reader.get(Meeting, meeting_id)
    return next(iter(upcoming(desk, dossier)), None)


def _lead(desk: Desk, dossier: Dossier, meeting: Meeting | None) -> Sentence:
    _, account = desk.texts, phrases.name(dossier.account.name)
    if meeting is None:
        text = _(
            "No meeting with {account} is in the calendar from {date} on; this is what to know "
            "before one.",
            account=account,
            date=_.date(desk.today),
        )
        return claim(text, Ref("account", dossier.account.id), said=(desk.today,))
    return line(desk, dossier.account, meeting)


def line(desk: Desk, account: Account, meeting: Meeting) -> Sentence:
    """What a meeting is called, with which account it is, and when, by the asker's clock."""
    _, local = desk.texts, working_hours.local(desk.asker, meeting.starts)
    text = _(
        "{title} with {account}: {date}, {time} ({zone}).",
        title=phrases.quoted(_, meeting.title),
        account=phrases.name(account.name),
        date=_.date(local.date()),
        time=f"{local:%H:%M}",
        zone=working_hours.zone_of(desk.asker).key,
    )
    return claim(text, Ref("meeting", meeting.id), said=(local.date(), text))


def _people(desk: Desk, dossier: Dossier, meeting: Meeting | None) -> list[Sentence]:
    """Who is invited; without a meeting, who decides."""
    if meeting is None:
        return people.deciders(desk, dossier)
    return list(_invited(desk, dossier, meeting))


def _invited(desk: Desk, dossier: Dossier, meeting: Meeting) -> Iterator[Sentence]:
    _, ref = desk.texts, Ref("meeting", meeting.id)
    known = {contact.id: contact for contact in dossier.contacts}
    for contact_id in meeting.contacts:
        if contact_id in known:
            yield people.line(desk, known[contact_id])
    if meeting.others:
        addresses = phrases.listed(_, meeting.others)
        text = _("Invited and not known here: {addresses}.", addresses=addresses)
        yield claim(text, ref, said=(text,))
    if meeting.members:
        names = phrases.listed(_, [phrases.name(desk.member(who)) for who in meeting.members])
        yield claim(_("From our side: {names}.", names=names), ref)
    yield from _absent(desk, dossier, meeting)


def _absent(desk: Desk, dossier: Dossier, meeting: Meeting) -> Sequence[Sentence]:
    """Who decides and is not invited."""
    _ = desk.texts
    missing = [
        contact
        for contact in dossier.contacts
        if contact.role in people.DECIDING
        and contact.active
        and contact.left_on is None
        and contact.id not in meeting.contacts
    ]
    if not missing:
        return []
    names = phrases.listed(_, [phrases.name(contact.name) for contact in missing])
    text = _("Not invited, though they decide: {names}.", names=names)
    return [claim(text, Ref("meeting", meeting.id), *(Ref("contact", c.id) for c in missing))]


def _wanted(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Why they started, and the goals that are still open."""
    reached = {goal.id for goal in dossier.goals if goal.reached}
    goals = [line for line in kickoff.goals(desk, dossier) if line.cites[0].id not in reached]
    return [*intent.headline(desk, dossier), *goals]


def _open(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What waits to be solved, and when we last spoke."""
    return [
        *standing.escalations(desk, dossier),
        *standing.tickets(desk, dossier)[:OPEN_TICKETS],
        *standing.contact(desk, dossier),
    ]


def _questions(desk: Desk, dossier: Dossier) -> list[str]:
    """What only they can tell: the unknown health questions that weigh most."""
    _ = desk.texts
    if dossier.internals:
        return health.blind_spots(desk, desk.reading(dossier.account))
    if not dossier.intents:
        return [intent.unstated(_)]
    return []


def _day(desk: Desk, meeting: Meeting) -> date:
    return working_hours.local(desk.asker, meeting.starts).date()
