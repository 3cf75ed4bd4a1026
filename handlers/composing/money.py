"""What an account is worth and when its contract renews, in sentences with unit and day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from handlers import terms
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from playbooks.accounts import Account
from playbooks.observations import CHURN, Outcome

OUTCOMES = ("renewal", "expansion", "contraction", CHURN)
"""What may become of a contract, in the order in which it is told."""

YEAR = timedelta(days=365)
"""How far outcomes are looked for where no time is asked about."""


def worth(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """ARR and segment of the account, when the record has them."""
    _, account = desk.texts, dossier.account
    if account.arr is None or (not account.arr and dossier.subscriptions):
        return _paid(desk, dossier)
    text = _(
        "{account} is worth {money} ({segment}).",
        account=phrases.name(account.name),
        money=phrases.yearly(_, account.arr, account.currency),
        segment=terms.say(_, account.segment),
    )
    return [claim(text, Ref("account", account.id))]


def _paid(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """What they last paid a month, where nothing is paid any more."""
    _ = desk.texts
    lines = []
    for one in reversed(dossier.subscriptions):
        if one.mrr is None or one.end_date is None or one.end_date > dossier.today:
            continue
        text = _(
            "{account} paid {money} a month until {date}, {yearly}.",
            account=phrases.name(dossier.account.name),
            money=_.money(one.mrr, one.currency),
            date=_.date(one.end_date),
            yearly=phrases.yearly(_, one.mrr * 12, one.currency),
        )
        lines.append(claim(text, Ref("subscription", one.id), said=(text,)))
    return lines


def renewal(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """When the contract renews, counted from the day of the answer."""
    _, account = desk.texts, dossier.account
    if account.renewal_date is None:
        return []
    left = (account.renewal_date - dossier.today).days
    date, span = _.date(account.renewal_date), phrases.days(_, abs(left))
    if left >= 0:
        text = _("The contract renews on {date}, in {days}.", date=date, days=span)
    else:
        text = _("The renewal date on record, {date}, was {days} ago.", date=date, days=span)
    return [claim(text, Ref("account", account.id), said=(abs(left),))]


def outcomes(desk: Desk, dossier: Dossier, kind: str | None = None) -> list[Sentence]:
    """Renewals, churn, expansions and contractions, or one `kind` of them, the latest first."""
    found = [one for one in dossier.outcomes if kind in (None, one.kind)]
    return [claim(outcome(desk, one), Ref("outcome", one.id)) for one in reversed(found)]


def outcome(desk: Desk, one: Outcome) -> str:
    """One outcome in words: the day, what happened, the money and why, as far as recorded."""
    _ = desk.texts
    amount = "" if one.amount is None else f" ({_.money(one.amount, one.currency)})"
    why = f": {phrases.quoted(_, one.reason)}" if one.reason else ""
    what = f"{terms.say(_, one.kind)}{amount}{why}"
    return _("{date}: {what}", date=_.date(one.date), what=what)


def happened_between(desk: Desk) -> tuple[date, date]:
    """The time asked about, as far as it is over, or the last twelve months."""
    since, until = desk.asked.period or (None, None)
    last = min(until or desk.today, desk.today)
    return since or last - YEAR, last


def sums(accounts: Iterable[Account]) -> dict[str | None, Decimal]:
    """ARR by currency."""
    return added((one.arr, one.currency) for one in accounts)


def added(amounts: Iterable[tuple[Decimal | None, str | None]]) -> dict[str | None, Decimal]:
    """Amounts by currency; those in different currencies are never added up."""
    found: dict[str | None, Decimal] = defaultdict(Decimal)
    for amount, currency in amounts:
        if amount is not None:
            found[currency] += amount
    return dict(found)


def written(_: Texts, found: Mapping[str | None, Decimal]) -> str:
    """Sums in words, currency by currency; empty where there is none."""
    ordered = sorted(found.items(), key=str)
    return " + ".join(_.money(amount, currency) for currency, amount in ordered)


def total(_: Texts, accounts: Iterable[Account]) -> str:
    """The ARR of several accounts in words, currency by currency."""
    return written(_, sums(accounts)) or _("an unknown amount")


def largest(accounts: Iterable[Account]) -> list[Account]:
    """The account with the most ARR in each currency; there are no exchange rates here."""
    found: dict[str | None, Account] = {}
    for account in sorted(accounts, key=lambda account: (account.arr or Decimal(0), account.name)):
        if account.arr:
            found[account.currency] = account
    return [found[currency] for currency in sorted(found, key=str)]
