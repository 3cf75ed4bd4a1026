"""What one of us told one of them, what somebody said in a time, what was bought in a time.

Records that surely tell the very thing that is asked come before the newest ones.
"""

from collections.abc import Sequence
from datetime import date

from handlers import participants
from handlers.answers import Draft, Part, Sentence
from handlers.composing import last_words, money, particulars, phrases, revenue, survey_answers
from handlers.composing.desk import Desk
from handlers.gathering.dossier import Dossier
from playbooks.people import Member

MOST = 3
"""Notes or records that are told."""


def told(desk: Desk) -> Draft | None:
    """The newest notes of the one of us who is named that name the one of them who is named."""
    dossier = desk.dossier(desk.asked.accounts[0])
    ours, theirs = _members(desk), last_words.named(dossier, desk.question.text)
    if len(ours) != 1 or len(theirs) != 1:
        return None
    own = [note for note in dossier.notes if note.author == ours[0].id and _is_in(desk, note.date)]
    lines = last_words.naming(desk, own, theirs[0])
    return particulars.told(desk) or _listed(lines)


def said_then(desk: Desk) -> Draft | None:
    """What the one person who is named said and answered in the time that is named."""
    dossier = desk.dossier(desk.asked.accounts[0])
    theirs = last_words.named(dossier, desk.question.text)
    if desk.asked.period is None or len(theirs) != 1:
        return None
    then = [note for note in dossier.notes if _is_in(desk, note.date)]
    answers = [
        survey_answers.line(desk, dossier, one)
        for one in reversed(dossier.surveys)
        if one.respondent == theirs[0].name and _is_in(desk, one.date)
    ]
    found = [*last_words.naming(desk, then, theirs[0]), *answers]
    return particulars.told(desk) or _listed(found)


def bought_then(desk: Desk) -> Draft | None:
    """What began or was won in the time that is named."""
    if desk.asked.period is None:
        return None
    dossier = desk.dossier(desk.asked.accounts[0])
    name = phrases.name(dossier.account.name)
    found = [*_won(desk, dossier), *_begun(desk, dossier)]
    return _listed([phrases.of_account(desk.texts, name, one) for one in found])


def _won(desk: Desk, dossier: Dossier) -> list[Sentence]:
    days = {one.id: one.date for one in dossier.outcomes}
    return [one for one in money.outcomes(desk, dossier) if _is_in(desk, days[one.cites[0].id])]


def _begun(desk: Desk, dossier: Dossier) -> list[Sentence]:
    held = dossier.subscriptions
    return [revenue.subscription(desk, one) for one in held if _is_in(desk, one.start_date)]


def _members(desk: Desk) -> list[Member]:
    """Those of us whom the question names, by the first name or the whole one."""
    text = desk.question.text
    everyone = desk.archive.members.values()
    return [one for one in everyone if participants.found(one.name.split()[0], text) >= 0]


def _is_in(desk: Desk, day: date | None) -> bool:
    since, until = desk.asked.period or (None, None)
    return day is not None and (since or day) <= day <= (until or day)


def _listed(lines: Sequence[Sentence]) -> Draft | None:
    return phrases.draft(lines[0], phrases.section(Part.ALSO, lines[1:], MOST)) if lines else None
