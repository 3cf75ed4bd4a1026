"""The Monday digest of one's own accounts: what moved, renews, is owed, is silent, is unknown."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from handlers import portfolio, wording
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import events, findings, money, phrases, promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.health import Examined
from handlers.portfolio import Filter, Line
from playbooks import handoffs
from playbooks.accounts import Account
from playbooks.handoffs import Promise
from playbooks.health import asking
from playbooks.health.values import Band, Reading

WEEK = timedelta(days=7)
MOVED = 5.0
"""Points of 100 by which a reading must have moved in a week to be told of."""

LOOKED_AT = 200
"""Accounts, those with the most revenue at risk, whose events of the week are looked through."""

RENEWAL_DAYS = 120
SILENT_DAYS = 45

MOST = {
    Part.CHANGES: 4,
    Part.RENEWALS: 3,
    Part.PROMISES: 3,
    Part.SILENT: 2,
    Part.UNKNOWN: 2,
}
"""Lines of each part, so that all of it stays on one screen."""


def compose(desk: Desk) -> Draft | None:
    """The week at the reader's own accounts, the most revenue at risk first; None in silence."""
    own = ordered(desk, [a for a in desk.current if desk.asker.id in a.team])
    parts = {
        Part.CHANGES: list(islice(moves(desk, own), MOST[Part.CHANGES])),
        Part.RENEWALS: _renewals(desk, own),
        Part.PROMISES: _owed(desk, own),
        Part.SILENT: _silent(desk, own),
        Part.UNKNOWN: _unknown(desk, own),
    }
    if not any(parts.values()):
        return None
    sections = [phrases.section(part, lines, MOST[part]) for part, lines in parts.items()]
    return phrases.draft(_lead(desk, own), *sections)


def ordered(desk: Desk, accounts: Sequence[Account]) -> list[Line]:
    """The accounts with their readings, those with the most revenue at risk first."""
    viewer = desk.audience.asker
    return list(portfolio.select(desk.examined(accounts), Filter(), viewer)) if accounts else []


def moves(desk: Desk, own: Sequence[Line]) -> Iterator[Sentence]:
    """Health that moved within the week, then what happened; one line for each account."""
    before = {
        one.account.id: one
        for one in desk.examined([line.account for line in own], desk.today - WEEK)
    }
    quiet = []
    for line in own:
        moved = _moved(desk, line, before[line.account.id])
        if moved is None:
            quiet.append(line)
        else:
            yield moved
    for line in quiet[:LOOKED_AT]:
        yield from _happened(desk, line.account)


def _moved(desk: Desk, line: Line, before: Examined) -> Sentence | None:
    """From which band and score to which, when that is news and the reader may see it."""
    now, then = line.reading, before.reading
    if now is None or now.score is None or then.score is None:
        return None
    if now.band is then.band and abs(now.score - then.score) < MOVED:
        return None
    _ = desk.texts
    text = _(
        "{account}: health {before} → {after} of 100 since {since} ({band}).",
        account=phrases.name(line.account.name),
        before=_.number(then.score),
        after=_.number(now.score),
        since=_.date(then.as_of),
        band=" → ".join(dict.fromkeys(wording.band(_, one.band) for one in (then, now))),
    )
    return claim(text, Ref("health", line.account.id), said=(text,))


def _happened(desk: Desk, account: Account) -> Iterator[Sentence]:
    """The weightiest event of the week, if there is one of weight."""
    dossier = desk.dossier(account)
    found = events.between(desk, dossier, desk.today - WEEK, desk.today)
    for event in found[:1]:
        if event.weight == 1 and not _is_promise(event.sentence):
            yield named(desk, account, event.sentence)


def named(desk: Desk, account: Account, sentence: Sentence) -> Sentence:
    """A sentence about an account, behind its name."""
    text = phrases.labelled(desk.texts, phrases.name(account.name), sentence.text)
    return claim(text, *sentence.cites, said=sentence.said)


def _is_promise(sentence: Sentence) -> bool:
    return any(ref.kind == "promise" for ref in sentence.cites)


