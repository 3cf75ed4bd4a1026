"""Which nudge comes first: the one order in which they are sent, listed, and answered with."""

from collections.abc import Iterable, Mapping
from datetime import date

from handlers import health, rulebook
from handlers.context import Context
from handlers.texts import Texts
from playbooks.nudges.values import Nudge
from storage.workspace import Reader

Revenue = Mapping[str, float]
"""Revenue at risk by account, as `health` works it out; a plain figure, whatever the currency."""

Key = tuple[int, float, str, str, str]


def revenue_at_risk(
    context: Context, reader: Reader, nudges: Iterable[Nudge], at: date
) -> dict[str, float]:
    """What the accounts of these nudges have at risk; 0 where nobody knows the ARR."""
    ids = sorted({nudge.account_id for nudge in nudges})
    if not ids:
        return {}
    examined = health.within(reader, at, rulebook.health(context, reader), ids)
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
