"""Who at the customer's holds an office or plays a role: "who is their CFO?", "谁拍板?"."""

from collections.abc import Sequence

from handlers import terms
from handlers.answers import Draft, Part, Request, Sentence
from handlers.composing import particulars, people, phrases
from handlers.composing.desk import Desk
from handlers.gathering.dossier import Dossier
from knowledge import offices
from knowledge.offices import Office
from playbooks.people import Contact

FROM = (
    *(Request.PEOPLE, Request.SUMMARY, Request.HEALTH, Request.INTENT, Request.CHANGES),
    *(Request.EDUCATION, Request.HANDOFF, Request.OTHER),
)
"""Requests as which such a question is understood."""


def answer(desk: Desk) -> Draft | None:
    """Whoever it is, or that nobody is recorded as such; None for other questions."""
    asked = desk.asked
    if len(asked.accounts) != 1 or asked.person or Request(asked.request) not in FROM:
        return None
    office = offices.asked(desk.question.text)
    if office is None:
        return None
    dossier = desk.dossier(asked.accounts[0])
    if office.is_ours:
        return _of_us(desk, dossier, office)
    holding = [c for c in dossier.contacts if offices.holds(office, c.title, c.role)]
    if holding:
        return _told(desk, dossier, holding)
    if _is_decided_otherwise(office, dossier):
        return None
    return particulars.told(desk) or _nobody_known(desk, dossier, office)


def _of_us(desk: Desk, dossier: Dossier, office: Office) -> Draft | None:
    """The one of us who looks after the account as such, or that nobody is recorded."""
    team = people.our_team(desk, dossier)
    if getattr(dossier.account, office.name) or not team:
        return None
    return _nobody(desk, dossier, office, team)


def _is_decided_otherwise(office: Office, dossier: Dossier) -> bool:
    """Who decides may be a sponsor or a champion, where no economic buyer is recorded."""
    here = (one for one in dossier.contacts if people.is_here(one, dossier))
    return office.name == "decides" and any(one.role in people.DECIDING for one in here)


def _told(desk: Desk, dossier: Dossier, holding: Sequence[Contact]) -> Draft:
    """Those who hold it now, then those who left."""
    _, account = desk.texts, phrases.name(dossier.account.name)
    here = [one for one in holding if people.is_here(one, dossier)]
    gone = [one for one in holding if one not in here]
    lines = [people.line(desk, one) for one in here] + [people.departed(desk, one) for one in gone]
    lead = phrases.of_account(_, account, lines[0])
    others = [one for one in dossier.contacts if one not in holding]
    deciding = [people.line(desk, one) for one in others if one.role in people.DECIDING]
    return phrases.draft(
        lead,
        phrases.section(Part.ALSO, lines[1:]),
        phrases.section(Part.PEOPLE, deciding, most=3),
    )


def _nobody_known(desk: Desk, dossier: Dossier, office: Office) -> Draft | None:
    """That none of the contacts is recorded as such; None where there are no contacts at all."""
    present = [one for one in dossier.contacts if people.is_here(one, dossier)]
    known = [people.line(desk, one) for one in people.ranked(present)]
    return _nobody(desk, dossier, office, known) if dossier.contacts else None


def _nobody(desk: Desk, dossier: Dossier, office: Office, known: Sequence[Sentence]) -> Draft:
    """That nobody is recorded as such, with those we know."""
    _, account = desk.texts, phrases.name(dossier.account.name)
    said = terms.say(_, office.name) if office.name in people.ROLES else office.said
    what = phrases.quoted(_, said, 60)
    text = _(
        "Nobody is recorded as {role} at {account}, as of {date}.",
        role=what,
        account=account,
        date=_.date(desk.today),
    )
    wanted = _("Who the {role} at {account} is.", role=what, account=account)
    return phrases.declined(text, wanted, phrases.section(Part.PEOPLE, known, most=4))
