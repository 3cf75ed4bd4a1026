"""What an account is worth and when its contract renews, in sentences with unit and day."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from handlers import terms
from handlers.answers import Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from handlers.texts import Texts
from playbooks.accounts import Account


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
    _ = desk.texts
    lines = []
    for outcome in reversed([o for o in dossier.outcomes if kind in (None, o.kind)]):
        what = terms.say(_, outcome.kind)
        amount = "" if outcome.amount is None else f" ({_.money(outcome.amount, outcome.currency)})"
        why = f": {phrases.quoted(_, outcome.reason)}" if outcome.reason else ""
        date = _.date(outcome.date)
        text = _("{date}: {what}", date=date, what=f"{what}{amount}{why}")
        lines.append(claim(text, Ref("outcome", outcome.id)))
    return lines


def sums(accounts: Iterable[Account]) -> dict[str | None, Decimal]:
    """ARR by currency; amounts in different currencies are never added up."""
    found: dict[str | None, Decimal] = defaultdict(Decimal)
    for account in accounts:
        if account.arr is not None:
            found[account.currency] += account.arr
    return dict(found)


def total(_: Texts, accounts: Iterable[Account]) -> str:
    """The ARR of several accounts in words, currency by currency."""
    found = sums(accounts)
    if not found:
        return _("an unknown amount")
    written = [_.money(amount, currency) for currency, amount in sorted(found.items(), key=str)]
    return " + ".join(written)


def largest(accounts: Iterable[Account]) -> list[Account]:
    """The account with the most ARR in each currency; there are no exchange rates here."""
    found: dict[str | None, Account] = {}
    for account in sorted(accounts, key=lambda account: (account.arr or Decimal(0), account.name)):
        if account.arr:
            found[account.currency] = account
    return [found[currency] for currency in sorted(found, key=str)]
