"""What customers miss in the product, weighed by the money of those who miss it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers import terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import money as money_of
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from playbooks.accounts import Account
from playbooks.handoffs import Handoff
from playbooks.notes import Cue, Note
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


def compose(desk: Desk) -> Draft:
    """Gaps of the accounts asked about, or of all, the gravest and most valuable first."""
    _ = desk.texts
    missed = gather(desk)
    if not missed:
        return phrases.abstention(
            _("No product gap is recorded here, as of {date}.", date=_.date(desk.today)),
            _("What customers miss, typed as deal breaker, challenge or nice to have."),
        )
    lines = [_line(desk, item) for item in missed]
    untyped = sum(item.kind is None for item in missed)
    unknown = _untyped(desk, untyped)
    return phrases.draft(
        _lead(desk, missed),
        phrases.section(Part.REASONS, lines, most=8),
        phrases.section(Part.UNKNOWN, unknown),
        missing=[_("whether each gap is a deal breaker, a challenge or nice to have")]
        if untyped
        else [],
    )


def gather(desk: Desk) -> list[Missed]:
    """Gaps recorded as such, named in handoffs, or read out of notes that the asker may see."""
    seen = {a.id: a for a in desk.asked.accounts or desk.accounts}
    if desk.asked.segment:
        seen = {key: a for key, a in seen.items() if a.segment == desk.asked.segment}
    found = [*_recorded(desk, seen), *_handed_over(desk, seen), *_noted(desk, seen)]
    return sorted(found, key=_weight)


def _recorded(desk: Desk, seen: dict[str, Account]) -> list[Missed]:
    gaps = desk.reader.find(ProductGap, until=desk.today)
    return [
        Missed(seen[gap.account_id], gap.title, gap.kind, gap.date, Ref("gap", gap.id))
        for gap in gaps
        if gap.account_id in seen
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
    cues = [
        cue
        for cue in desk.reader.find(Cue, until=desk.today, name="product_gap")
        if cue.account_id in seen
    ]
    wanted = list({cue.note_id for cue in cues})
    notes = {note.id: note for note in desk.reader.find(Note, id=wanted)} if wanted else {}
    channels, asker = desk.archive.channels, desk.audience.asker
    return [
        Missed(seen[cue.account_id], cue.quote, None, cue.date, Ref("note", cue.note_id))
        for cue in cues
        if (note := notes.get(cue.note_id)) is not None
        and asker.sees_note(note, seen[cue.account_id], channels.get(note.channel or ""))
    ]


def _weight(item: Missed) -> tuple[int, Decimal, str]:
    money = item.account.arr or Decimal(0)
    return (GRAVITY.get(item.kind or "", 1), -money, item.account.name)


def _lead(desk: Desk, missed: list[Missed]) -> Sentence:
    _ = desk.texts
    accounts = {item.account.id: item.account for item in missed}
    shown = [item.ref for item in missed[:8]]
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


def _line(desk: Desk, item: Missed) -> Sentence:
    _ = desk.texts
    kind = terms.say(_, item.kind) if item.kind else _("not typed")
    what, account = phrases.quoted(_, item.what), phrases.name(item.account.name)
    money = money_of.total(_, [item.account])
    text = _(
        "{account} ({money} a year): {what} ({kind}).",
        account=account,
        money=money,
        what=what,
        kind=kind,
    )
    return claim(text, item.ref, Ref("account", item.account.id))


def _untyped(desk: Desk, count: int) -> list[Sentence]:
    if not count:
        return []
    text = desk.texts.plural(
        "{count} of them has not been typed: deal breaker, challenge or nice to have?",
        "{count} of them have not been typed: deal breaker, challenge or nice to have?",
        count,
    )
    return [plain(text)]
