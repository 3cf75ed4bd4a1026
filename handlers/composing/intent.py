"""What the customer wants: why they started with us, in their words, and what that asks of us."""

from handlers import terms
from handlers.answers import Draft, Part, Ref, Section, Sentence
from handlers.composing import handoff, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from playbooks.handoffs import MANDATORY
from playbooks.intents import Intent, IntentReading
from playbooks.observations import Goal


def compose(desk: Desk) -> Draft:
    """The intent with its quote and history, the problem, the goals, and what to adapt."""
    dossier = desk.dossier(desk.asked.accounts[0])
    _, account = desk.texts, phrases.name(dossier.account.name)
    stated = [reading for reading in dossier.intents if reading.intent is not Intent.UNKNOWN]
    handed = handoff.said(desk, dossier.handoff, MANDATORY) if dossier.handoff else []
    goals = [_goal(desk, goal) for goal in dossier.goals]
    gaps = _gaps(desk, dossier, stated)
    if not stated and not handed and not goals:
        return phrases.abstention(
            _("Why {account} started with us is not known.", account=account), *gaps
        )
    return phrases.draft(
        headline(desk, dossier) or _only_words(desk, dossier),
        phrases.section(Part.REASONS, [*_quote(desk, stated), *handed], most=4),
        phrases.section(Part.STATE, goals, most=4),
        _history(desk, stated),
        phrases.section(Part.UNKNOWN, [plain(gap) for gap in gaps]),
        phrases.section(Part.NEXT, _adapt(desk, stated)),
        missing=gaps,
    )


def headline(desk: Desk, dossier: Dossier) -> Sentence | None:
    """The newest stated intent in one sentence, with its day and how sure it is."""
    _ = desk.texts
    stated = [reading for reading in dossier.intents if reading.intent is not Intent.UNKNOWN]
    if not stated:
        return None
    newest = stated[-1]
    what = terms.say(_, newest.intent)
    if newest.intent is Intent.OTHER and newest.free_text:
        what = phrases.quoted(_, newest.free_text)
    text = _(
        "{account} started with us to {intent} (stated on {date}, confidence {confidence}).",
        account=phrases.name(dossier.account.name),
        intent=what,
        date=_.date(newest.date),
        confidence=_.percent(newest.confidence),
    )
    return claim(text, *_carriers(newest), said=(newest.date, newest.confidence))


def _only_words(desk: Desk, dossier: Dossier) -> Sentence:
    """Without a labelled intent: what the handoff says, or that goals are all there is."""
    _, account = desk.texts, phrases.name(dossier.account.name)
    known = dossier.handoff
    if known is not None and known.why_bought:
        text = _(
            "Why {account} bought, as sales wrote it: {words}",
            account=account,
            words=phrases.quoted(_, known.why_bought),
        )
        return claim(text, Ref("handoff", known.id))
    if dossier.goals:
        text = _("Why {account} started is not known; what they want to reach is.", account=account)
        return claim(text, *(Ref("goal", goal.id) for goal in dossier.goals))
    return plain(_("Why {account} started with us is not known.", account=account))


def _quote(desk: Desk, stated: list[IntentReading]) -> list[Sentence]:
    _ = desk.texts
    if not stated or not stated[-1].quote:
        return []
    newest = stated[-1]
    words = phrases.quoted(_, newest.quote or "", 220)
    attributes = [f"{terms.say(_, name)}: {value}" for name, value in newest.attributes.items()]
    lines = [claim(_("In their words: {words}", words=words), *_carriers(newest))]
    if attributes:
        text = _("Also noted: {what}", what=phrases.listed(_, attributes))
        lines.append(claim(text, *_carriers(newest), said=newest.attributes.values()))
    return lines


def _goal(desk: Desk, goal: Goal) -> Sentence:
    _ = desk.texts
    text = _("Goal: {goal}", goal=phrases.quoted(_, goal.goal))
    unit = f" {goal.unit}" if goal.unit else ""
    if goal.target is not None and goal.current is not None:
        text += " " + _(
            "{current} of {target}{unit}",
            current=f"{goal.current:g}",
            target=f"{goal.target:g}",
            unit=unit,
        )
    elif goal.target is not None:
        text += " " + _("target {target}{unit}, not measured", target=f"{goal.target:g}", unit=unit)
    else:
        text += " " + _("without a figure")
    if goal.as_of is not None:
        text += " " + _("(as of {date})", date=_.date(goal.as_of))
    return claim(text, Ref("goal", goal.id))


def _history(desk: Desk, stated: list[IntentReading]) -> list[Section]:
    """Earlier statements; two that differ within the same source days stand side by side."""
    _ = desk.texts
    differing = [r for r in stated[:-1] if r.intent is not stated[-1].intent]
    lines = []
    for reading in differing[-3:]:
        text = _(
            "On {date} it was: {intent}.",
            date=_.date(reading.date),
            intent=terms.say(_, reading.intent),
        )
        lines.append(claim(text, *_carriers(reading), said=(reading.date,)))
    return phrases.section(Part.CONFLICTS, lines)


def _gaps(desk: Desk, dossier: Dossier, stated: list[IntentReading]) -> list[str]:
    _ = desk.texts
    gaps = []
    if not stated:
        gaps.append(_("Why they started, beyond their use case: ask the champion, and note it."))
    if not dossier.goals:
        gaps.append(_("Which goals they measure, with target and date."))
    elif all(goal.current is None for goal in dossier.goals):
        gaps.append(_("Where they stand on their goals: no figure was taken."))
    return gaps


def _adapt(desk: Desk, stated: list[IntentReading]) -> list[Sentence]:
    advice = implications(desk.texts).get(stated[-1].intent) if stated else None
    return [plain(advice)] if advice else []


def implications(_: Texts) -> dict[Intent, str]:
    """What each intent asks of the CSM (domain, section 4)."""
    return {
        Intent.REPLACE_OUTDATED_PROCESS: _(
            "Plan for a steeper learning curve and more change management: train by role, and "
            "celebrate the first task that no longer runs the old way."
        ),
        Intent.COMPETITIVE_SWITCH: _(
            "They compare with what they knew: settle migration and parity questions first, then "
            "show what the old product could not do."
        ),
        Intent.STRATEGIC_INTEGRATION: _(
            "It is meant for all levels of the company: weave it into their processes, and keep "
            "the executive sponsor informed with results."
        ),
        Intent.PILOT_TO_EXPAND: _(
            "The sponsor must prove value with a small budget: agree on the proof in figures, and "
            "prepare the page that they will show to their leadership."
        ),
    }


def _carriers(reading: IntentReading) -> tuple[Ref, ...]:
    """The note or handoff that says so; what a person stated is its own record."""
    if reading.source_kind in ("note", "handoff"):
        return (Ref(reading.source_kind, reading.source_id),)
    return (Ref("intent", reading.id),)
