"""Our promises across accounts: what is late, falls due, is open or was kept, of all or of one."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from handlers.answers import Draft, Part, Sentence
from handlers.composing import phrases, promise_leads, promises, promises_asked
from handlers.composing.desk import Desk
from handlers.composing.promises_asked import Keepers, Span, State, Wanted
from playbooks import handoffs
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.handoffs import Handoff, Promise
from playbooks.notes import Note

NOT_KEPT = (State.LATE, State.DUE, State.OPEN)

Either = TypeVar("Either", Promise, CustomerPromise)


def compose(desk: Desk) -> Draft:
    """The list that is asked for, or that no promise is of that kind."""
    wanted = promises_asked.read(desk)
    found, seen = _found(desk, wanted)
    own, keepers = _own(desk, found)
    if wanted.state is State.BY_PERSON:
        return _by_person(desk, own)
    listed = LISTS[wanted.state](desk, wanted, own)
    if wanted.state is State.LATE and keepers is None:
        listed = in_turn(seen, listed)
    if not listed:
        return promise_leads.none(desk, wanted, keepers)
    lines = [_line(desk, seen, one) for one in listed[: promises.MOST]]
    return phrases.draft(
        _cut(desk, promise_leads.of(desk, wanted, keepers, own, listed), len(listed)),
        phrases.section(Part.PROMISES, lines, most=promises.MOST),
    )


def beyond(desk: Desk, told: Iterable[str]) -> list[Sentence]:
    """Promises of the list that were not told yet, by their ids."""
    wanted, shown = promises_asked.read(desk), set(told)
    found, seen = _found(desk, wanted)
    own, keepers = _own(desk, found)
    if wanted.state is State.BY_PERSON:
        return []
    listed = LISTS[wanted.state](desk, wanted, own)
    if wanted.state is State.LATE and keepers is None:
        listed = in_turn(seen, listed)
    return [_line(desk, seen, one) for one in listed if one.id not in shown]


def soon(desk: Desk, who: str, since: date | None, until: date) -> list[Sentence]:
    """What a member is to keep by a day, what is late first; with `since`, from that day on."""
    seen = {account.id: account for account in desk.accounts}
    made = desk.reader.find(Promise, delivered=None, owner=who)
    visible = desk.of_visible_notes(one for one in made if one.account_id in seen)
    pending = handoffs.standing(visible, desk.today, desk.noted(visible))
    due = [one for one in pending if one.due is not None and (since or one.due) <= one.due <= until]
    return [_line(desk, seen, one) for one in _by_date(due)]


def in_turn(seen: Mapping[str, Account], found: Sequence[Either]) -> list[Either]:
    """Each customer's oldest, the largest customer first, then the next ones: none hides others."""
    ranked: list[tuple[int, Either]] = []
    ranks: Counter[str] = Counter()
    for promise in sorted(found, key=lambda one: (one.due or date.max, one.id)):
        ranked.append((ranks[promise.account_id], promise))
        ranks[promise.account_id] += 1
    ranked.sort(key=lambda one: (one[0], -(seen[one[1].account_id].arr or 0)))
    return [promise for _rank, promise in ranked]


def _found(desk: Desk, wanted: Wanted) -> tuple[list[Promise], dict[str, Account]]:
    """The promises that stand and may be seen, and their accounts by id.

    Of one keeper's promises those at all accounts, whoever looks after them.
    """
    seen = {one.id: one for one in desk.asked.accounts or desk.accounts if _is_asked(desk, one)}
    reader, pending = desk.reader, wanted.state in NOT_KEPT
    made = reader.find(Promise, delivered=None) if pending else reader.find(Promise)
    visible = desk.of_visible_notes(one for one in made if one.account_id in seen)
    return handoffs.standing(visible, desk.today, desk.noted(visible)), seen


def _is_asked(desk: Desk, account: Account) -> bool:
    if account in desk.asked.apart:
        return False
    if promises_asked.keeper(desk):
        return desk.asked.segment in (None, account.segment)
    return bool(desk.asked.accounts) or desk.fits(account)


