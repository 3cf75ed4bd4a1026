"""Which nudge comes first: the one order in which they are sent, listed, and answered with."""

from collections.abc import Mapping
from datetime import date

from handlers import health, rulebook
from handlers.context import Context
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.nudges.values import Nudge
from storage import snapshots
from storage.workspace import Reader

Revenue = Mapping[str, float]
"""Revenue at risk by account, as `health` works it out; a plain figure, whatever the currency."""

READ_ANEW = 2000
"""Accounts whose health is read for the order of a list, at most."""

Key = tuple[int, float, str, str, str]


def revenue_at_risk(
    context: Context, reader: Reader, accounts: Mapping[str, Account], at: date
) -> dict[str, float]:
    """What the accounts have at risk; 0 where nobody knows the ARR.

    For more of them than are read in a moment it is that of the readings that were kept last.
    """
    if len(accounts) > READ_ANEW:
        lows = snapshots.lows(reader, at)
        known = ((one, lows.get(one.id, 0.0)) for one in accounts.values())
        return {one.id: health.at_risk(one, low) or 0.0 for one, low in known}
    if not accounts:
        return {}
    examined = health.within(reader, at, rulebook.health(context, reader), [*accounts])
    return {one.account.id: one.revenue_at_risk or 0.0 for one in examined}


def key(nudge: Nudge, at_risk: Revenue) -> Key:
    """The most urgent sorts first; of equally urgent ones the most revenue at risk."""
    return (nudge.priority, *in_digest(nudge, at_risk))


def in_digest(nudge: Nudge, at_risk: Revenue) -> tuple[float, str, str, str]:
    """What is left when the most urgent has been sent: the most revenue at risk sorts first."""
    return -at_risk.get(nudge.account_id, 0.0), nudge.account_id, nudge.rule, nudge.id


def in_words(_: Texts) -> str:
    """The order of `key`, to stand above a list."""
    return _("The most urgent first; equally urgent ones by revenue at risk.")
