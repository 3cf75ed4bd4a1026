"""Whether a customer may buy more: what they said of it, what they use, and what stands against."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.answers import Draft, Part, Section, Sentence
from handlers.composing import findings, money, phrases, quoted_cues, revenue, standing
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
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
    against = quoted_cues.lately(dossier, SHADOWS, SHADED)
    parts = (
        phrases.section(Part.REASONS, quoted_cues.lines(desk, wishes[1:]), most=4),
        phrases.section(
            Part.WATCH, [*_burning(desk, dossier), *quoted_cues.lines(desk, against)], most=3
        ),
        phrases.section(
            Part.STATE, [*_used(desk, dossier), *revenue.bought(desk, dossier)], most=4
        ),
        phrases.section(Part.CHANGES, money.outcomes(desk, dossier, EXPANSION), most=2),
    )
    account = phrases.name(dossier.account.name)
    if wishes:
        lead = phrases.of_account(desk.texts, account, quoted_cues.line(desk, wishes[0]))
        return phrases.draft(lead, *parts)
    return _none(desk, account, parts)


def _none(desk: Desk, account: str, parts: Iterable[Sequence[Section]]) -> Draft:
    _ = desk.texts
    text = _(
        "No note of the last 12 months says that {account} wants more, as of {date}.",
        account=account,
        date=_.date(desk.today),
    )
    found = phrases.abstention(
        text,
        _("What {account} would buy next, and who said so.", account=account),
    )
    kept = tuple(section for part in parts for section in part)
    return replace(found, lead=phrases.asked(text), sections=(*kept, *found.sections))


def _burning(desk: Desk, dossier: Dossier) -> list[Sentence]:
    return standing.escalations(desk, dossier) if dossier.open_escalations else []


def _used(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """How many of the licences are used, where that is measured."""
    fact = desk.examined([dossier.account])[0].facts.get("licence_utilisation")
    if fact is None:
        return []
    text = phrases.capitalised(findings.words(desk, fact))
    return [claim(text, findings.ref(fact), said=findings.said(desk, fact))]
