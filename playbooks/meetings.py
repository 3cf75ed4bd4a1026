"""Meetings with customers: those in the calendar, those to come and those that were called off."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting with people of one account, as a calendar or a CRM has it; times are UTC.

    `contacts` and `members` are ids of those who are invited and known here, `others` the mail
    addresses of those who are not. That a meeting was planned does not say that it took place.
    """

    id: str
    account_id: str
    starts: datetime
    title: str
    ends: datetime | None = None
    contacts: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    place: str | None = None
    cancelled: bool = False
    source: str | None = None
