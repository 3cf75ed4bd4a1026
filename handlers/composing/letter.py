"""A letter that is asked for in words: as it would go out, for a person to edit and to send."""

from dataclasses import replace

from handlers import draft_captions, drafts
from handlers.answers import Deed, Draft, Offer, Part
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from handlers.drafts import Message, Wish
from knowledge import letter_wishes, persons
from playbooks.accounts import Account
from playbooks.people import Contact

LONGEST = 200
"""Characters of the matter; a button has to carry it."""


def compose(desk: Desk) -> Draft:
    """The letter, what its writer should know of it, and the form to edit it in."""
    account = desk.asked.accounts[0]
    matter = letter_wishes.matter(desk.question.text)
    topic = matter[:LONGEST] if matter else None
    wish = Wish(account=account.id, topic=topic, contact=_reader(desk, account))
    found = drafts.write(desk.context, wish, desk.asker.id, desk.texts.language)
    _, text = desk.texts, _said(desk, found)
    refs = (citation.ref for citation in found.citations)
    lead = phrases.claim(text, *refs, said=(text,)) if found.citations else phrases.asked(text)
    beside = [phrases.asked(line) for line in draft_captions.caveats(_, found)]
    beside.append(plain(_("I send nothing. Edit it, then take it with you.")))
    offer = Offer(Deed.EDIT_LETTER, account.id, wish.carried)
    made = phrases.draft(lead, phrases.section(Part.NEXT, beside, most=8))
    return replace(made, offers=(offer,), private=True)


def _reader(desk: Desk, account: Account) -> str | None:
    """The one person at the account whom the words name; None where the records choose."""
    known = desk.reader.find(Contact, account_id=account.id, active=True)
    met = persons.Index(known).find(desk.question.text)
    named = {known[position].id for one in met for position in one.positions}
    return named.pop() if len(named) == 1 else None


def _said(desk: Desk, found: Message) -> str:
    """To whom it goes, and its words between quotation marks."""
    _ = desk.texts
    subject = "" if found.is_spoken else _("Subject: {subject}", subject=found.subject)
    words = phrases.QUOTATION[_.language].format(found.text)
    return "\n\n".join(filter(None, (draft_captions.heading(_, found), subject, words)))
