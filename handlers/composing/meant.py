"""Why an account that nobody named is taken to be meant."""

from dataclasses import replace

from handlers.answers import Draft, Part, Ref, Section, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.understanding.values import Lead
from playbooks.accounts import Account


def beside(desk: Desk, made: Draft) -> Draft:
    """The draft, with the record that led to its account where the question did not name it."""
    asked = desk.asked
    if asked.lead is None or len(asked.accounts) != 1:
        return made
    said = _said(desk, asked.lead, asked.accounts[0])
    return replace(made, sections=(Section(Part.MEANT, (said,)), *made.sections))


def _said(desk: Desk, lead: Lead, account: Account) -> Sentence:
    _, ref, name = desk.texts, Ref(lead.kind, lead.id), phrases.name(account.name)
    if lead.kind == "note":
        text = _("I take this to be about {account}: a note there speaks of it.", account=name)
        return claim(text, ref, said=[account.name])
    person = phrases.name(lead.words)
    text = _(
        "I take this to be about {account}: {person} is among its contacts.",
        account=name,
        person=person,
    )
    return claim(text, ref, said=[account.name])
