"""Money: what an account or a segment is worth, what was won and lost, and what that may mean."""

from collections.abc import Sequence

from handlers import terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import handoff, money, phrases, spending
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.gathering.dossier import Dossier
from knowledge import cues, wording
from playbooks.accounts import Account, Subscription
from playbooks.observations import Outcome


def compose(desk: Desk) -> Draft:
    """The money of one account, or of the portfolio or segment asked about.

    What satisfaction, lifetime and attention have to do with money is told when it is asked for.
    """
    if desk.asked.accounts:
        return _of_account(desk, desk.dossier(desk.asked.accounts[0]))
    return spending.compose(desk) or _of_portfolio(desk)


def summed(desk: Desk) -> Draft | None:
    """What several accounts come to, where their total is asked for."""
    _, accounts = desk.texts, desk.asked.accounts
    priced = [account for account in accounts if account.arr is not None]
    if not priced or not cues.about("totals").search(wording.folded(desk.question.text)):
        return None
    text = _.plural(
        "{count} account is worth {money} a year, as of {date}.",
        "{count} accounts are worth {money} a year together, as of {date}.",
        len(priced),
        money=money.total(_, priced),
        date=_.date(desk.today),
    )
    refs = [Ref("account", account.id) for account in priced]
    lines = [line for one in priced for line in money.worth(desk, desk.dossier(one))[:1]]
    unpriced = [phrases.name(account.name) for account in accounts if account.arr is None]
    gaps = [_("What {account} pays a year.", account=name) for name in unpriced]
    return phrases.draft(
        claim(text, *refs, said=(len(priced), desk.today, *money.sums(priced).values())),
        phrases.section(Part.MONEY, lines, most=len(lines)),
        phrases.section(Part.UNKNOWN, [phrases.asked(gap) for gap in gaps]),
        missing=gaps,
    )


def _of_account(desk: Desk, dossier: Dossier) -> Draft:
    _, account = desk.texts, phrases.name(dossier.account.name)
    worth = money.worth(desk, dossier)
    renewal, won = money.renewal(desk, dossier), money.outcomes(desk, dossier)
    subscribed = bought(desk, dossier)
    gaps = []
    if not worth:
        gaps.append(_("What {account} pays a year.", account=account))
    if not renewal:
        gaps.append(_("When {account}'s contract renews.", account=account))
    found = [*worth, *renewal, *subscribed, *won]
    if not found:
        return phrases.abstention(
            _("Nothing about {account}'s money is recorded.", account=account), *gaps
        )
    return phrases.draft(
        found[0],
        phrases.section(Part.MONEY, [s for s in found[1:] if s not in won]),
        phrases.section(Part.CHANGES, [s for s in won if s is not found[0]]),
        phrases.section(Part.UNKNOWN, [phrases.asked(gap) for gap in gaps]),
        missing=gaps,
    )


def bought(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The products and licences that they have today, or else those of the handoff."""
    held = [
        subscription(desk, one)
        for one in dossier.subscriptions
        if one.end_date is None or one.end_date >= desk.today
    ]
    handed = dossier.handoff
    return held or (handoff.said(desk, handed, ("products",)) if handed else [])


def subscription(desk: Desk, held: Subscription) -> Sentence:
    """One product that they have: how many licences, for how much a month, since when."""
    _ = desk.texts
    parts = [phrases.name(held.product) if held.product else _("a product not named")]
    if held.seats is not None:
        parts.append(_.plural("{count} licence", "{count} licences", held.seats))
    if held.mrr is not None:
        parts.append(_("{money} a month", money=_.money(held.mrr, held.currency)))
    if held.start_date is not None:
        parts.append(_("since {date}", date=_.date(held.start_date)))
    text = _("Subscription: {what}.", what=phrases.listed(_, parts))
    return claim(text, Ref("subscription", held.id))


def _of_portfolio(desk: Desk) -> Draft:
    _ = desk.texts
    chosen = [a for a in desk.accounts if desk.fits(a)]
    held = [account for account in desk.current if desk.fits(account)]
    priced = [account for account in held if account.arr is not None]
    if not priced:
        return phrases.abstention(
            _("No account asked about has a yearly amount on record."),
            _("ARR and currency of the accounts."),
        )
    unpriced = len(held) - len(priced)
    gaps = []
    if unpriced:
        gaps.append(
            _.plural(
                "{count} account has no yearly amount on record.",
                "{count} accounts have no yearly amount on record.",
                unpriced,
            )
        )
    return phrases.draft(
        _portfolio_lead(desk, priced),
        phrases.section(Part.MONEY, _segments(desk, priced)),
        phrases.section(Part.CHANGES, _won_and_lost(desk, chosen)),
        phrases.section(Part.REASONS, spending.beside(desk)),
        phrases.section(Part.UNKNOWN, [phrases.asked(gap) for gap in gaps]),
        missing=gaps,
    )


def _portfolio_lead(desk: Desk, priced: Sequence[Account]) -> Sentence:
    _ = desk.texts
    largest = money.largest(priced) or list(priced[:1])
    text = _(
        "{count} accounts are worth {money} a year, as of {date}; the largest in each currency: "
        "{names}.",
        count=len(priced),
        money=money.total(_, priced),
        date=_.date(desk.today),
        names=phrases.listed(_, [phrases.name(account.name) for account in largest]),
    )
    said = (len(priced), desk.today, *money.sums(priced).values())
    return claim(text, *(Ref("account", account.id) for account in largest), said=said)


def _segments(desk: Desk, priced: Sequence[Account]) -> list[Sentence]:
    _ = desk.texts
    lines = []
    for segment in sorted({account.segment or "unknown" for account in priced}):
        inside = [account for account in priced if (account.segment or "unknown") == segment]
        biggest = money.largest(inside) or inside[:1]
        text = _.plural(
            "{segment}: {count} account, {money} a year; the largest in each currency: {names}.",
            "{segment}: {count} accounts, {money} a year; the largest in each currency: {names}.",
            len(inside),
            segment=terms.say(_, segment),
            money=money.total(_, inside),
            names=phrases.listed(_, [phrases.name(account.name) for account in biggest]),
        )
        said = (len(inside), *money.sums(inside).values())
        lines.append(claim(text, *(Ref("account", a.id) for a in biggest), said=said))
    return lines


def _won_and_lost(desk: Desk, chosen: Sequence[Account]) -> list[Sentence]:
    """What became of contracts in the period asked about, or in the last twelve months."""
    _ = desk.texts
    since, until = money.happened_between(desk)
    known = {account.id for account in chosen}
    happened = desk.reader.find(Outcome, since=since, until=until)
    lines = []
    for kind in money.OUTCOMES:
        found = [o for o in happened if o.kind == kind and o.account_id in known]
        if found:
            text = _(
                "{what} from {since} to {until}: {count} (n = {count} of {all} accounts).",
                what=terms.say(_, kind),
                since=_.date(since),
                until=_.date(until),
                count=len(found),
                all=len(chosen),
            )
            said = (len(found), len(chosen), since, until)
            lines.append(claim(text, *(Ref("outcome", o.id) for o in found[-3:]), said=said))
    return lines
