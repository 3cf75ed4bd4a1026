"""The course of an account's revenue: what it paid from when to when, and what was lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from playbooks.accounts import Account, Subscription
from playbooks.observations import CHURN, DECIDING, Outcome

MONTH = 365.25 / 12
"""Days of a month."""

RENEWED_WITHIN = timedelta(days=31)
"""A contract for the same product that begins so soon around the end of another continues it."""

CHANGES = {"expansion": -1, "contraction": 1}
"""What an outcome did to the yearly amount, undone: before an expansion it was less."""


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of revenue: `monthly` is money a month, None when it is not known.

    `end` is the first day without it; `goes_on` the day from which another line continues it.
    """

    start: date
    end: date | None
    monthly: float | None
    seats: int | None = None
    product: str | None = None
    goes_on: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it is paid for on the day."""
        return self.start <= day and (self.end is None or self.end > day)

    def lost_by(self, day: date) -> bool:
        """Whether it had ended by the day, and nothing went on from it as far as was known."""
        over = self.end is not None and self.end <= day
        return over and not (self.goes_on is not None and self.goes_on <= day)


@dataclass(frozen=True, slots=True)
class Course:
    """All lines of one account, in one currency. `rebuilt` ones come from today's yearly amount."""

    account_id: str
    segment: str | None
    currency: str | None
    began: date | None
    lines: tuple[Line, ...]
    rebuilt: bool = False

    def arr(self, day: date) -> float | None:
        """Money a year on the day; 0 when nothing is in force, None when an amount is unknown."""
        amounts = [line.monthly for line in self.lines if line.in_force(day)]
        known = [amount for amount in amounts if amount is not None]
        return 12 * sum(known) if len(known) == len(amounts) else None

    def paid(self, since: date, until: date) -> float | None:
        """Money between two days, None when the amount of a line in force is unknown."""
        total = 0.0
        for line in self.lines:
            last = min(line.end or until, until)
            days = (last - max(line.start, since)).days
            if days > 0:
                if line.monthly is None:
                    return None
                total += line.monthly * days / MONTH
        return total

    def seats(self, day: date) -> int | None:
        """Licences in force on the day, None when those of a line are unknown."""
        held = [line.seats for line in self.lines if line.in_force(day)]
        known = [seats for seats in held if seats is not None]
        return sum(known) if held and len(known) == len(held) else None

    def tenure(self, day: date) -> float | None:
        """Months since they began."""
        return None if self.began is None else (day - self.began).days / MONTH

    def changed(self, since: date, until: date) -> bool:
        """Whether the amount changed after `since` and up to `until`."""
        edges = [edge for line in self.lines for edge in (line.start, line.end) if edge]
        return any(since < edge <= until for edge in edges if edge != self.began)


def course(
    account: Account, bought: Sequence[Subscription], outcomes: Sequence[Outcome], today: date
) -> Course | None:
    """From subscriptions with a price; without any, from the yearly amount walked back.

    Outcomes come oldest first. None when neither says anything, or currencies are mixed.
    """
    priced = [one for one in bought if one.mrr is not None and one.start_date is not None]
    if priced:
        return _from_subscriptions(account, priced)
    return _from_amount(account, [o for o in outcomes if o.date <= today], today)


def _from_subscriptions(account: Account, bought: Sequence[Subscription]) -> Course | None:
    if len({one.currency for one in bought}) > 1:
        return None
    lines = [
        Line(
            one.start_date,
            one.end_date,
            float(one.mrr),
            one.seats,
            one.product,
        )
        for one in bought
        if one.mrr and one.start_date is not None
    ]
    if not lines:
        return None
    lines.sort(key=lambda line: line.start)
    firsts = [line.start for line in lines] + [account.contract_start or date.max]
    joined = tuple(_joined(lines))
    currency = bought[0].currency or account.currency
    return Course(account.id, account.segment, currency, min(firsts), joined)


def _joined(lines: Sequence[Line]) -> Iterable[Line]:
    """The lines, each that another of the same product continues with the day it does."""
    for line in lines:
        if line.end is None:
            yield line
            continue
        first, last = line.end - RENEWED_WITHIN, line.end + RENEWED_WITHIN
        after = (
            other.start
            for other in lines
            if other.product == line.product
            and other.start > line.start
            and first <= other.start <= last
        )
        yield replace(line, goes_on=next(after, None))


def _from_amount(account: Account, outcomes: Sequence[Outcome], today: date) -> Course | None:
    """Pieces between changes, from the newest back; an amount that is not given ends what is known.

    The record has one amount, today's; it keeps no history.
    """
    if account.arr is None or account.contract_start is None:
        return None
    begun = account.contract_start
    left = [o for o in outcomes if o.kind in DECIDING][-1:]
    gone = left[0] if left and left[0].kind == CHURN else None
    amount: float | None = float(account.arr)
    end: date | None = None
    pieces: list[Line] = []
    if gone is not None:
        end, amount = gone.date, _amount(gone, account)
    for change in reversed([o for o in outcomes if o.kind in CHANGES]):
        if begun < change.date < (end or today):
            pieces.append(Line(change.date, end, _monthly(amount)))
            end, amount = change.date, _before(amount, change, account)
    if end is None or end > begun:
        pieces.append(Line(begun, end, _monthly(amount)))
    pieces.reverse()
    lines = [
        replace(one, goes_on=after.start) if after else one
        for one, after in zip(pieces, [*pieces[1:], None], strict=True)
    ]
    segment, currency = account.segment, account.currency
    return Course(account.id, segment, currency, begun, tuple(lines), rebuilt=True)


def _before(amount: float | None, change: Outcome, account: Account) -> float | None:
    moved = _amount(change, account)
    if amount is None or moved is None:
        return None
    before = amount + CHANGES[change.kind] * moved
    return before if before >= 0 else None


def _amount(outcome: Outcome, account: Account) -> float | None:
    same = outcome.currency in (None, account.currency)
    return float(outcome.amount) if outcome.amount is not None and same else None


def _monthly(amount: float | None) -> float | None:
    return None if amount is None else amount / 12
