"""Whether a customer may buy more: what they said of it, what they use, and what stands against."""

from datetime import timedelta

from handlers.answers import Draft, Part, Sentence
from handlers.composing import findings, money, phrases, quoted_cues, revenue, standing
from handlers.composing.desk import Desk
from handlers.gathering.dossier import Dossier
from playbooks.observations import EXPANSION

LATELY = timedelta(days=365)
"""How far back a wish for more still counts."""

SHADOWS = ("churn_threat", "unhappy", "budget_freeze", "competitor")
"""Cues that stand against selling more, and for how long."""

SHADED = timedelta(days=90)


def compose(desk: Desk) -> Draft:
    """The signs that they want more, the newest first; or that there are none."""
    dossier = desk.dossier(desk.asked.accounts[0])
    wishes = quoted_cues.lately(dossier, ("expansion",), LATELY)
    against = quoted_cues.lines(desk, quoted_cues.lately(dossier, SHADOWS, SHADED))
    burning = standing.escalations(desk, dossier)
    parts = (
        phrases.section(Part.REASONS, quoted_cues.lines(desk, wishes[1:]), most=4),
        phrases.section(Part.WATCH, [*burning, *against], most=3),
        phrases.section(
            Part.STATE, [*_used(desk, dossier), *revenue.bought(desk, dossier)], most=4
        ),
        phrases.section(Part.CHANGES, money.outcomes(desk, dossier, EXPANSION), most=2),
    )
    account = phrases.name(dossier.account.name)
    if wishes:
        lead = phrases.of_account(desk.texts, account, quoted_cues.line(desk, wishes[0]))
        return phrases.draft(lead, *parts)
    text = desk.texts(
        "No note of the last 12 months says that {account} wants more, as of {date}.",
        account=account,
        date=desk.texts.date(desk.today),
    )
    wanted = desk.texts("What {account} would buy next, and who said so.", account=account)
    return phrases.declined(text, wanted, *parts)


def _used(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """How many of the licences are used, where that is measured."""
    fact = desk.examined([dossier.account])[0].facts.get("licence_utilisation")
    return [findings.sentence(desk, fact)] if fact else []
