"""Conversations: threads, the replies given in them, and what people said of the replies."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """What a conversation is about, so that "they" and "last quarter" can be understood.

    `since` and `until` bound the period talked of, `topic` are the words that were asked with or
    those of the note that was prepared,
    `earlier_ids` the accounts that it was about before, the last first, `owner` the member whose
    accounts were listed and `apart_ids` the accounts that the list left out.
    """

    id: str
    account_ids: tuple[str, ...] = ()
    request: str | None = None
    language: str | None = None
    since: date | None = None
    updated_at: datetime | None = None
    until: date | None = None
    topic: str = ""
    earlier_ids: tuple[str, ...] = ()
    owner: str | None = None
    apart_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer given, with the ids that it cited: the ground for "why did you say that?"."""

    id: str
    thread_id: str
    asked_at: datetime
    question: str
    text: str
    request: str
    language: str
    asker: str | None = None
    cited: tuple[str, ...] = ()
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's verdict on a reply or a nudge: `good` or `bad`, with words if they gave any."""

    id: str
    about_kind: str
    about_id: str
    member: str
    verdict: str
    at: datetime
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which item; `before` and `after` are JSON objects and enough to undo it."""

    id: str
    at: datetime
    actor: str | None
    action: str
    item_kind: str
    item_id: str
    before: dict[str, object] | None = None
    after: dict[str, object] | None = None
