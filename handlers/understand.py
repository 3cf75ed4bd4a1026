"""Understanding a question: its language, what is asked, of which accounts, over which period."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from playbooks.accounts import Account
from playbooks.conversations import Thread
from playbooks.people import Member

REQUESTS = (
    "health intent summary changes next_steps guidance education handoff promises people "
    "portfolio compare trajectory revenue capacity gaps write help other"
).split()
"""What a person may ask for; the names of the field `request` of an answer."""

SUB_KINDS = (
    "small_talk thanks why show_source out_of_scope empty capabilities undo goodbye"
).split()
"""Finer kinds within `help` and `other`, and `why` and `show_source` within a thread's request."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody typed, and the member id of who typed it (for "my accounts")."""

    text: str
    asker: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of the conversation; `role` is `user` or `assistant`."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which accounts of a portfolio are asked for; what is None or false is not asked for.

    `arr_at_least` and `arr_at_most` are money a year in each account's own currency.
    """

    at_risk: bool = False
    blind_spots: bool = False
    renewing_within_days: int | None = None
    silent_days: int | None = None
    arr_at_least: Decimal | None = None
    arr_at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was understood.

    `language` is an ISO 639-1 code; `spoken` is false when it is none of en, it, zh.
    `sub_kind` is one of `SUB_KINDS` or None. `candidates` are the accounts that an ambiguous name
    fits; `unknown_name` is a name that fits none, `nearest` the accounts it resembles most.
    `period` is (since, until), both days included, either may be None for an open end.
    `owner` is a member id. `topic` is the text to search the library with: names and politeness
    removed, the earlier question added when this one leans on it. `note` is the text to write down
    when the request is `write`. `follow_up` is true when the thread filled something in.
    """

    language: str
    spoken: bool
    request: str
    sub_kind: str | None = None
    accounts: tuple[Account, ...] = ()
    candidates: tuple[Account, ...] = ()
    unknown_name: str | None = None
    nearest: tuple[Account, ...] = ()
    period: tuple[date | None, date | None] | None = None
    owner: str | None = None
    segment: str | None = None
    stage: str | None = None
    filters: Filters = field(default_factory=Filters)
    topic: str = ""
    note: str | None = None
    follow_up: bool = False


def understand(
    question: Question,
    thread: Thread | None,
    turns: Sequence[Turn],
    accounts: Sequence[Account],
    members: Sequence[Member],
    today: date,
) -> Understanding:
    """Understand `question` in the light of its `thread` and of the earlier `turns`.

    `accounts` and `members` are those that the asker may see; pass the same tuple again and its
    index of names is not built anew. Never raises on what a person may type.
    """
    raise NotImplementedError
