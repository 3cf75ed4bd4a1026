"""The handoff from sales to customer success: what it must say, and what it promised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from playbooks import likeness


class HandoffState(StrEnum):
    """Where a handoff stands between the seller and the CSM."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


MANDATORY = ("why_bought", "problem", "time_expectation")
"""Without these three a handoff is sent back to the seller (domain, section 3)."""

FURTHER = (
    "success_criteria",
    "products",
    "licences_sold",
    "stakeholders",
    "competitor_displaced",
    "technical_environment",
    "risks",
    "product_gaps",
    "kickoff_date",
)


@dataclass(frozen=True, slots=True)
class Handoff:
    """What the seller knows about a customer and the CSM must know. Empty means not known."""

    id: str
    account_id: str
    state: HandoffState = HandoffState.DRAFT
    submitted: date | None = None
    author: str | None = None
    why_bought: str | None = None
    problem: str | None = None
    time_expectation: str | None = None
    success_criteria: str | None = None
    products: str | None = None
    licences_sold: int | None = None
    stakeholders: str | None = None
    competitor_displaced: str | None = None
    technical_environment: str | None = None
    risks: str | None = None
    product_gaps: str | None = None
    kickoff_date: date | None = None
    returned_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing promised to a customer, with who keeps it and until when."""

    id: str
    account_id: str
    what: str
    handoff_id: str | None = None
    note_id: str | None = None
    owner: str | None = None
    due: date | None = None
    delivered: date | None = None

    def is_overdue(self, today: date) -> bool:
        """True when the due date has passed without delivery."""
        return self.delivered is None and self.due is not None and self.due < today


UNCONFIRMED_DAYS = 30
"""Days after its date for which a promise that was only read out of a note is asked about."""


def standing(
    promises: Iterable[Promise], today: date, noted: Mapping[str, date] | None = None
) -> list[Promise]:
    """The promises that we are held to, in the order given.

    What a handoff says, or somebody recorded, stands until it is delivered. What was only read
    out of a note is a sign: it is asked about for a month after its date (after its note's, by
    `noted`, when it has none), then it lapses, and it never stands beside a recorded promise that
    says the same for the same day.
    """
    given = list(promises)
    recorded = [promise for promise in given if not _only_read(promise)]

    def counts(promise: Promise) -> bool:
        recent = not _is_over(promise, today, noted or {})
        return promise.delivered is not None or (recent and not _said_better(promise, recorded))

    return [p for p in given if not _only_read(p) or counts(p)]


def lapsed(promises: Iterable[Promise], today: date, noted: Mapping[str, date]) -> list[Promise]:
    """What was only read out of a note, so long ago that nobody is asked about it any more, and of
    which no record says whether it was kept; in the order given."""
    given = list(promises)
    recorded = [promise for promise in given if not _only_read(promise)]
    return [
        one
        for one in given
        if _only_read(one)
        and one.delivered is None
        and _is_over(one, today, noted)
        and not _said_better(one, recorded)
    ]


def _is_over(promise: Promise, today: date, noted: Mapping[str, date]) -> bool:
    since = promise.due or noted.get(promise.note_id or "")
    return since is None or since + timedelta(days=UNCONFIRMED_DAYS) < today


def _said_better(promise: Promise, recorded: Sequence[Promise]) -> bool:
    return any(_says_the_same(promise, other) for other in recorded)


def _only_read(promise: Promise) -> bool:
    return promise.note_id is not None and promise.handoff_id is None


def _says_the_same(one: Promise, other: Promise) -> bool:
    """Same day, and half of the pairs of letters in common."""
    return one.due == other.due and likeness.shared(one.what, other.what) >= 0.5


def missing(handoff: Handoff) -> list[str]:
    """Names of the mandatory fields that are still empty, in the order of the form."""
    return [name for name in MANDATORY if not _filled(handoff, name)]


def completeness(handoff: Handoff, promises: Sequence[Promise] = ()) -> float:
    """Share of fields filled, 0 to 1: a mandatory field weighs three, a further one weighs one.

    The weights are ours: three mandatory fields must outweigh nine nice ones.
    """
    return share_filled(handoff, promised=bool(promises))


def share_filled(handoff: Handoff, *, promised: bool) -> float:
    """Completeness, when it is known whether anything was promised."""
    weights = dict.fromkeys(MANDATORY, 3) | dict.fromkeys(FURTHER, 1)
    filled = sum(weight for name, weight in weights.items() if _filled(handoff, name))
    return (filled + promised) / (sum(weights.values()) + 1)


def _filled(handoff: Handoff, name: str) -> bool:
    value = getattr(handoff, name)
    return bool(value.strip()) if isinstance(value, str) else value is not None
