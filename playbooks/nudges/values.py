"""What a nudge is, and the states of its life."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from playbooks.facts import Fact


class NudgeState(StrEnum):
    """The life of a nudge: from planned to closed."""

    PLANNED = "planned"
    SENT = "sent"
    SNOOZED = "snoozed"
    DONE = "done"
    NOT_USEFUL = "not_useful"
    LAPSED = "lapsed"


OPEN_STATES = (NudgeState.PLANNED, NudgeState.SENT, NudgeState.SNOOZED)

OUTCOMES = ("helped", "no_change", "too_early")
"""What came of a nudge that somebody acted on, as they say it."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One reason to act on one account, once per `episode`.

    `episode` names the stretch of time in which the condition holds, so that (rule, account,
    episode) is the key that makes a nudge fire once. `facts` are the facts that made it fire, as
    JSON objects; `priority` runs from 1 (first) to 3. `owner` is the member who gets it. `ended` is
    the day when the condition was found to hold no longer, after which it may fire anew. `reasons`,
    `step` and `draft` are the English messages of the rule as it stood when it fired, with
    `{fact}` places that `handlers.wording` fills; `due` is the day by which the step is wanted.

    `outcome` is one of OUTCOMES and `reason` what somebody wrote about their answer. One that is
    put off until something changes has `watched`, its facts as they stood then, and no
    `snoozed_until`. `passed_from` had it before the owner: because `passed_by` gave it away, or,
    without one, because they cannot get it any more. `escalated_to` is the manager who was told
    that it waits for this owner, at `escalated_at`. `turn` counts how often it was put off or
    passed on: each telling of it has a key of its own.
    """

    id: str
    account_id: str
    rule: str
    episode: str
    owner: str | None
    priority: int
    created: date
    state: NudgeState = NudgeState.PLANNED
    facts: tuple[dict[str, object], ...] = ()
    play: str | None = None
    snoozed_until: date | None = None
    reason: str | None = None
    sent_at: datetime | None = None
    closed_at: datetime | None = None
    channel: str | None = None
    message_ts: str | None = None
    ended: date | None = None
    reasons: tuple[str, ...] = ()
    step: str | None = None
    draft: str | None = None
    due: date | None = None
    outcome: str | None = None
    watched: tuple[dict[str, object], ...] = ()
    passed_from: str | None = None
    passed_by: str | None = None
    escalated_to: str | None = None
    escalated_at: datetime | None = None
    turn: int = 0

    def is_put_off(self, at: date) -> bool:
        """True while it waits for a day to come, or for something to change."""
        if self.state is not NudgeState.SNOOZED:
            return False
        return bool(self.watched) or (self.snoozed_until is not None and self.snoozed_until > at)


class Episode(NamedTuple):
    """What planning has to know of a nudge; fields as those of `Nudge`."""

    id: str
    account_id: str
    rule: str
    episode: str
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A rule that fires for an account: what a nudge is made of, before anything is written.

    `role` is whose turn it is, `owner` the member who has that role, None when nobody does.
    `reasons`, `step` and `draft` are English messages with `{fact}` places that `handlers.wording`
    fills. `revenue` is the account's ARR in `currency`, by which equal priorities are ordered.
    `play` is a document's id when the rule names one; otherwise the library's play whose
    triggers name the rule answers it.
    """

    rule: str
    account_id: str
    episode: str
    priority: int
    role: str
    owner: str | None
    facts: tuple[Fact, ...]
    reasons: tuple[str, ...]
    step: str
    within_days: int
    draft: str | None = None
    play: str | None = None
    revenue: Decimal | None = None
    currency: str | None = None