def _renewals(desk: Desk, own: Sequence[Line]) -> list[Sentence]:
    """What renews within the window, the next first."""
    _, until = desk.texts, desk.today + timedelta(days=RENEWAL_DAYS)
    near = [line for line in own if line.account.renewal_date is not None]
    near = [ln for ln in near if desk.today <= (ln.account.renewal_date or until) <= until]
    near.sort(key=lambda line: line.account.renewal_date or until)
    return [_renewal(desk, line) for line in near]


def _renewal(desk: Desk, line: Line) -> Sentence:
    _, account = desk.texts, line.account
    assert account.renewal_date is not None
    days = (account.renewal_date - desk.today).days
    parts = [
        _(
            "renews on {date}, in {days}",
            date=_.date(account.renewal_date),
            days=phrases.days(_, days),
        ),
        phrases.yearly(_, account.arr, account.currency)
        if account.arr is not None
        else _("revenue not recorded"),
    ]
    refs = [Ref("account", account.id)]
    if line.reading is not None:
        is_known = line.reading.band is not Band.UNKNOWN
        parts.append(wording.band(_, line.reading.band) if is_known else _("health not known"))
        refs.append(Ref("health", account.id))
    text = phrases.labelled(_, phrases.name(account.name), phrases.clauses(_, parts))
    return claim(phrases.ended(_, text), *refs, said=(days, parts[-1]))


def _owed(desk: Desk, own: Sequence[Line]) -> list[Sentence]:
    """Promises past their date, where the most revenue is at risk first."""
    place = {line.account.id: at for at, line in enumerate(own)}
    accounts = {line.account.id: line.account for line in own}
    made = desk.reader.find(Promise, account_id=list(place), delivered=None) if place else []
    late = [p for p in handoffs.standing(made, desk.today) if p.is_overdue(desk.today)]
    late = desk.of_visible_notes(late)
    late.sort(key=lambda promise: (place[promise.account_id], promise.due or desk.today))
    first = {promise.account_id: promise for promise in reversed(late)}
    return [
        promises.past_at(desk, accounts[account_id], first[account_id])
        for account_id in sorted(first, key=place.__getitem__)[: MOST[Part.PROMISES]]
    ]


def _silent(desk: Desk, own: Sequence[Line]) -> list[Sentence]:
    """Accounts with which nobody has spoken for long, as far as that is known."""
    _, lines = desk.texts, []
    for one in desk.examined([line.account for line in own]):
        fact = one.fact("days_without_two_way")
        if fact is not None and float(fact.value) >= SILENT_DAYS:
            text = _(
                "{account}: no two-way engagement for {days}.",
                account=phrases.name(one.account.name),
                days=phrases.days(_, int(fact.value)),
            )
            lines.append(claim(text, findings.ref(fact), said=(fact.value, text)))
    return lines


def _unknown(desk: Desk, own: Sequence[Line]) -> list[Sentence]:
    """Blind spots, each with the question that would tell most."""
    _, lines = desk.texts, []
    for line in own:
        reading = line.reading
        if reading is not None and reading.band is Band.UNKNOWN and reading.unknown:
            asked = wording.ask(_, desk.rules, _first(desk, reading))
            text = phrases.labelled(_, phrases.name(line.account.name), asked)
            lines.append(phrases.asked(text))
    return lines


def _first(desk: Desk, reading: Reading) -> str:
    return asking.by_weight(reading, desk.rules, reading.unknown)[0].question


def _lead(desk: Desk, own: Sequence[Line]) -> Sentence:
    _ = desk.texts
    accounts = [line.account for line in own]
    text = _.plural(
        "Your week: {count} account, {money} a year, as of {date}; most revenue at risk first.",
        "Your week: {count} accounts, {money} a year, as of {date}; most revenue at risk first.",
        len(own),
        money=money.total(_, accounts),
        date=_.date(desk.today),
    )
    unpriced = sum(account.arr is None for account in accounts)
    if unpriced:
        missing = _.plural(
            "The revenue of {count} of them is not recorded.",
            "The revenue of {count} of them is not recorded.",
            unpriced,
        )
        text = phrases.joined(_, text, missing)
    return claim(text, *(Ref("account", a.id) for a in accounts[:3]), said=(text,))
