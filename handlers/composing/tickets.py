"""The tickets of an account: the open ones, escalations first, and what was closed last."""

from handlers import terms
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from playbooks.observations import Ticket

MOST = 6
CLOSED = 2
"""Tickets closed last that are told of where few are open."""


def told(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """How many are open, and each of them; nothing where no ticket is recorded at all."""
    if not dossier.tickets:
        return []
    open_ = [one for one in dossier.tickets if not one.is_over(dossier.today)]
    over = [one for one in dossier.tickets if one not in open_]
    open_.sort(key=lambda one: (not one.escalated, one.opened, one.id))
    over.sort(key=lambda one: (one.resolved_date or one.closed or one.opened, one.id), reverse=True)
    lines = [line(desk, one) for one in (*open_[:MOST], *over[:CLOSED])][:MOST]
    return [_lead(desk, dossier, open_ or dossier.tickets[-1:], len(open_)), *lines]


def _lead(desk: Desk, dossier: Dossier, shown: list[Ticket], count: int) -> Sentence:
    _, account = desk.texts, phrases.name(dossier.account.name)
    text = _.plural(
        "{account}: {count} ticket is open, as of {date}.",
        "{account}: {count} tickets are open, as of {date}.",
        count,
        account=account,
        date=_.date(desk.today),
    )
    if not count:
        text = _(
            "{account}: no ticket is open, as of {date}.", account=account, date=_.date(desk.today)
        )
    refs = [Ref("ticket", one.id) for one in shown[:MOST]]
    return claim(text, *refs, said=(count, desk.today))


def line(desk: Desk, ticket: Ticket) -> Sentence:
    """What it is about, how grave, since when, and by when it was promised or when it ended."""
    _ = desk.texts
    said = [phrases.quoted(_, ticket.title or _("no title"))]
    if ticket.escalated:
        said.append(_("escalation"))
    if ticket.severity:
        said.append(_("severity {severity}", severity=terms.say(_, ticket.severity)))
    ended = ticket.ended
    if ended is not None and ended <= desk.today:
        said.append(_("closed on {date}", date=_.date(ended)))
        return claim(phrases.sequence(_, said), Ref("ticket", ticket.id), said=(_("no title"),))
    if ticket.is_over(desk.today):
        said.append(_("closed, on which day is not recorded"))
        return claim(phrases.sequence(_, said), Ref("ticket", ticket.id), said=(_("no title"),))
    age, past = (desk.today - ticket.opened).days, None
    said.append(
        _("open since {date}, {days}", date=_.date(ticket.opened), days=phrases.days(_, age))
    )
    if ticket.promised_date is not None:
        said.append(_("promised date {date}", date=_.date(ticket.promised_date)))
        past = (desk.today - ticket.promised_date).days
        if past > 0:
            said.append(_("{days} overdue", days=phrases.days(_, past)))
    numbers = (age, past, _("no title"))
    return claim(phrases.sequence(_, said), Ref("ticket", ticket.id), said=numbers)
