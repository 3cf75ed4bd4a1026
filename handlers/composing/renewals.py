"""Accounts of a list by when their contract renews: those that fit, and those that come next."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.composing.desk import Desk
from playbooks.accounts import Account

NEXT = 3
"""Renewals that are shown where none falls into the time asked for."""

COUNTED = 120
"""Days up to which it is said how many they are; a later end is said by its day."""


def fits(desk: Desk, account: Account) -> bool:
    """Whether it renews in the days that the list asks for; true where it asks for none."""
    wanted, day = desk.asked.filters, account.renewal_date
    if wanted.renewing_within_days is None:
        return True
    if day is None:
        return False
    first = wanted.renewing_from_days or 0
    return first <= (day - desk.today).days <= wanted.renewing_within_days


def is_in_period(desk: Desk, account: Account) -> bool:
    """Whether the renewal date lies in the period asked about; with none, in those days."""
    since, until = desk.asked.period or (None, None)
    day = account.renewal_date
    if day is None or (since is None and until is None):
        return desk.asked.filters.renewing_within_days is not None
    return (since or date.min) <= day <= (until or date.max)


def coming(desk: Desk, accounts: Sequence[Account]) -> list[Account]:
    """The accounts that renew next, the soonest first."""
    dated = [(one.renewal_date, one) for one in accounts if one.renewal_date is not None]
    ahead = sorted((day, one.name, one) for day, one in dated if day >= desk.today)
    return [one for _day, _name, one in ahead[:NEXT]]


def said(desk: Desk) -> str:
    """The days that the list asks for, in words."""
    _, wanted = desk.texts, desk.asked.filters
    first, last = wanted.renewing_from_days, wanted.renewing_within_days or 0
    if not first and last > COUNTED:
        return _("renewing by {date}", date=_.date(desk.today + timedelta(last)))
    if not first:
        return _.plural("renewing within {count} day", "renewing within {count} days", last)
    since, until = (_.date(desk.today + timedelta(far)) for far in (first, last))
    return _("renewing from {since} to {until}", since=since, until=until)
