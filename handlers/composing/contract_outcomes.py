"""What became of contracts in a time: who left, grew, shrank or renewed, and how much it was."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from handlers import terms
from handlers.answers import Draft, Part, Ref, Request, Sentence
from handlers.composing import narrowed, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from knowledge import lists, periods, wording
from playbooks.accounts import Account
from playbooks.observations import CHURN, Outcome

FILE = Path(__file__).with_suffix(".yaml")
"""How each kind is asked for, in our three languages."""

KINDS = ("renewal", "expansion", "contraction", CHURN)
FROM = (Request.PORTFOLIO, Request.REVENUE, Request.CHANGES, Request.TRAJECTORY, Request.OTHER)
"""Requests as which such a question is understood."""

OURS = re.compile(r"\b(?:our|nostr[oaie])\b|我们")
"""What asks for a rate of ours, not for what such a rate is."""

YEAR = timedelta(days=365)
MOST = 10


def compose(desk: Desk) -> Draft | None:
    """The outcomes of the kinds and the time that are asked for; None for other questions."""
    said = wording.folded(desk.question.text)
    named = {name for name, words in lists.patterns(FILE).items() if lists.first(words, said)}
    kinds = [kind for kind in KINDS if kind in named]
    rate, found = "retention" in named, periods.find(said, desk.today)
    ours = rate and bool(OURS.search(said)) and Request(desk.asked.request) is Request.EDUCATION
    if not (kinds or rate) or not (ours or Request(desk.asked.request) in FROM):
        return None
    since, until = _between(found, desk.today)
    if not (found or rate or "bare" in named) or _narrows_more(desk) or since > desk.today:
        return None
    return _listed(desk, KINDS if rate else kinds, (since, until), rate=rate)


def _between(found: periods.Period | None, today: date) -> tuple[date, date]:
    """The time asked about as far as it is over, or the last twelve months."""
    since, until = (found.since, found.until) if found else (None, None)
    return since or (until or today) - YEAR, min(until or today, today)


def _narrows_more(desk: Desk) -> bool:
    """Whether accounts are chosen by more than what became of their contracts."""
    filters = desk.asked.filters
    others = [one for one in filters.named.criteria if one.name not in ("churned", "renewed")]
    return filters.at_risk or filters.blind_spots or bool(filters.named.mentioned and others)


def _listed(desk: Desk, kinds: Collection[str], between: tuple[date, date], *, rate: bool) -> Draft:
    seen = {account.id: account for account in desk.accounts if desk.fits(account)}
    happened = desk.reader.find(Outcome, since=between[0], until=between[1])
    chosen = [one for one in happened if one.kind in kinds and one.account_id in seen]
    chosen.sort(key=lambda one: (one.date, one.id), reverse=True)
    unknown = [plain(_not_calculated(desk))] if rate else []
    return phrases.draft(
        _lead(desk, kinds, chosen, between, len(seen)),
        phrases.section(Part.CHANGES, [_line(desk, seen, one) for one in chosen], most=MOST),
        phrases.section(Part.UNKNOWN, unknown),
        missing=[one.text for one in unknown],
        abstained=rate,
    )


def _not_calculated(desk: Desk) -> str:
    return desk.texts(
        "A rate of retention is not calculated: what each customer paid when the time began is "
        "not kept. What became of contracts is."
    )


def _lead(
    desk: Desk,
    kinds: Collection[str],
    chosen: Sequence[Outcome],
    between: tuple[date, date],
    looked: int,
) -> Sentence:
    """How many of each kind, with their money, of how many accounts."""
    _ = desk.texts
    counted = [_counted(desk, kind, [one for one in chosen if one.kind == kind]) for kind in kinds]
    text = _(
        "From {since} to {until}: {counted}; {all} accounts looked at.",
        since=_.date(between[0]),
        until=_.date(between[1]),
        counted=phrases.listed(_, counted),
        all=looked,
    )
    numbers = [sum(one.kind == kind for one in chosen) for kind in kinds]
    said = (*numbers, looked, *between, *(amount for kind in kinds for amount in _of(chosen, kind)))
    return claim(
        narrowed.in_front(desk, text) if desk.asked.apart or desk.asked.owner else text,
        *(Ref("outcome", one.id) for one in chosen[:3]),
        said=said,
    )


def _of(chosen: Sequence[Outcome], kind: str) -> list[Decimal]:
    return list(_sums([one for one in chosen if one.kind == kind]).values())


def _counted(desk: Desk, kind: str, found: Sequence[Outcome]) -> str:
    _ = desk.texts
    sums = sorted(_sums(found).items(), key=str)
    amounts = " + ".join(_.money(amount, currency) for currency, amount in sums)
    count = _("{what}: {count}", what=terms.say(_, kind), count=len(found))
    return _("{count} ({amounts} a year)", count=count, amounts=amounts) if amounts else count


def _sums(found: Sequence[Outcome]) -> dict[str | None, Decimal]:
    """Amounts by currency; those in different currencies are never added up."""
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    for one in found:
        if one.amount is not None:
            sums[one.currency] += one.amount
    return dict(sums)


def _line(desk: Desk, seen: Mapping[str, Account], one: Outcome) -> Sentence:
    _ = desk.texts
    amount = "" if one.amount is None else f" ({_.money(one.amount, one.currency)})"
    why = f": {phrases.quoted(_, one.reason)}" if one.reason else ""
    what = _("{date}: {what}", date=_.date(one.date), what=f"{terms.say(_, one.kind)}{amount}{why}")
    name = phrases.name(seen[one.account_id].name)
    return claim(phrases.labelled(_, name, what), Ref("outcome", one.id))
