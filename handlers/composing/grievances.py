"""Why a customer is unhappy: their words, the newest first, and what burns or is late."""

from datetime import timedelta

from handlers.answers import Draft, Part, Sentence
from handlers.composing import (
    last_words,
    particulars,
    phrases,
    promises,
    quoted_cues,
    standing,
    survey_answers,
)
from handlers.composing.desk import Desk
from handlers.gathering.dossier import Dossier
from knowledge import offices
from playbooks.observations import SurveyResponse

SIGNS = ("unhappy", "churn_threat", "escalation")
LATELY = timedelta(days=180)
"""How far back a complaint still tells why they are unhappy today."""

LOW = {"csat": 3, "nps": 6, "ces": 3}
"""Scores up to which an answer tells of somebody who is not content."""


def compose(desk: Desk) -> Draft:
    """What tells of it, from the newest note on; or that nothing does."""
    dossier = desk.dossier(desk.asked.accounts[0])
    told = _of_the_one(desk, dossier)
    cues = quoted_cues.lately(dossier, SIGNS, LATELY)
    told += [one for one in quoted_cues.lines(desk, cues) if one not in told]
    found = [*told, *_low_answers(desk, dossier)]
    account = phrases.name(dossier.account.name)
    parts = (
        phrases.section(Part.REASONS, found[1:], most=5),
        phrases.section(Part.WATCH, standing.escalations(desk, dossier), most=2),
        phrases.section(Part.PROMISES, promises.late(desk, dossier), most=3),
    )
    if found:
        seen = {ref for one in found for ref in one.cites}
        nearest = [one for one in particulars.nearest(desk) if not seen & {*one.cites}]
        also = phrases.section(Part.ALSO, nearest, most=2)
        return phrases.draft(phrases.of_account(desk.texts, account, found[0]), also, *parts)
    text = desk.texts(
        "No note or survey answer of the last six months says that {account} is unhappy, as of "
        "{date}.",
        account=account,
        date=desk.texts.date(desk.today),
    )
    wanted = desk.texts("What {account} said of us last.", account=account)
    return phrases.declined(text, wanted, *parts)


def _of_the_one(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What the newest notes tell of the person, or of who holds the office, that is named."""
    text = desk.question.text
    office, named = offices.named(text), last_words.named(dossier, text)
    holding = [
        one for one in dossier.contacts if office and offices.holds(office, one.title, one.role)
    ]
    meant = named or holding
    return last_words.told(desk, dossier, meant[0])[:2] if len(meant) == 1 else []


def _low_answers(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Survey answers that are low or say why, the newest first."""
    since = dossier.today - LATELY
    low = [one for one in reversed(dossier.surveys) if one.date >= since and _is_low(one)]
    return [survey_answers.line(desk, dossier, one) for one in low]


def _is_low(answer: SurveyResponse) -> bool:
    return answer.score <= LOW.get(answer.kind.lower(), -1)
