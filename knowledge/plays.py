"""Which playbooks answer a nudge rule for an account like this one."""

from collections.abc import Iterable
from dataclasses import dataclass

from playbooks.content import Document


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of the account; None where it is not."""

    stage: str | None = None
    segment: str | None = None
    intent: str | None = None
    language: str | None = None


def for_trigger(documents: Iterable[Document], rule: str, case: Case) -> list[Document]:
    """Documents that name the rule and fit the case, the most specific first, then by id."""
    fitting = [d for d in documents if rule in d.triggers and fits(d, case)]
    return sorted(fitting, key=lambda d: (-_closeness(d, rule, case), d.id))


def fits(document: Document, case: Case) -> bool:
    """Whether a play is meant for such an account; what is not known of it rules nothing out."""
    return _open_to(document.segments, case.segment) and _open_to(document.intents, case.intent)


def _open_to(named: tuple[str, ...], wanted: str | None) -> bool:
    return not named or "any" in named or wanted is None or wanted in named


def _closeness(document: Document, rule: str, case: Case) -> float:
    """A play that names this rule first was written for it; then stage, intent, segment, tongue."""
    points = 2.0 if document.triggers[0] == rule else 0.0
    points += 2.0 if case.stage and document.stage == case.stage else 0.0
    points += 1.5 if case.intent and case.intent in document.intents else 0.0
    points += 1.5 if case.segment and case.segment in document.segments else 0.0
    points += 1.0 if case.language and document.language == case.language else 0.0
    return points + (0.5 if document.source == "added" else 0.0)
