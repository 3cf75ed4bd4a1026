"""Who is who at the customer's, how they like to be reached, and who looks after them here."""

from collections.abc import Iterable
from dataclasses import replace

from handlers import preferences, terms
from handlers.answers import Deed, Draft, Offer, Part, Ref, Sentence
from handlers.composing import advocates, phrases, touchpoints
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from playbooks.people import Contact

DECIDING = ("economic_buyer", "champion", "executive_sponsor")
"""Roles without which a renewal is a guess."""

ROLES = (*DECIDING, "user", "detractor")
"""The roles that people at a customer's play."""


def compose(desk: Desk) -> Draft:
    """The contacts and the team of one account, and the forms to keep them right."""
    account = desk.asked.accounts[0]
    deeds = (Deed.CONTACT, Deed.SURVEY, Deed.TOUCHPOINT)
    return replace(_told(desk), offers=tuple(Offer(deed, account.id) for deed in deeds))


def _told(desk: Desk) -> Draft:
    dossier = desk.dossier(desk.asked.accounts[0])
    _, account = desk.texts, phrases.name(dossier.account.name)
    present = [contact for contact in dossier.contacts if is_here(contact, dossier)]
    team = our_team(desk, dossier)
    if not dossier.contacts:
        found = phrases.abstention(
            _("No contact at {account} is recorded.", account=account),
            _("Name the champion and the economic buyer, with the channel each of them welcomes."),
        )
        return phrases.draft(
            found.lead,
            phrases.section(Part.PEOPLE, team),
            phrases.section(Part.STEPS, touchpoints.recorded(desk, dossier), most=4),
            found.sections,
            missing=found.missing,
            abstained=not team,
        )
    gaps = _missing_roles(desk, present)
    return phrases.draft(
        _lead(desk, dossier, present),
        phrases.section(Part.PEOPLE, [line(desk, c) for c in ranked(present)], most=8),
        phrases.section(Part.CHANGES, left(desk, dossier)),
        phrases.section(Part.STATE, [*team, *advocates.ledger(desk, dossier, ranked(present))]),
        phrases.section(Part.STEPS, touchpoints.recorded(desk, dossier), most=4),
        phrases.section(Part.UNKNOWN, [plain(gap) for gap in gaps]),
        phrases.section(Part.NEXT, _next(desk, present)),
        missing=gaps,
    )


def deciders(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The contacts who decide, with their preference; who is missing is not said here."""
    present = [contact for contact in dossier.contacts if is_here(contact, dossier)]
    return [line(desk, c) for c in ranked(present) if c.role in DECIDING]


def left(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The contacts who left, the latest first."""
    gone = [c for c in dossier.contacts if c.left_on and c.left_on <= dossier.today]
    gone.sort(key=lambda contact: contact.left_on or dossier.today, reverse=True)
    return [departed(desk, contact) for contact in gone]


def line(desk: Desk, contact: Contact) -> Sentence:
    """A contact with their role, and how they like to be reached."""
    _ = desk.texts
    role = terms.say(_, contact.role) if contact.role else _("role not known")
    named = [phrases.name(said) for said in (contact.name, contact.title) if said]
    text = _("{name} ({role})", name=phrases.clauses(_, named), role=role)
    if contact.channel_preference:
        wish = preferences.say(_, contact.channel_preference)
        text = _("{who}; how to reach them: {wish}.", who=text, wish=wish)
    else:
        text = _("{who}; how they like to be reached is not known.", who=text)
    return claim(text, _ref(contact))


def missing_deciders(desk: Desk, dossier: Dossier) -> list[str]:
    """What to find out where nobody is known to decide, or to champion us."""
    present = [contact for contact in dossier.contacts if is_here(contact, dossier)]
    return _missing_roles(desk, present)


def our_team(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Who looks after the account here."""
    _, account = desk.texts, dossier.account
    places = [
        (_("CSM {name}"), account.owner),
        (_("account executive {name}"), account.account_executive),
        (_("solution architect {name}"), account.solution_architect),
    ]
    known = [text.format(name=phrases.name(desk.member(who))) for text, who in places if who]
    if not known:
        return []
    text = _("On our side: {team}.", team=phrases.listed(_, known))
    return [claim(text, Ref("account", account.id))]


def _lead(desk: Desk, dossier: Dossier, present: list[Contact]) -> Sentence:
    _, account = desk.texts, phrases.name(dossier.account.name)
    deciding = [contact for contact in ranked(present) if contact.role in DECIDING]
    count = len(present)
    said = (count, dossier.today)
    if not deciding:
        text = _.plural(
            "We know {count} person at {account}, and nobody who decides.",
            "We know {count} people at {account}, and nobody who decides.",
            count,
            account=account,
        )
        return claim(text, *map(_ref, (present or dossier.contacts)[:3]), said=said)
    names = [
        _("{name} ({role})", name=phrases.name(c.name), role=terms.say(_, c.role)) for c in deciding
    ]
    text = _.plural(
        "We know {count} person at {account}; who decides: {names}.",
        "We know {count} people at {account}; who decides: {names}.",
        count,
        account=account,
        names=phrases.listed(_, names),
    )
    return claim(text, *map(_ref, deciding or present[:3]), said=said)


def departed(desk: Desk, contact: Contact) -> Sentence:
    """A contact who left, with the day."""
    _ = desk.texts
    assert contact.left_on is not None
    text = _(
        "{name} ({role}) left on {date}.",
        name=phrases.name(contact.name),
        role=terms.say(_, contact.role) if contact.role else _("role not known"),
        date=_.date(contact.left_on),
    )
    return claim(text, _ref(contact))


def _missing_roles(desk: Desk, present: list[Contact]) -> list[str]:
    _, known = desk.texts, {contact.role for contact in present}
    return [
        _("Who the {role} is.", role=terms.say(_, role))
        for role in DECIDING[:2]
        if role not in known
    ]


def _next(desk: Desk, present: list[Contact]) -> list[Sentence]:
    _ = desk.texts
    if len(present) == 1:
        return [
            plain(_("The relationship hangs on one person: ask to be introduced to a second one."))
        ]
    return []


def ranked(contacts: Iterable[Contact]) -> list[Contact]:
    """Those who decide first."""
    order = {role: place for place, role in enumerate(ROLES)}
    return sorted(contacts, key=lambda c: (order.get(c.role or "", len(order)), c.name))


def is_here(contact: Contact, dossier: Dossier) -> bool:
    """Whether they still are at the customer's."""
    gone = contact.left_on is not None and contact.left_on <= dossier.today
    return not gone and (contact.active or contact.left_on is not None)


def _ref(contact: Contact) -> Ref:
    return Ref("contact", contact.id)
