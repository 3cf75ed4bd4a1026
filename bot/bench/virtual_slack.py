"""Slack in memory: what of its Web API sending needs, and what stands there afterwards."""

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.bench.virtual import Clock, Fate
from playbooks.people import Member

HOME = "T0HOME"
"""The workspace in which everybody is."""

CALL = timedelta(milliseconds=300)
"""How long one call takes on the virtual clock."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in Slack."""

    key: str
    user: str
    ts: str
    at: datetime


class Slack(WebClient):
    """What of Slack's Web API sending needs, in memory; it keeps what was posted.

    `limits` says of a method whether Slack asks for patience now, in seconds.
    """

    def __init__(self, clock: Clock, fate: Fate, limits: Callable[[str], int | None]) -> None:
        super().__init__("xoxb-virtual", retry_handlers=[])
        self._clock = clock
        self._fate = fate
        self._limits = limits
        self._numbers = itertools.count(1)
        self.members: dict[str, Member] = {}
        self.pauses: dict[str, tuple[datetime, datetime]] = {}
        self.posted: list[Posted] = []
        self.limited: Counter[str] = Counter()
        self.too_early = 0
        self._not_before: dict[str, datetime] = {}
        self._by_user: dict[str, list[Posted]] = {}

    def forget_limits(self) -> None:
        """A process that starts anew cannot know what Slack asked the last one for."""
        self._not_before.clear()

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        """Answer as Slack does; a call may be the last thing that a process does."""
        self._clock.moment += CALL
        self._keep_in_bounds(api_method)
        arguments = given.get("json") or given.get("params") or given.get("data") or {}
        self._fate.may_strike()
        answer = METHODS[api_method](self, arguments)
        self._fate.may_strike()
        return self._response(200, {"ok": True, **answer}, {})

    def post(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """A message to the one member whose channel it is."""
        ts = f"{self._clock.moment.timestamp():.0f}.{next(self._numbers):06}"
        key = arguments["metadata"]["event_payload"]["key"]
        user = arguments["channel"].removeprefix("D")
        message = Posted(key, user, ts, self._clock.moment)
        self.posted.append(message)
        self._by_user.setdefault(user, []).append(message)
        return {"ts": ts}

    def history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The messages of a channel since a moment, with what tells them apart."""
        oldest = float(arguments["oldest"])
        ours = self._by_user.get(arguments["channel"].removeprefix("D"), [])
        late = itertools.takewhile(lambda one: one.at.timestamp() >= oldest, reversed(ours))
        return {"messages": [_shown(one) for one in late]}

    def user(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Somebody as Slack knows them."""
        known = self.members[arguments["user"]]
        return {
            "user": {
                "id": known.id,
                "name": known.handle or known.id,
                "real_name": known.name,
                "team_id": HOME,
                "tz": known.time_zone,
                "locale": known.language,
                "deleted": not known.active,
            }
        }

    def pause(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """When somebody is not to be disturbed."""
        begins, ends = self.pauses.get(arguments["user"], (None, None))
        if begins is None or ends is None:
            return {"dnd_enabled": False}
        times = {"next_dnd_start_ts": begins.timestamp(), "next_dnd_end_ts": ends.timestamp()}
        return {"dnd_enabled": True, **times}

    def _keep_in_bounds(self, method: str) -> None:
        now = self._clock.moment
        self.too_early += now < self._not_before.get(method, now)
        seconds = self._limits(method)
        if seconds is not None:
            self.limited[method] += 1
            self._not_before[method] = now + timedelta(seconds=seconds)
            answer, headers = {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)}
            raise SlackApiError("ratelimited", self._response(429, answer, headers))

    def _response(
        self, status: int, answer: dict[str, Any], headers: dict[str, str]
    ) -> SlackResponse:
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url="https://slack.example/api/",
            req_args={},
            data=answer,
            headers=headers,
            status_code=status,
        )


METHODS: dict[str, Callable[[Slack, dict[str, Any]], dict[str, Any]]] = {
    "chat.postMessage": Slack.post,
    "chat.update": lambda _slack, _arguments: {},
    "conversations.open": lambda _slack, arguments: {"channel": {"id": f"D{arguments['users']}"}},
    "conversations.history": Slack.history,
    "dnd.info": Slack.pause,
    "users.info": Slack.user,
}


def _shown(message: Posted) -> dict[str, Any]:
    metadata = {"event_payload": {"key": message.key}}
    return {"ts": message.ts, "bot_id": "B0", "metadata": metadata}
