"""What the customer wants: why they started with us, in their words, and what that asks of us."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import excerpts, terms, wording
from handlers.answers import Deed, Draft, Offer, Part, Ref, Sentence
from handlers.composing import handoff, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from playbooks import intents
from playbooks.handoffs import MANDATORY
from playbooks.intents import Intent, IntentReading
from playbooks.observations import Goal


def compose(desk: Desk) -> Draft:
    """The intent with its quote and history, the problem, the goals, and what to adapt."""
    dossier = desk.dossier(desk.asked.accounts[0])
    _, account = desk.texts, phrases.name(dossier.account.name)
    stated = intents.current(dossier.intents, dossier.today)
    handed = handoff.said(desk, dossier.handoff, MANDATORY) if dossier.handoff else []
    goals = [told(desk, goal) for goal in dossier.goals]
    gaps = _gaps(desk, dossier, stated)
    deeds = (Deed.STATE_INTENT, Deed.GOAL)
    offers = tuple(Offer(deed, dossier.account.id) for deed in deeds)
    if stated is None and not handed and not goals:
        text = _("Why {account} started with us is not known.", account=account)
        return replace(phrases.abstention(text, *gaps), offers=offers)
    made = phrases.draft(
        next(iter(headline(desk, dossier)), None) or _only_words(desk, dossier),
        phrases.section(Part.REASONS, [*_quote(desk, stated), *handed], most=4),
        phrases.section(Part.STATE, goals, most=4),
        phrases.section(
            Part.CONFLICTS, [*_disputed(desk, dossier), *_read_otherwise(desk, dossier)], most=3
        ),
        phrases.section(Part.CHANGES, _before(desk, dossier, stated), most=3),
        phrases.section(Part.UNKNOWN, [plain(gap) for gap in gaps]),
        phrases.section(Part.NEXT, [plain(_(line)) for line in _implied(stated)], most=3),
        missing=gaps,
    )
    return replace(made, offers=offers)


def headline(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The newest stated intent, if there is one: its day and how sure it is."""
    _ = desk.texts
    newest = intents.current(dossier.intents, dossier.today)
    if newest is None:
        return []
    if newest.intent is Intent.OTHER:
        return [_other(desk, dossier, newest)]
    what = terms.say(_, newest.intent)
    text = _(
        "{account} started with us to {intent} (stated on {date}, confidence {confidence}).",
        account=phrases.name(dossier.account.name),
        intent=what,
        date=_.date(newest.date),
        confidence=_.percent(newest.confidence),
    )
    return [claim(text, *_carriers(newest), said=(newest.date, newest.confidence))]


def unstated(_: Texts) -> str:
    """What is to be asked where nobody has said why they started."""
    return _("Why they started, beyond their use case: ask the champion, and note it.")


def _other(desk: Desk, dossier: Dossier, reading: IntentReading) -> Sentence:
    _ = desk.texts
    text = _(
        "Why {account} started with us fits no label; stated on {date}: {words}",
        account=phrases.name(dossier.account.name),
        date=_.date(reading.date),
        words=phrases.quoted(_, reading.free_text or reading.quote or terms.say(_, "other")),
    )
    said = (reading.date, reading.free_text or "", terms.say(_, "other"))
    return claim(text, *_carriers(reading), said=said)


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


def _quote(desk: Desk, newest: IntentReading | None) -> list[Sentence]:
    _ = desk.texts
    if newest is None or not newest.quote:
        return []
    words = phrases.quoted(_, newest.quote, 220)
    attributes = [
        phrases.labelled(_, terms.say(_, name), phrases.quoted(_, str(value)))
        for name, value in newest.attributes.items()
    ]
    lines = [claim(_("In their words: {words}", words=words), *_carriers(newest))]
    if attributes:
        text = _("Also noted: {what}", what=phrases.sequence(_, attributes))
        lines.append(claim(text, *_carriers(newest), said=newest.attributes.values()))
    return lines


def told(desk: Desk, goal: Goal) -> Sentence:
    """A goal with where it stands."""
    _ = desk.texts
    text = _(
        "Goal: {goal}: {standing}",
        goal=phrases.quoted(_, goal.goal),
        standing=excerpts.goal(_, goal),
    )
    return claim(text, Ref("goal", goal.id))


def _disputed(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Sources that state different intents, both with words and day: nothing is chosen silently."""
    _ = desk.texts
    return [
        claim(
            wording.contradiction(_, found),
            *_carriers(found.one),
            *_carriers(found.other),
            said=[value for one in (found.one, found.other) for value in _stated(_, one)],
        )
        for found in intents.contradictions(dossier.intents, dossier.today)
    ]


def _stated(_: Texts, reading: IntentReading) -> tuple[object, ...]:
    """What is computed or recorded beside the words of a source."""
    return reading.date, _.percent(reading.confidence), reading.free_text or "", reading.quote or ""


def _before(desk: Desk, dossier: Dossier, stated: IntentReading | None) -> list[Sentence]:
    """Earlier statements of the same intent, the newest first; others stand as contradictions."""
    _ = desk.texts
    same = [one for one in dossier.intents if stated and one.intent is stated.intent]
    return [
        claim(
            _(
                "{date}: stated to be the same, confidence {confidence}.",
                date=_.date(one.date),
                confidence=_.percent(one.confidence),
            ),
            *_carriers(one),
            said=(one.date, one.confidence),
        )
        for one in reversed(same)
        if one != stated
    ]


def _read_otherwise(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """Another intent that the words of the handoff say outright, beside the one that it states."""
    _, known = desk.texts, dossier.handoff
    stated = intents.current(dossier.intents, dossier.today)
    if known is None or stated is None or stated.source_id != known.id:
        return []
    found = (intents.find(getattr(known, name) or "") for name in ("why_bought", "problem"))
    other = next((f for f in found if f and f.intent is not stated.intent and f.quote), None)
    if other is None or other.confidence < intents.DECISIVE:
        return []
    text = _(
        "The same handoff can also be read as: {intent}, since it says {words}",
        intent=terms.say(_, other.intent),
        words=phrases.quoted(_, other.quote or ""),
    )
    return [claim(phrases.ended(_, text), Ref("handoff", known.id), said=(other.intent,))]


def _gaps(desk: Desk, dossier: Dossier, stated: IntentReading | None) -> list[str]:
    _ = desk.texts
    gaps = [] if stated else [unstated(_)]
    if not dossier.goals:
        gaps.append(_("Which goals they measure, with target and date."))
    elif all(goal.current is None for goal in dossier.goals):
        gaps.append(_("Where they stand on their goals: no figure was taken."))
    return gaps


def _implied(stated: IntentReading | None) -> Sequence[str]:
    """What the intent asks of the CSM, as English messages; without one, the question to ask."""
    return intents.implications(stated.intent if stated else Intent.UNKNOWN)


def _carriers(reading: IntentReading) -> tuple[Ref, ...]:
    """The note or handoff that says so; what a person stated is its own record."""
    if reading.source_kind in ("note", "handoff"):
        return (Ref(reading.source_kind, reading.source_id),)
    return (Ref("intent", reading.id),)
