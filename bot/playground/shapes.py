"""The few types that every part of the loopback Slack shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
"""A JSON object as Slack sends or receives it."""

Clock = Callable[[], float]
"""Seconds since 1970, as `time.time` gives them."""
