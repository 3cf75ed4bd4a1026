"""Who was told what, where and when: one nudge in one message to one member."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """One nudge in one message to one member; kept before the message is sent.

    `id` names the nudge and its turn, so that each turn is told once; `message` is the key under
    which the message goes out once, `day` the member's own date, by which a day's messages are
    counted. In a `digest` several nudges share a message, in the order of `position`. Until
    `told_at` nobody knows whether the message arrived; then it is `message_ts` in `channel`.
    """

    id: str
    account_id: str
    nudge_id: str
    member: str
    message: str
    day: date
    digest: bool = False
    position: int = 0
    told_at: datetime | None = None
    channel: str | None = None
    message_ts: str | None = None
