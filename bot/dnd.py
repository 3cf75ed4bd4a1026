"""When somebody does not want to be disturbed, as they told Slack."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.calling import Calls, Undeliverable

KEEPS = timedelta(minutes=1)
"""How long Slack's word is taken for granted: one question serves the messages of one sending."""

LOG = logging.getLogger(__name__)


class DoNotDisturb:
    """Asks Slack who is not to be disturbed; raises `Limited` when Slack asks for patience.

    An app that was installed before it asked for `dnd:read` does not hear of it, and goes by
    working hours and quiet hours alone.
    """

    def __init__(self, call: Calls, now: Callable[[], datetime]) -> None:
        self._call = call
        self._now = now
        self._asked: dict[str, tuple[datetime, datetime | None]] = {}

    def ends(self, user: str) -> datetime | None:
        """When it ends that somebody is not to be disturbed; None while they may be."""
        now = self._now()
        asked_at, until = self._asked.get(user, (None, None))
        if asked_at is None or now - asked_at >= KEEPS:
            until = self._ask(user, now)
            self._asked[user] = (now, until)
        return until if until is not None and until > now else None

    def _ask(self, user: str, now: datetime) -> datetime | None:
        try:
            return _until(self._call("dnd.info", {"user": user}), now.timestamp())
        except Undeliverable as refusal:
            LOG.info("Slack does not say whether %s may be disturbed: %s", user, refusal.code)
            return None


def _until(said: Mapping[str, Any], now: float) -> datetime | None:
    """The later end of a pause that somebody began themselves and of their nightly hours."""
    ends = []
    if said.get("snooze_enabled"):
        ends.append(float(said.get("snooze_endtime") or 0))
    if said.get("dnd_enabled") and float(said.get("next_dnd_start_ts") or 0) <= now:
        ends.append(float(said.get("next_dnd_end_ts") or 0))
    later = max(ends, default=0.0)
    return datetime.fromtimestamp(later, UTC) if later > now else None
