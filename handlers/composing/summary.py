"""An account on one screen, for somebody who walks into a meeting: every line with its source."""

from datetime import timedelta

from handlers.answers import Draft, Part, Sentence
from handlers.composing import conflicts as disagreeing
from handlers.composing import (
    events,
    health,
    intent,
    journey,
    money,
    next_steps,
    people,
    phrases,
    promises,
    standing,
)
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from handlers.gathering.dossier import Dossier

RECENT = timedelta(days=30)


def compose(desk: Desk) -> Draft:
    """Health, intent, stages, money, people, promises, changes, blind spots, steps: on a screen."""
    _, dossier = desk.texts, desk.dossier(desk.asked.accounts[0])
    head, *rest = [*_health(desk, dossier), *intent.headline(desk, dossier)]
    gaps = _gaps(desk, dossier)
    burning = [
        *promises.late(desk, dossier),
        *standing.escalations(desk, dossier),
        *journey.bottlenecks(desk, dossier),
    ]
    reasons = [*_reasons(desk, dossier)[:2], *(burning or promises.coming(desk, dossier))[:1]]
    state = _state(desk, dossier, rest)
    return phrases.draft(
        head,
        phrases.section(Part.STATE, state, most=4),
        phrases.section(Part.REASONS, reasons),
        phrases.section(Part.CHANGES, _untold(_changes(desk, dossier), [*state, *reasons]), most=1),
        phrases.section(Part.CONFLICTS, _conflicts(desk, dossier), most=1),
        phrases.section(Part.UNKNOWN, phrases.merged(_, [phrases.asked(gap) for gap in gaps[:2]])),
        phrases.section(Part.NEXT, next_steps.of_account(desk, dossier), most=2),
        missing=gaps,
    )


def _state(desk: Desk, dossier: Dossier, intent: list[Sentence]) -> list[Sentence]:
    """A line each for intent and stages, money, people, and the last engagement."""
    _ = desk.texts
    stages = phrases.merged(_, [*intent, *standing.stages(desk, dossier)])
    worth = phrases.merged(_, money.worth(desk, dossier) + money.renewal(desk, dossier))
    who = people.left(desk, dossier)[:1] + people.deciders(desk, dossier)[:2]
    return [*stages, *worth, *phrases.merged(_, who), *standing.contact(desk, dossier)]


def _health(desk: Desk, dossier: Dossier) -> list[Sentence]:
    if dossier.internals:
        return [health.headline(desk, dossier, desk.reading(dossier.account))]
    account = phrases.name(dossier.account.name)
    return [plain(desk.texts("What is recorded about {account}:", account=account))]


def _reasons(desk: Desk, dossier: Dossier) -> list[Sentence]:
    return health.reasons(desk, desk.reading(dossier.account)) if dossier.internals else []


def _conflicts(desk: Desk, dossier: Dossier) -> list[Sentence]:
    measured = disagreeing.measured(desk, dossier)[:1]
    if not dossier.internals:
        return measured
    return [*measured, *health.conflicts(desk, desk.reading(dossier.account))]


def _changes(desk: Desk, dossier: Dossier) -> list[Sentence]:
    return events.told(desk, dossier, dossier.today - RECENT)


def _untold(events: list[Sentence], told: list[Sentence]) -> list[Sentence]:
    """Events without those whose record the summary tells of already."""
    known = {ref for sentence in told for ref in sentence.cites}
    return [event for event in events if not known & set(event.cites)]


def _gaps(desk: Desk, dossier: Dossier) -> list[str]:
    _, gaps = desk.texts, []
    if not dossier.intents:
        gaps.append(intent.unstated(_))
    if not dossier.open_stages:
        gaps.append(_("In which stage they are."))
    if dossier.last_exchange is None:
        gaps.append(standing.silent(_))
    if dossier.internals:
        gaps += health.blind_spots(desk, desk.reading(dossier.account))
    return gaps
