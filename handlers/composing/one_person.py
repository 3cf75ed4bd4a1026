"""Who somebody is: one person at a customer's, with their role, how to reach them, what they said
last; or one of us."""

from pathlib import Path

from handlers import terms
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import last_words, people, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from knowledge import lists, persons, wording
from playbooks.people import Contact, Member

FILE = Path(__file__).with_suffix(".yaml")
"""How it is asked who somebody is, or how to reach them, with NAME for whoever is named."""

NAME = "NAME"

AS = (Request.PEOPLE, Request.OTHER, Request.SUMMARY, Request.HELP, Request.PORTFOLIO)
"""Requests as which such a question is understood."""


def answer(desk: Desk) -> Draft | None:
    """Who the one person is whom the question is all about; None for other questions."""
    if Request(desk.asked.request) not in AS or len(desk.asked.accounts) != 1:
        return None
    dossier = desk.dossier(desk.asked.accounts[0])
    meant = last_words.named(dossier, desk.question.text)
    if len(meant) != 1 or not _asks(_without(desk.question.text, meant[0], dossier.account.name)):
        return None
    said = [one for one in last_words.told(desk, dossier, meant[0])[:1] if one.cites]
    here = people.is_here(meant[0], dossier)
    return phrases.draft(
        people.line(desk, meant[0]) if here else people.departed(desk, meant[0]),
        phrases.section(Part.PEOPLE, _reached(desk, meant[0])),
        phrases.section(Part.STATE, said),
    )


def of_us(desk: Desk) -> Draft | None:
    """Which role one of us plays, and the asker's manager where that is asked for."""
    lead = desk.asked.lead
    named = bool(desk.asked.accounts) and lead is None
    if Request(desk.asked.request) not in AS or named or (lead and lead.kind == "contact"):
        return None
    text = wording.folded(desk.question.text).strip()
    if lists.first(lists.patterns(FILE)["own_manager"], text):
        return _manager(desk)
    everyone = [one for one in desk.archive.members.values() if one.active]
    index = persons.Index([Contact(one.id, "", one.name) for one in everyone])
    met = index.find(desk.question.text)
    if len(met) != 1 or len(met[0].positions) != 1:
        return None
    meant = everyone[met[0].positions[0]]
    if not _asks(_blanked(desk.question.text, met[0].start, met[0].end)):
        return None
    return phrases.draft(phrases.asked(_member(desk, meant)))


def _asks(text: str) -> bool:
    said = " ".join(wording.folded(text).split())
    return lists.first(lists.patterns(FILE)["who"], said) is not None


def _without(text: str, contact: Contact, account: str) -> str:
    """The text with NAME in place of the person, and without their company's name."""
    met = persons.Index([contact]).find(text)
    found = _blanked(text, met[0].start, met[0].end) if met else text
    for name in (account, *account.split()):
        found = found.replace(name, " ")
    return " ".join(found.split())


def _blanked(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {NAME} {text[end:]}"


def _reached(desk: Desk, contact: Contact) -> list[Sentence]:
    _ = desk.texts
    if not contact.email:
        return [plain(_("No e-mail address is recorded."))]
    text = _("E-mail: {address}", address=contact.email)
    return [claim(text, Ref("contact", contact.id), said=(contact.email,))]


def _manager(desk: Desk) -> Draft:
    _ = desk.texts
    manager = desk.archive.members.get(desk.asker.manager or "")
    if manager is None:
        return phrases.abstention(
            _("Whom you report to is not recorded."), _("The manager in your member record.")
        )
    return phrases.draft(phrases.asked(_member(desk, manager)))


def _member(desk: Desk, member: Member) -> str:
    """A colleague with their role and their manager."""
    _ = desk.texts
    role = terms.say(_, member.role.value)
    text = _("{name} ({role})", name=phrases.name(member.name), role=role)
    manager = desk.archive.members.get(member.manager or "")
    if manager is None:
        return _("{who}, of our team.", who=text)
    return _("{who}, of our team; reports to {name}.", who=text, name=phrases.name(manager.name))
