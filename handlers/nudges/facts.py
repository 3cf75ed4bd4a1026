"""Facts as they are kept with a nudge: JSON objects, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from playbooks.facts import Fact


def written(fact: Fact) -> dict[str, object]:
    """The fact as a JSON object."""
    return asdict(fact) | {"as_of": fact.as_of.isoformat()}


def read(kept: Mapping[str, Any]) -> Fact:
    """The fact that a JSON object holds."""
    return Fact(**{**kept, "as_of": date.fromisoformat(kept["as_of"])})
