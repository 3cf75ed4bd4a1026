"""Intent: why a customer started working with us, beyond their use case."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


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