def _own(desk: Desk, found: list[Promise]) -> tuple[list[Promise], Keepers | None]:
    """Those of whoever is asked about, and who that is; None for everybody."""
    who = promises_asked.keeper(desk)
    if who is None:
        return found, None
    pending = [one for one in found if one.delivered is None]
    keepers = promises_asked.keepers(desk, who, pending)
    return [one for one in found if one.owner in keepers.ids], keepers


def _late(desk: Desk, _wanted: Wanted, own: Sequence[Promise]) -> list[Promise]:
    return _by_date(one for one in own if one.is_overdue(desk.today))


def _due(_desk: Desk, wanted: Wanted, own: Sequence[Promise]) -> list[Promise]:
    """What has a day in that time."""
    return _by_date(one for one in own if _is_within(one.due, wanted.between))


def _open(_desk: Desk, _wanted: Wanted, own: Sequence[Promise]) -> list[Promise]:
    return _by_date(own)


def _kept(desk: Desk, wanted: Wanted, own: Sequence[Promise]) -> list[Promise]:
    """What was kept in that time, the newest first."""
    kept = [one for one in own if one.delivered and _is_within(one.delivered, wanted.between)]
    if wanted.late is not None:
        kept = [one for one in kept if one.due and promise_leads.was_late(one) == wanted.late]
    return sorted(kept, key=lambda one: (one.delivered or desk.today, one.id), reverse=True)


def _made(desk: Desk, wanted: Wanted, own: Sequence[Promise]) -> list[Promise]:
    """What was promised in that time, by the day of the note or handoff that says so."""
    days = _made_on(desk, own)
    return _by_date(one for one in own if _is_within(days.get(one.id), wanted.between))


LISTS: Mapping[State, Callable[[Desk, Wanted, Sequence[Promise]], list[Promise]]] = {
    State.LATE: _late,
    State.DUE: _due,
    State.OPEN: _open,
    State.KEPT: _kept,
    State.MADE: _made,
}


def _is_within(day: date | None, between: Span | None) -> bool:
    since, until = between or (None, None)
    return between is None or (day is not None and (since or day) <= day <= (until or day))


def _by_date(found: Iterable[Promise]) -> list[Promise]:
    return sorted(found, key=lambda one: (one.due or date.max, one.id))


def _made_on(desk: Desk, made: Sequence[Promise]) -> dict[str, date]:
    """By promise id, the day of the note or the handoff that it stands in."""
    notes = desk.reader.find(Note, id=[one.note_id for one in made if one.note_id])
    given = desk.reader.find(Handoff, id=[one.handoff_id for one in made if one.handoff_id])
    days = {one.id: one.date for one in notes}
    days |= {one.id: one.submitted for one in given if one.submitted}
    origins = {one.id: one.note_id or one.handoff_id for one in made}
    return {key: days[origin] for key, origin in origins.items() if origin in days}


def _line(desk: Desk, seen: Mapping[str, Account], one: Promise) -> Sentence:
    return phrases.at(desk.texts, seen[one.account_id].name, promises.told(desk, one))


def _cut(desk: Desk, lead: Sentence, count: int) -> Sentence:
    """The lead, and how many of the promises are shown where not all are."""
    if count <= promises.MOST:
        return lead
    _, shown = desk.texts, promises.MOST
    text = _("The first {shown} of {count} are shown; ask for more.", shown=shown, count=count)
    whole = phrases.joined(_, lead.text, text)
    return replace(lead, text=whole, said=(*lead.said, str(shown), str(count)))


def _by_person(desk: Desk, own: Sequence[Promise]) -> Draft:
    """What each is to keep and kept, whoever has most past their date first."""
    who = Counter(one.owner for one in own if one.is_overdue(desk.today))
    people = sorted({one.owner for one in own}, key=lambda owner: (-who[owner], owner or ""))
    if not people:
        return promise_leads.none(desk, Wanted(State.OPEN), None)
    lines = [
        promise_leads.of_person(desk, owner, [one for one in own if one.owner == owner])
        for owner in people
    ]
    lead = promise_leads.most_late(desk, own)
    return phrases.draft(lead, phrases.section(Part.PEOPLE, lines, most=promises.MOST))
