"""Short-lived permissions that Slack hands to an app: trigger ids, response URLs, OAuth codes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.refusal import Refused
from bot.playground.shapes import Clock

TRIGGER_SECONDS = 3.0
"""https://docs.slack.dev/interactivity/handling-user-interaction"""
RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_USES = 5


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a trigger id stands for: who acted, and in which open modal if any."""

    user: str
    view_id: str | None
    issued: float


class Triggers:
    """Trigger ids: each opens or pushes one modal, within three seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, Trigger] = {}
        self._spent: set[str] = set()

    def issue(self, trigger_id: str, user: str, view_id: str | None = None) -> str:
        self._issued[trigger_id] = Trigger(user, view_id, self._clock())
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Spend `trigger_id`; refused when it is unknown, spent or too old."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger_id in self._spent:
            raise Refused("exchanged_trigger_id")
        if self._clock() - trigger.issued > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        self._spent.add(trigger_id)
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """Where an app may answer an interaction: the channel, the person, the message acted on."""

    channel: str
    user: str
    message_ts: str | None
    thread_ts: str | None
    issued: float
    uses: int = 0


class ResponseUrls:
    """Response URLs: five answers each, within thirty minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self,
        key: str,
        channel: str,
        user: str,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        self._issued[key] = ResponseUrl(channel, user, message_ts, thread_ts, self._clock())
        return key

    def use(self, key: str) -> ResponseUrl:
        """Count one answer; refused when the URL is unknown, used up or too old."""
        found = self._issued.get(key)
        if found is None:
            raise Refused("invalid_url")
        if self._clock() - found.issued > RESPONSE_URL_SECONDS:
            raise Refused("expired_url")
        if found.uses >= RESPONSE_URL_USES:
            raise Refused("used_url")
        found.uses += 1
        return found
