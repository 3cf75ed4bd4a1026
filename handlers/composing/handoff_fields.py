"""One field of a handoff, where a question names it: "which success criteria did Sam write?"."""

from pathlib import Path

from handlers import terms
from handlers.answers import Draft, Part
from handlers.composing import handoff, particulars, phrases
from handlers.composing.desk import Desk
from knowledge import lists, wording
from playbooks.accounts import Account
from playbooks.handoffs import MANDATORY, Handoff

FILE = Path(__file__).with_suffix(".yaml")
"""How each field is asked for, in our three languages."""


def compose(desk: Desk) -> Draft:
    """The one field that is named; otherwise the whole handoff, or those that lack something."""
    of_one = len(desk.asked.accounts) == 1
    return (_named(desk, desk.asked.accounts[0]) if of_one else None) or handoff.compose(desk)


def _named(desk: Desk, account: Account) -> Draft | None:
    """What the field says, or that it is empty; None where none is named, or more than one."""
    handed = desk.dossier(account).handoff
    said = wording.folded(desk.question.text)
    named = [field for field, words in lists.patterns(FILE).items() if lists.first(words, said)]
    if handed is None or len(named) != 1:
        return None
    is_day = named[0] == "kickoff_date"
    told = handoff.kickoff(desk, handed) if is_day else handoff.said(desk, handed, (named[0],))
    if told:
        name = phrases.name(account.name)
        return phrases.draft(phrases.of_account(desk.texts, name, told[0]))
    return particulars.told(desk) or _empty(desk, account, handed, named[0])


def _empty(desk: Desk, account: Account, handed: Handoff, field: str) -> Draft:
    """That the handoff leaves the field empty, with what it must say."""
    _, what = desk.texts, terms.say(desk.texts, field)
    text = _(
        "The handoff of {account} does not say {what}, as of {date}.",
        account=phrases.name(account.name),
        what=what,
        date=_.date(desk.today),
    )
    said = handoff.said(desk, handed, MANDATORY)
    return phrases.declined(text, phrases.capitalised(what), phrases.section(Part.ALSO, said))
