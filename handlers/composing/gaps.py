"""What customers miss in the product, weighed by their money and by deals lost or at risk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from handlers import terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import gap_stakes, phrases
from handlers.composing import money as money_of
from handlers.composing.desk import Desk
from handlers.composing.gap_stakes import Stakes
from handlers.composing.phrases import claim
from knowledge import lists, wording
from playbooks import gaps
from playbooks.accounts import Account
from playbooks.handoffs import Handoff
from playbooks.notes import Cue
from playbooks.observations import ProductGap

FILE = Path(__file__).with_suffix(".yaml")
"""How one kind of gap is asked for, in our three languages."""

GRAVITY = {kind: place for place, kind in enumerate(gaps.WEIGHTS)}


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
    kind = _kind_asked(desk)
    every = _gather(desk)
    missed = [one for one in every if kind in (None, one.kind)]
    if every and not missed:
        return _none_of(desk, kind or "", every)
    if not missed:
        return phrases.abstention(
            _("No product gap is recorded here, as of {date}.", date=_.date(desk.today)),
            _("What customers miss, typed as deal breaker, challenge or nice to have."),
        )
    stakes = gap_stakes.of(desk, {one.account.id for one in missed})
    lines = [_line(desk, stakes, group) for group in _merged(stakes, missed)]
    untyped = [item for item in every if item.kind is None]
    unknown = _untyped(desk, untyped)
    return phrases.draft(
        _lead(desk, missed, kind),
        phrases.section(Part.STATE, lines, most=8),
        phrases.section(Part.UNKNOWN, unknown),
        missing=[_("whether each gap is a deal breaker, a challenge or nice to have")]
        if untyped
        else [],
    )


def _kind_asked(desk: Desk) -> str | None:
    """The one kind that is asked for: deal breakers, challenges, or what is nice to have."""
    for text in (desk.question.text, desk.asked.topic):
        said = wording.folded(text)
        asked = [kind for kind, named in lists.patterns(FILE).items() if lists.first(named, said)]
        if asked:
            return asked[0] if len(asked) == 1 else None
    return None


def _none_of(desk: Desk, kind: str, every: Sequence[Missed]) -> Draft:
    """None is of the kind; how many are of another, or of none."""
    _ = desk.texts
    none = _(
        "No product gap is recorded as {kind}, as of {date}.",
        kind=terms.say(_, kind),
        date=_.date(desk.today),
    )
    rest = _.plural(
        "{count} gap is recorded as something else, or not typed.",
        "{count} gaps are recorded as something else, or not typed.",
        len(every),
    )
    told = claim(rest, *(one.ref for one in every[:3]), said=(len(every),))
    wanted = _("What customers miss, typed as deal breaker, challenge or nice to have.")
    return phrases.declined(none, wanted, phrases.section(Part.ALSO, [told]))


def _gather(desk: Desk) -> list[Missed]:
    """Gaps recorded as such, named in handoffs, or read out of notes that the asker may see."""
    seen = {a.id: a for a in desk.asked.accounts or desk.accounts}
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
    """Gaps that handoffs name, one by one, with the weight that the seller wrote beside each."""
    given = (h for h in desk.reader.find(Handoff) if h.account_id in seen and h.product_gaps)
    return [
        Missed(seen[one.account_id], what, kind, one.submitted, Ref("handoff", one.id))
        for one in given
        if one.submitted is None or one.submitted <= desk.today
        for what, kind in gaps.listed(one.product_gaps or "")
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
    return (_gravity(item), -money, item.account.name)


def _lead(desk: Desk, missed: list[Missed], kind: str | None) -> Sentence:
    """How many are missed and by whom, behind the one kind that is asked for."""
    told = _counted(desk, missed)
    if kind is None:
        return told
    name = phrases.capitalised(terms.say(desk.texts, kind))
    return replace(told, text=phrases.labelled(desk.texts, name, told.text))


def _counted(desk: Desk, missed: list[Missed]) -> Sentence:
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


def _merged(stakes: Stakes, missed: list[Missed]) -> list[list[Missed]]:
    """What several miss is one gap; in its gravity, what was lost or is at risk comes first."""

    def weight(group: list[Missed]) -> tuple[int, bool, Decimal, Decimal]:
        # A deal that is at risk counts also where nobody knows what it is worth.
        accounts = _accounts(group)
        worth = stakes.at_stake(accounts)
        return min(map(_gravity, group)), worth is None, -(worth or Decimal(0)), -_money(group)

    return sorted(gaps.merged(missed), key=weight)


def _gravity(item: Missed) -> int:
    return GRAVITY[item.kind if item.kind in GRAVITY else gaps.CHALLENGE]


def _accounts(group: list[Missed]) -> list[Account]:
    return list({one.account.id: one.account for one in group}.values())


def _money(group: list[Missed]) -> Decimal:
    return sum((one.arr or Decimal(0) for one in _accounts(group)), Decimal(0))


def _line(desk: Desk, stakes: Stakes, group: list[Missed]) -> Sentence:
    """The gap with who misses it, and what became of their deals."""
    accounts = _accounts(group)
    line = _one(desk, group[0]) if len(accounts) == 1 else _several(desk, group)
    told = gap_stakes.said(desk, stakes, accounts)
    text = phrases.joined(desk.texts, line.text, told.text)
    return claim(text, *line.cites, *told.refs, said=(*line.said, *told.sums))


def _several(desk: Desk, group: list[Missed]) -> Sentence:
    _, accounts = desk.texts, _accounts(group)
    gravest = min(group, key=_gravity)
    names = phrases.listed(_, [phrases.name(account.name) for account in accounts])
    money = money_of.total(_, accounts)
    text = _(
        "{what} ({kind}): missed by {count} accounts worth {money} a year: {names}.",
        what=phrases.quoted(_, gravest.what),
        kind=terms.say(_, gravest.kind) if gravest.kind else _("not typed"),
        count=len(accounts),
        money=money,
        names=names,
    )
    refs = [ref for one in group for ref in (one.ref, Ref("account", one.account.id))]
    worth = [account.arr for account in accounts if account.arr is not None]
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
