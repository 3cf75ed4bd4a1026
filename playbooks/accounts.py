"""Accounts and what they have bought."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Segment(StrEnum):
    """How large the customer is; plays, expected times and weights differ by it."""

    ENTERPRISE = "enterprise"
    MID_MARKET = "mid_market"
    SMB = "smb"


@dataclass(frozen=True, slots=True)
class Account:
    """A customer organisation. `arr` is money a year in `currency`; people are member ids."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    domain: str | None = None
    segment: str | None = None
    tier: str | None = None
    arr: Decimal | None = None
    currency: str | None = None
    contract_start: date | None = None
    renewal_date: date | None = None
    owner: str | None = None
    account_executive: str | None = None
    solution_architect: str | None = None
    industry: str | None = None
    region: str | None = None
    channel: str | None = None

    @property
    def team(self) -> tuple[str, ...]:
        """Member ids of the account team: CSM, seller and solution architect."""
        people = (self.owner, self.account_executive, self.solution_architect)
        return tuple(person for person in people if person)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One product bought; `mrr` is money a month in `currency`, `seats` are licences."""

    id: str
    account_id: str
    product: str | None = None
    seats: int | None = None
    start_date: date | None = None
    end_date: date | None = None
    mrr: Decimal | None = None
    currency: str | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether it has begun by a day and not ended on it; without dates it always runs."""
        begun = self.start_date is None or self.start_date <= day
        return begun and (self.end_date is None or self.end_date > day)
