"""Intent: why a customer started working with us, beyond their use case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from playbooks import intent_phrases
from playbooks.handoffs import Handoff


class Intent(StrEnum):
    """An open set: `other` carries free text, `unknown` is asked for."""

    REPLACE_OUTDATED_PROCESS = "replace_outdated_process"
    COMPETITIVE_SWITCH = "competitive_switch"
    STRATEGIC_INTEGRATION = "strategic_integration"
    PILOT_TO_EXPAND = "pilot_to_expand"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class IntentReading:
    """One statement of an account's intent, from one source on one day; readings are never lost.

    `confidence` runs from 0 to 1. `source_kind` is `handoff`, `note` or `person`, `quote` is the
    source's own wording. `attributes`: planned behaviour, sponsor, budget scope, change load.
    """

    id: str
    account_id: str
    intent: Intent
    date: date
    confidence: float
    source_kind: str
    source_id: str
    quote: str | None = None
    free_text: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    author: str | None = None


@dataclass(frozen=True, slots=True)
class FoundIntent:
    """An intent read out of a text, with the text's own words for it and for its attributes."""

    intent: Intent
    confidence: float
    quote: str
    attributes: dict[str, str] = field(default_factory=dict)
    free_text: str | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sources that state different intents; both stand, each with its date."""

    one: IntentReading
    other: IntentReading


STRONG = 0.8
WEAK = 0.45
CERTAIN = 0.95
STATED = ("why_bought", "competitor_displaced")
"""Fields of a handoff that are about why they bought; the further ones only tell of it."""

TOLD = ("problem", "success_criteria", "risks")

DECISIVE = 0.5
"""A reading below this confidence does not replace an earlier one."""


def find(text: str) -> FoundIntent | None:
    """The intent that an English, Italian or Chinese text states, or None when it states none.

    The quote is a sentence of the text. Confidence is 0.8 when a sentence says it outright, more
    when several do, and 0.45 when it is only suggested; a suggestion against another statement
    does not count.
    """
    found = {Intent(name): hits for name, hits in intent_phrases.hits(text).items()}
    strong = {name: hits for name, hits in found.items() if any(hit.strong for hit in hits)}
    candidates = strong or found
    if not candidates:
        return None
    intent, hits = max(candidates.items(), key=lambda item: _strength(item[1]))
    quote = max(hits, key=lambda hit: hit.strong).sentence
    attributes = intent_phrases.attributes(text)
    return FoundIntent(intent, _confidence(hits), quote, attributes)


def of_handoff(handoff: Handoff) -> FoundIntent | None:
    """The intent that a handoff states; reasons that fit no label are `other` with their words."""
    found = _first_in(handoff, STATED)
    displaced = (handoff.competitor_displaced or "").strip()
    if found is None and displaced:
        attributes = _handoff_attributes(handoff)
        return FoundIntent(Intent.COMPETITIVE_SWITCH, STRONG, displaced, attributes)
    found = found or _first_in(handoff, TOLD)
    if found is not None:
        return found
    why = (handoff.why_bought or "").strip()
    if not why:
        return None
    return FoundIntent(Intent.OTHER, DECISIVE, why, _handoff_attributes(handoff), why)


def current(history: Iterable[IntentReading], at: date) -> IntentReading | None:
    """What counts as the intent on `at`: the newest that somebody stated, else a note's.

    A person's statement and a handoff's are meant; what was read out of a note never takes their
    place in silence, it stands against them as a contradiction. Hints count when nothing else is
    known. On the same day a person's statement goes before a handoff's.
    """
    known = [r for r in history if r.date <= at and r.intent is not Intent.UNKNOWN]
    decisive = [r for r in known if r.confidence >= DECISIVE] or known
    meant = [r for r in decisive if r.source_kind != "note"] or decisive
    if not meant:
        return None
    return max(meant, key=lambda r: (r.date, r.source_kind == "person", r.confidence, r.id))


def contradictions(history: Sequence[IntentReading], at: date) -> list[Contradiction]:
    """Sources that disagree with the current intent, each pair the older one first.

    Of each other intent the newest reading counts; hints do not.
    """
    now = current(history, at)
    if now is None:
        return []
    others: dict[Intent, IntentReading] = {}
    for reading in sorted(history, key=lambda r: (r.date, r.id)):
        decisive = reading.date <= at and reading.confidence >= DECISIVE
        if decisive and reading.intent not in (now.intent, Intent.UNKNOWN):
            others[reading.intent] = reading
    return [
        Contradiction(*sorted((reading, now), key=lambda r: (r.date, r.id)))
        for reading in others.values()
    ]


def title(intent: Intent) -> str:
    """The intent's name, an English message."""
    if intent is Intent.OTHER:
        return "Another reason"
    if intent is Intent.UNKNOWN:
        return "Unknown"
    return intent_phrases.book().intents[intent.value].title


def implications(intent: Intent) -> tuple[str, ...]:
    """What the intent implies for onboarding and approach, as English messages."""
    entry = intent_phrases.book().intents.get(intent.value)
    if entry is not None:
        return entry.implies
    return ("Ask why they started with us, and what they hope to change beyond the use case.",)


def _strength(hits: Sequence[intent_phrases.Hit]) -> tuple[int, int, int]:
    strong = sum(hit.strong for hit in hits)
    return strong, len(hits), -hits[0].position


def _confidence(hits: Sequence[intent_phrases.Hit]) -> float:
    strong = sum(hit.strong for hit in hits)
    if not strong:
        return WEAK
    return min(CERTAIN, STRONG + 0.05 * (strong - 1))


def _first_in(handoff: Handoff, names: Sequence[str]) -> FoundIntent | None:
    """What the first of these fields says outright, surer than in a note: it was asked for."""
    for name in names:
        found = find(getattr(handoff, name) or "")
        if found is not None and found.confidence >= DECISIVE:
            attributes = {**_handoff_attributes(handoff), **found.attributes}
            confidence = min(CERTAIN, found.confidence + 0.1)
            return FoundIntent(found.intent, confidence, found.quote, attributes)
    return None


def _handoff_attributes(handoff: Handoff) -> dict[str, str]:
    """Attributes that the form asks for; how success is measured is no plan, and not among them."""
    sponsor = (handoff.stakeholders or "").strip()
    return {"sponsor": sponsor} if sponsor else {}
