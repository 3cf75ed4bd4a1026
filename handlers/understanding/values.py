"""A question, the turns before it, and what it was understood to ask for."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge.criteria.asked import Asked
from playbooks.accounts import Account

Bounds = tuple[date | None, date | None]


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

    Those asked for renew within `renewing_within_days`, and no sooner than `renewing_from_days`,
    both counted from the day of the question.
    `arr_at_least` and `arr_at_most` are money a year in each account's own currency, `country` an
    ISO 3166 code, `product` one that they have, or lack where `lacks_product`; `named` are the
    criteria of `playbooks.criteria` that the question names.
    `ranked` tells that the `healthiest` or the `least_healthy` are to come first.
    """

    at_risk: bool = False
    blind_spots: bool = False
    renewing_within_days: int | None = None
    renewing_from_days: int | None = None
    silent_days: int | None = None
    arr_at_least: Decimal | None = None
    arr_at_most: Decimal | None = None
    country: str | None = None
    product: str | None = None
    lacks_product: bool = False
    ranked: str | None = None
    named: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class Lead:
    """What led to an account that nobody named: `words` that stand in a record of it.

    `kind` is `contact`, for somebody's name, or `note`.
    """

    kind: str
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was understood.

    `language` is an ISO 639-1 code; `spoken` is false when it is none of en, it, zh.
    `sub_kind` is one of `kinds.SUB_KINDS` or None. `candidates` are the accounts that an ambiguous
    name fits; `unknown_name` is a name that fits none, `nearest` the accounts it resembles most.
    `period` is (since, until), both days included, either may be None for an open end.
    `owner` is a member id. `topic` is the text to search the library with: names and politeness
    removed, the earlier question added when this one leans on it. `note` is the text to write down
    when the request is `write`. `follow_up` is true when the thread filled something in.
    `particular` is the probability, less a half, that the question is for a single thing that no
    standing answer holds, such as what somebody said; above 0 that is likelier than not.
    `lead` is what led to an account that was not named, `person` the contact by whose name it was
    found. `among` are the accounts whose records are worth a search where none is known, the
    likeliest first.
    `apart` are accounts that a list leaves out.
    `earlier` are the accounts that the conversation was about before. `still` is true when it is
    asked whether the last answer still holds.
    """

    language: str
    spoken: bool
    request: str
    sub_kind: str | None = None
    accounts: tuple[Account, ...] = ()
    apart: tuple[Account, ...] = ()
    candidates: tuple[Account, ...] = ()
    unknown_name: str | None = None
    nearest: tuple[Account, ...] = ()
    period: Bounds | None = None
    owner: str | None = None
    segment: str | None = None
    stage: str | None = None
    filters: Filters = field(default_factory=Filters)
    topic: str = ""
    note: str | None = None
    follow_up: bool = False
    earlier: tuple[Account, ...] = ()
    still: bool = False
    particular: float = -1.0
    person: str | None = None
    lead: Lead | None = None
    among: tuple[Account, ...] = ()
