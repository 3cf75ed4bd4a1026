"""What people answered in surveys: the score, who gave it, when, and in which words."""

import re
from collections.abc import Sequence

from handlers import excerpts, sources
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import last_words, particulars, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from knowledge import offices, wording
from playbooks.observations import SurveyResponse

KINDS = {
    "nps": re.compile(r"(?<![a-z])nps(?![a-z])|promoter|净推荐"),
    "csat": re.compile(r"(?<![a-z])csat(?![a-z])|satisfaction|soddisfazione|满意度"),
    "ces": re.compile(r"(?<![a-z])ces(?![a-z])|effort|费力"),
}
MOST = 5
"""Answers shown below the first."""


def compose(desk: Desk) -> Draft:
    """The answers of the person or the kind asked for, the newest first; or that there are none."""
    dossier = desk.dossier(desk.asked.accounts[0])
    said = wording.folded(desk.question.text)
    kinds = [kind for kind, pattern in KINDS.items() if pattern.search(said)]
    people = _people(desk, dossier)
    known = [one for one in reversed(dossier.surveys) if not kinds or one.kind.lower() in kinds]
    meant = [one for one in known if not people or one.respondent in people]
    if not meant:
        return _none(desk, dossier, kinds, people)
    first, *others = (line(desk, dossier, one) for one in meant)
    _, account = desk.texts, phrases.name(dossier.account.name)
    near = particulars.nearest(desk) if particulars.is_clear(desk) else []
    return phrases.draft(
        phrases.of_account(_, account, first),
        phrases.section(Part.ALSO, others, most=MOST),
        phrases.section(Part.STATE, [one for one in near if one.cites[0].kind == "note"], most=2),
    )


def _people(desk: Desk, dossier: Dossier) -> list[str]:
    """The contacts whose answers are asked for: by name, or by the office or role they hold."""
    ids = {one.id for one in last_words.named(dossier, desk.question.text)}
    office = offices.named(desk.question.text)
    return [
        one.name
        for one in dossier.contacts
        if one.id in ids or (not ids and office and offices.holds(office, one.title, one.role))
    ]


def _none(desk: Desk, dossier: Dossier, kinds: Sequence[str], people: Sequence[str]) -> Draft:
    """That no such answer is recorded, and which others are."""
    _ = desk.texts
    what = _named(_, kinds)
    account, date = phrases.name(dossier.account.name), _.date(desk.today)
    values = {"what": what, "account": account, "date": date}
    if people:
        who = phrases.listed(_, [phrases.name(name) for name in people])
        lead = _("No {what} of {who} at {account} is recorded, as of {date}.", who=who, **values)
    else:
        lead = _("No {what} of {account} is recorded, as of {date}.", **values)
    wanted = _("{what}: a record of it with its date.", what=what)
    others = [line(desk, dossier, one) for one in reversed(dossier.surveys)]
    return phrases.declined(lead, wanted, phrases.section(Part.ALSO, others, most=3))


def _named(_: Texts, kinds: Sequence[str]) -> str:
    if not kinds:
        return _("survey answer")
    return _("{kind} answer", kind=phrases.listed(_, [kind.upper() for kind in kinds]))


def line(desk: Desk, dossier: Dossier, answer: SurveyResponse) -> Sentence:
    """An answer with its day, its scale, who gave it and what they wrote."""
    _ = desk.texts
    title = sources.describe("survey", answer, dossier.account, {}, _).title
    if answer.respondent:
        title = _("{what} by {who}", what=title, who=phrases.name(answer.respondent))
    told = excerpts.say("survey", answer, _)
    return claim(phrases.labelled(_, title, told), Ref("survey", answer.id), said=(told,))
