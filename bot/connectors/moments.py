"""Moments as customer systems write them."""

from datetime import datetime
from typing import Any


def of(said: Any) -> datetime | None:
    """A moment in ISO 8601 (2026-11-20T09:00:00.000+0000); None for what is none."""
    try:
        return datetime.fromisoformat(str(said))
    except ValueError:
        return None
