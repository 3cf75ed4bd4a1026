"""Where an account stands: its stages, the last engagement, what burns."""

from handlers import terms
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from playbooks.stages import Enrolment


def stages(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The stages that the account is in, with the days past the target date."""
    return [stage(desk, dossier, stay) for stay in dossier.open_stages]


def stage(desk: Desk, dossier: Dossier, stay: Enrolment) -> Sentence:
    """One stage with its days and, where it has one, its target date."""
    _ = desk.texts
    days = (dossier.today - stay.entered).days
    text = _(
        "In {stage} since {date}, {days}",
        stage=terms.say(_, stay.stage),
        date=_.date(stay.entered),
        days=phrases.days(_, days),
    )
    if stay.team:
        text += _(" ({filter})", filter=phrases.name(stay.team))
    said: list[object] = [days]
    if stay.target_exit is not None:
        past = (dossier.today - stay.target_exit).days
        target = _.date(stay.target_exit)
        if past > 0:
            over = phrases.days(_, past)
            text = phrases.sequence(
                _, [text, _("target date {date}, {days} past it", date=target, days=over)]
            )
            said.append(past)
        else:
            text = phrases.sequence(_, [text, _("target date {date}", date=target)])
    return claim(phrases.ended(_, text), Ref("stage", stay.id), said=said)


def contact(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """When they last spoke with us, in two directions; nothing when that is not recorded."""
    _, note = desk.texts, dossier.last_exchange
    if note is None:
        return []
    ago = (dossier.today - note.date).days
    text = _(
        "Last two-way engagement: {date}, {days} ago: {words}",
        date=_.date(note.date),
        days=phrases.days(_, ago),
        words=phrases.quoted(_, note.text, 120),
    )
    return [claim(text, Ref("note", note.id), said=(ago,))]


def silent(_: Texts) -> str:
    """What is to be found out where no such contact is recorded."""
    return _("When they last spoke with us: no two-way engagement is recorded.")


def tickets(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Tickets that are open and no escalations, the oldest first."""
    _ = desk.texts
    return [
        claim(
            _(
                "Open ticket since {date}: {title}",
                date=_.date(ticket.opened),
                title=phrases.quoted(_, ticket.title or _("no title")),
            ),
            Ref("ticket", ticket.id),
            said=(_("no title"),),
        )
        for ticket in dossier.tickets
        if not ticket.escalated and not ticket.is_over(dossier.today)
    ]


def escalations(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Escalations that are open, the oldest first."""
    _ = desk.texts
    lines = []
    for ticket in dossier.open_escalations:
        age = (dossier.today - ticket.opened).days
        text = _(
            "Escalation open for {days}: {title}",
            days=phrases.days(_, age),
            title=phrases.quoted(_, ticket.title or _("no title")),
        )
        said: tuple[object, ...] = (age, _("no title"))
        if ticket.promised_date is not None:
            promised = _("promised for {date}", date=_.date(ticket.promised_date))
            text = phrases.sequence(_, [text, promised])
        lines.append(claim(text, Ref("ticket", ticket.id), said=said))
    return lines


def promised(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Open tickets for which a day was promised, the earliest day first."""
    _ = desk.texts
    lines = []
    open_ = [one for one in dossier.tickets if not one.is_over(dossier.today)]
    dated = [(one.promised_date, one) for one in open_ if one.promised_date is not None]
    for due, ticket in sorted(dated, key=lambda pair: (pair[0], pair[1].id)):
        what = phrases.quoted(_, ticket.title or _("no title"))
        past = (dossier.today - due).days
        if past > 0:
            text = _(
                "Promised in a ticket for {date}, {days} overdue: {what}",
                date=_.date(due),
                days=phrases.days(_, past),
                what=what,
            )
        else:
            text = _("Promised in a ticket for {date}: {what}", date=_.date(due), what=what)
        lines.append(claim(text, Ref("ticket", ticket.id), said=(past, _("no title"))))
    return lines
