"""What a nudge is, and the states of its life."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Nudge:
    """One reason to act on one account, once per `episode`.

    `episode` names the stretch of time in which the condition holds, so that (rule, account,
    episode) is the key that makes a nudge fire once. `facts` are the facts that made it fire, as
    JSON objects; `priority` runs from 1 (first) to 3. `owner` is the member who gets it. `ended` is
    the day when the condition was found to hold no longer, after which it may fire anew. `reasons`,
    `step` and `draft` are the English messages of the rule as it stood when it fired, with
    `{fact}` places that `handlers.wording` fills; `due` is the day by which the step is wanted.
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
