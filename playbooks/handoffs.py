"""The handoff from sales to customer success: what it must say, and what it promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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


def missing(handoff: Handoff) -> list[str]:
    """Names of the mandatory fields that are still empty, in the order of the form."""
    return [name for name in MANDATORY if not _filled(handoff, name)]


def completeness(handoff: Handoff, promises: Sequence[Promise] = ()) -> float:
    """Share of fields filled, 0 to 1: a mandatory field weighs three, a further one weighs one.

    The weights are ours: three mandatory fields must outweigh nine nice ones.
    """
    weights = dict.fromkeys(MANDATORY, 3) | dict.fromkeys(FURTHER, 1)
    filled = sum(weight for name, weight in weights.items() if _filled(handoff, name))
    return (filled + bool(promises)) / (sum(weights.values()) + 1)


def _filled(handoff: Handoff, name: str) -> bool:
    value = getattr(handoff, name)
    return bool(value.strip()) if isinstance(value, str) else value is not None
