"""A letter that is asked for in words: as it would go out, for a person to edit and to send."""

from dataclasses import replace

from handlers import conversation, draft_captions, drafts, quoting, rulebook
from handlers.answers import Deed, Draft, Offer, Part
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from handlers.drafting import letters, matters
from handlers.drafts import Message, Wish
from knowledge import letter_wishes, persons
from playbooks.accounts import Account
from playbooks.nudges.values import OPEN_STATES, Due, Nudge
from playbooks.people import Contact

LONGEST = 200
"""Characters of the matter; a button has to carry it."""


def compose(desk: Desk) -> Draft:
    """The letter, what its writer should know of it, and the form to edit it in."""
    account = desk.asked.accounts[0]
    own = _own(account, desk.question.text)
    step = None if own.occasion else _step(desk, account, own.topic or "")
    wish = _wish(desk, account, step) if step else own
    wish = replace(wish, contact=_reader(desk, account))
    found = drafts.write(desk.context, wish, desk.asker.id, desk.texts.language)
    _, text = desk.texts, _said(desk, found)
    refs = (citation.ref for citation in found.citations)
    # What stands between quotation marks is compared on one line.
    said = (text, quoting.plain(text))
    lead = phrases.claim(text, *refs, said=said) if found.citations else phrases.asked(text)
    beside = [phrases.asked(line) for line in draft_captions.caveats(_, found)]
    if step is not None:
        beside.insert(0, phrases.asked(_answers(desk, step)))
    beside.append(plain(_("I send nothing. Edit it, then take it with you.")))
    offer = Offer(Deed.EDIT_LETTER, account.id, wish.carried)
    made = phrases.draft(lead, phrases.section(Part.NEXT, beside, most=8))
    return replace(made, offers=(offer,), private=True)


def _own(account: Account, text: str) -> Wish:
    """A letter in its writer's own words: what it is to do, or else what it is about."""
    purpose, occasion = letter_wishes.purpose(text), letter_wishes.occasion(text)
    if purpose is not None:
        return Wish(account=account.id, topic=purpose[:LONGEST], occasion="purpose")
    matter = letter_wishes.matter(text)
    return Wish(account=account.id, topic=matter and matter[:LONGEST], occasion=occasion)


def _step(desk: Desk, account: Account, topic: str) -> Due | None:
    """The most urgent step at the account whose letter is about the matter that is named."""
    rules = matters.rules_of(topic)
    due = desk.due([account]) if rules else []
    return next((one for one in due if one.rule in rules and one.rule in letters.LETTERS), None)


def _wish(desk: Desk, account: Account, step: Due) -> Wish:
    """The letter of the nudge that was told of the step, if its reader may answer it."""
    told = desk.reader.find(
        Nudge, account_id=account.id, rule=step.rule, episode=step.episode, state=OPEN_STATES
    )
    viewer = desk.audience.asker
    for nudge in told:
        if nudge.owner == viewer.member.id or viewer.sees_internals(account):
            return Wish(nudge_id=nudge.id)
    return Wish(account=account.id, rule=step.rule)


def _answers(desk: Desk, step: Due) -> str:
    """Which step it is the letter of, so that nobody takes it for an answer to something else."""
    title = desk.texts(rulebook.nudges(desk.context).rules[step.rule].title)
    return desk.texts("It is the letter for a step that is open there: {title}.", title=title)


def _reader(desk: Desk, account: Account) -> str | None:
    """The one person at the account whom the words name, or for "him" those of the question before;
    None where the records choose."""
    known = desk.reader.find(Contact, account_id=account.id, active=True)
    text = desk.question.text
    if letter_wishes.is_to_them(text):
        text = next((reply.question for reply in conversation.last_replies(desk)), text)
    met = persons.Index(known).find(text)
    named = {known[position].id for one in met for position in one.positions}
    return named.pop() if len(named) == 1 else None


def _said(desk: Desk, found: Message) -> str:
    """To whom it goes, and its words between quotation marks."""
    _ = desk.texts
    subject = "" if found.is_spoken else _("Subject: {subject}", subject=found.subject)
    words = phrases.QUOTATION[_.language].format(found.text)
    return "\n\n".join(filter(None, (draft_captions.heading(_, found), subject, words)))
