"""Facts: the named, dated, sourced figures about an account that every rule reads."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about an account.

    `value` is a number, a truth value or a short text; `unit` and `window_days` say what the
    number means; `evidence_kind` and `evidence_id` name the item that carries it (note, metric,
    survey, ticket, goal, handoff, promise, account, stage, contact, outcome, subscription, gap,
    person_answer, snapshot, health), and `quote` is that item's own wording, when it has one.
    """

    name: str
    value: float | bool | str
    as_of: date
    evidence_kind: str
    evidence_id: str
    unit: str | None = None
    window_days: int | None = None
    quote: str | None = None


AccountFacts = Mapping[str, Fact]
"""Facts of one account by name; a fact that is not there is *unknown*, never zero."""


def to_json(fact: Fact) -> dict[str, Any]:
    """The fact as a JSON object, with its date as ISO text."""
    return asdict(fact) | {"as_of": fact.as_of.isoformat()}


def from_json(document: Mapping[str, Any]) -> Fact:
    """The fact that `to_json` wrote."""
    return Fact(**{**document, "as_of": date.fromisoformat(document["as_of"])})
