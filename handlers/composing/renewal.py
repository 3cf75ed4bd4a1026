"""The renewal brief: what they reached, where it is heading, who decides, what to do about it."""

from datetime import timedelta

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import (
    changes,
    events,
    handoff,
    health,
    intent,
    journey,
    kickoff,
    money,
    next_steps,
    people,
    phrases,
    promises,
    standing,
)
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier

LOOKS_BACK = timedelta(days=90)
"""The trend is told over the quarter before."""


def compose(desk: Desk) -> Draft:
    """What the CSM takes into the renewal, each line with its source."""
    dossier = desk.dossier(desk.asked.accounts[0])
    gaps, state, risks = _gaps(desk, dossier), _state(desk, dossier), _risks(desk, dossier)
    told = {ref for line in (*state, *risks) for ref in line.cites}
    happened = [
        line
        for line in events.told(desk, dossier, dossier.today - LOOKS_BACK)
        if not told & set(line.cites)
    ]
    return phrases.draft(
        _lead(desk, dossier),
        phrases.section(Part.VALUE, _value(desk, dossier), most=5),
        phrases.section(Part.STATE, state, most=3),
        phrases.section(Part.CHANGES, happened, most=3),
        phrases.section(Part.WATCH, risks, most=6),
        phrases.section(
            Part.PEOPLE, people.deciders(desk, dossier) + people.left(desk, dossier)[:2], most=5
        ),
        phrases.section(Part.UNKNOWN, [plain(gap) for gap in gaps], most=5),
        phrases.section(Part.NEXT, _next(desk, dossier), most=4),
        missing=gaps,
    )


def _lead(desk: Desk, dossier: Dossier) -> Sentence:
    _, account = desk.texts, dossier.account
    worth = money.worth(desk, dossier) or [_named(desk, dossier)]
    dated = money.renewal(desk, dossier)
    if not dated:
        name = phrases.name(account.name)
        dated = [plain(_("The renewal date of {account} is not recorded.", account=name))]
    return phrases.merged(_, [*worth, *dated])[0]


def _named(desk: Desk, dossier: Dossier) -> Sentence:
    _, account = desk.texts, dossier.account
    text = _("What {account} is worth is not recorded.", account=phrases.name(account.name))
    return claim(text, Ref("account", account.id))


def _value(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Their goals with where each stands; those that were reached first."""
    reached = {goal.id for goal in dossier.goals if goal.reached}
    lines = kickoff.goals(desk, dossier)
    lines.sort(key=lambda line: line.cites[0].id not in reached)
    return [*intent.headline(desk, dossier), *lines]


def _state(desk: Desk, dossier: Dossier) -> list[Sentence]:
    if not dossier.internals:
        return standing.contact(desk, dossier)
    account = dossier.account
    now = health.headline(desk, dossier, desk.reading(account))
    moved = changes.health_moved(desk, dossier, dossier.today - LOOKS_BACK, dossier.today)
    return [now, *moved, *standing.contact(desk, dossier)]


def _risks(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What stands against the renewal, what burns first."""
    drags = health.drags(desk, desk.reading(dossier.account)) if dossier.internals else []
    written = handoff.said(desk, dossier.handoff, ("risks",)) if dossier.handoff else []
    return [
        *standing.escalations(desk, dossier),
        *promises.late(desk, dossier)[:2],
        *drags,
        *journey.bottlenecks(desk, dossier)[:1],
        *written,
    ]


def _gaps(desk: Desk, dossier: Dossier) -> list[str]:
    """What nobody has written down, and a renewal should not begin without."""
    _, gaps = desk.texts, []
    if not dossier.goals:
        gaps.append(_("Which goals they measure, with target and date."))
    gaps += people.missing_deciders(desk, dossier)
    if not dossier.intents:
        gaps.append(intent.unstated(_))
    if dossier.last_exchange is None:
        gaps.append(standing.silent(_))
    if dossier.internals:
        gaps += health.blind_spots(desk, desk.reading(dossier.account))[:2]
    return gaps


def _next(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What the rules ask for; then how a renewal begins, where they ask for nothing."""
    due = next_steps.of_account(desk, dossier)
    _ = desk.texts
    opening = [
        _(
            "Talk about results before figures: hear the champion and who decides separately, and "
            "bring what they reached."
        ),
        _("Write down with them one goal for the coming year, with a figure and a date."),
    ]
    return [*due, *(plain(text) for text in opening)]
