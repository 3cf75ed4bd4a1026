"""Whether one promise was kept: "did we send Irene the summary?"."""

import re
from datetime import date

from handlers import participants
from handlers.answers import Draft, Part
from handlers.composing import phrases, promises
from handlers.composing.desk import Desk
from handlers.gathering.dossier import Dossier
from knowledge import tokens
from playbooks.handoffs import Promise

SHARED = 2
"""Words of a promise that the question has, at least, or all of a shorter one; one is enough
where the question speaks of a promise."""

PROMISED = re.compile(r"\bpromis\w+|\bpromess\w|承诺|答应", re.IGNORECASE)


def compose(desk: Desk) -> Draft | None:
    """What is recorded of the one promise that the question means; None where it means none."""
    dossier = desk.dossier(desk.asked.accounts[0])
    meant = _meant(desk.question.text, dossier.promises)
    if meant is None:
        return _of_one_of_us(desk, dossier)
    account = phrases.name(dossier.account.name)
    lead = phrases.of_account(desk.texts, account, promises.told(desk, meant))
    others = [one for one in promises.late(desk, dossier) if one.cites[0] != promises.ref(meant)]
    return phrases.draft(lead, phrases.section(Part.PROMISES, others, most=2))


def _of_one_of_us(desk: Desk, dossier: Dossier) -> Draft | None:
    """What the one member whom the question names promised there, the newest date first."""
    text = desk.question.text
    named = [
        one.id
        for one in desk.archive.members.values()
        if participants.found(one.name.split()[0], text) >= 0
    ]
    if not PROMISED.search(text) or len(named) != 1:
        return None
    made = [one for one in dossier.promises if one.owner == named[0]]
    made.sort(key=lambda one: one.due or date.min, reverse=True)
    if not made:
        return None
    lead, *others = (promises.told(desk, one) for one in made)
    name = phrases.name(dossier.account.name)
    return phrases.draft(
        phrases.of_account(desk.texts, name, lead), phrases.section(Part.PROMISES, others, most=4)
    )


def _meant(text: str, made: list[Promise]) -> Promise | None:
    """The one promise that shares most of its words with the question."""
    said = set(tokens.asked(text))
    shared = [(len(said & (own := set(tokens.asked(one.what)))), len(own), one) for one in made]
    least = 1 if PROMISED.search(text) else SHARED
    fitting = [
        (count / size, one) for count, size, one in shared if size and count >= min(least, size)
    ]
    best = max((share for share, _ in fitting), default=0.0)
    meant = [one for share, one in fitting if share == best]
    return meant[0] if len(meant) == 1 else None
