"""What customers miss in the product, weighed by the money of those who miss it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers import terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import money as money_of
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from playbooks import gaps
from playbooks.accounts import Account
from playbooks.handoffs import Handoff
from playbooks.notes import Cue
from playbooks.observations import ProductGap

GRAVITY = {"deal_breaker": 0, "challenge": 1, "nice_to_have": 2}


@dataclass(frozen=True, slots=True)
class Missed:
    """One thing missed by one account, with the record that says so."""

    account: Account
    what: str
    kind: str | None
    date: date | None
    ref: Ref

    @property
    def title(self) -> str:
        """What is missed, by which it is told whether others miss the same."""
        return self.what


def compose(desk: Desk) -> Draft:
    """Gaps of the accounts asked about, or of all, the gravest and most valuable first."""
    _ = desk.texts
    missed = _gather(desk)
    if not missed:
        return phrases.abstention(
            _("No product gap is recorded here, as of {date}.", date=_.date(desk.today)),
            _("What customers miss, typed as deal breaker, challenge or nice to have."),
        )
    lines = [_line(desk, group) for group in _merged(missed)]
    untyped = [item for item in missed if item.kind is None]
    unknown = _untyped(desk, untyped)
    return phrases.draft(
        _lead(desk, missed),
        phrases.section(Part.STATE, lines, most=8),
        phrases.section(Part.UNKNOWN, unknown),
        missing=[_("whether each gap is a deal breaker, a challenge or nice to have")]
        if untyped
        else [],
    )


def _gather(desk: Desk) -> list[Missed]:
    """Gaps recorded as such, named in handoffs, or read out of notes that the asker may see."""
    seen = {a.id: a for a in desk.asked.accounts or desk.current}
    if desk.asked.segment:
        seen = {key: a for key, a in seen.items() if a.segment == desk.asked.segment}
    found = [*_recorded(desk, seen), *_handed_over(desk, seen), *_noted(desk, seen)]
    return sorted(found, key=_weight)


def _recorded(desk: Desk, seen: dict[str, Account]) -> list[Missed]:
    found = (g for g in desk.reader.find(ProductGap, until=desk.today) if g.account_id in seen)
    return [
        Missed(seen[gap.account_id], gap.title, gap.kind, gap.date, Ref("gap", gap.id))
        for gap in desk.of_visible_notes(found)
    ]


def _handed_over(desk: Desk, seen: dict[str, Account]) -> list[Missed]:
    return [
        Missed(seen[h.account_id], h.product_gaps, None, h.submitted, Ref("handoff", h.id))
        for h in desk.reader.find(Handoff)
        if h.account_id in seen
        and h.product_gaps
        and (h.submitted is None or h.submitted <= desk.today)
    ]


def _noted(desk: Desk, seen: dict[str, Account]) -> list[Missed]:
    """What notes were read to say, but for notes out of which a gap was recorded already."""
    known = {gap.note_id for gap in desk.reader.find(ProductGap, until=desk.today)}
    cues = (
        cue
        for cue in desk.reader.find(Cue, until=desk.today, name="product_gap")
        if cue.account_id in seen and cue.note_id not in known
    )
    return [
        Missed(seen[cue.account_id], cue.quote, None, cue.date, Ref("note", cue.note_id))
        for cue in desk.of_visible_notes(cues)
    ]


def _weight(item: Missed) -> tuple[int, Decimal, str]:
    money = item.account.arr or Decimal(0)
    return (GRAVITY.get(item.kind or "", 1), -money, item.account.name)


def _lead(desk: Desk, missed: list[Missed]) -> Sentence:
    _ = desk.texts
    accounts = {item.account.id: item.account for item in missed}
    shown = [item.ref for item in missed[:3]]
    money = money_of.total(_, accounts.values())
    if len(accounts) == 1:
        account = phrases.name(next(iter(accounts.values())).name)
        text = _.plural(
            "{account} misses {count} thing in the product, as of {date}.",
            "{account} misses {count} things in the product, as of {date}.",
            len(missed),
            account=account,
            date=_.date(desk.today),
        )
        return claim(text, *shown, said=(len(missed), desk.today))
    text = _(
        "{count} product gaps are recorded at {accounts} accounts worth {money} a year, "
        "as of {date}.",
        count=len(missed),
        accounts=len(accounts),
        money=money,
        date=_.date(desk.today),
    )
    worth = [a.arr for a in accounts.values() if a.arr is not None]
    return claim(text, *shown, said=(len(missed), len(accounts), desk.today, money, *worth))


def _merged(missed: list[Missed]) -> list[list[Missed]]:
    """What several miss is one gap; the one that most money misses comes first in its gravity."""
    groups = gaps.merged(missed)
    return sorted(groups, key=lambda group: min((_gravity(one), -_money(group)) for one in group))


def _gravity(item: Missed) -> int:
    return GRAVITY.get(item.kind or "", 1)


def _money(group: list[Missed]) -> Decimal:
    accounts = {one.account.id: one.account.arr or Decimal(0) for one in group}
    return sum(accounts.values(), Decimal(0))


def _line(desk: Desk, group: list[Missed]) -> Sentence:
    _ = desk.texts
    accounts = {one.account.id: one.account for one in group}
    if len(accounts) == 1:
        return _one(desk, group[0])
    gravest = min(group, key=_gravity)
    names = phrases.listed(_, [phrases.name(account.name) for account in accounts.values()])
    money = money_of.total(_, accounts.values())
    text = _(
        "{what} ({kind}): missed by {count} accounts worth {money} a year: {names}.",
        what=phrases.quoted(_, gravest.what),
        kind=terms.say(_, gravest.kind) if gravest.kind else _("not typed"),
        count=len(accounts),
        money=money,
        names=names,
    )
    refs = [ref for one in group for ref in (one.ref, Ref("account", one.account.id))]
    worth = [account.arr for account in accounts.values() if account.arr is not None]
    return claim(text, *refs, said=(len(accounts), money, *worth))


def _one(desk: Desk, item: Missed) -> Sentence:
    _ = desk.texts
    kind = terms.say(_, item.kind) if item.kind else _("not typed")
    what, account = phrases.quoted(_, item.what), phrases.name(item.account.name)
    text = _(
        "{account} ({money}): {what} ({kind}).",
        account=account,
        money=_worth(desk, item.account),
        what=what,
        kind=kind,
    )
    return claim(text, item.ref, Ref("account", item.account.id))


def _worth(desk: Desk, account: Account) -> str:
    if account.arr is None:
        return desk.texts("what they pay is not recorded")
    return phrases.yearly(desk.texts, account.arr, account.currency)


def _untyped(desk: Desk, untyped: list[Missed]) -> list[Sentence]:
    if not untyped:
        return []
    text = desk.texts.plural(
        "{count} of them has not been typed: deal breaker, challenge or nice to have?",
        "{count} of them have not been typed: deal breaker, challenge or nice to have?",
        len(untyped),
    )
    return [claim(text, *(item.ref for item in untyped[:3]), said=(len(untyped),))]
