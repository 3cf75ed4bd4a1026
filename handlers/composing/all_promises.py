"""Promises of one account or across all: what of ours is late, what customers still owe us."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from handlers.answers import Draft, Part
from handlers.composing import kept_promises, narrowed, phrases, promises, their_promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.composing.their_promises import Side
from playbooks import customer_promises, handoffs
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.handoffs import Promise

Either = TypeVar("Either", Promise, CustomerPromise)


def compose(desk: Desk) -> Draft:
    """Promises of the account asked about, or else what is late of all; on the side meant."""
    keeper = kept_promises.keeper(desk)
    if desk.asked.accounts:
        return kept_promises.compose(desk, keeper) if keeper else promises.compose(desk)
    seen = {account.id: account for account in desk.accounts if desk.fits(account)}
    if their_promises.side(desk.question.text, desk.asked.topic) is Side.THEIRS:
        return _awaited(desk, seen)
    return kept_promises.compose(desk, keeper) if keeper else _overdue(desk, seen)


def _overdue(desk: Desk, seen: Mapping[str, Account]) -> Draft:
    _ = desk.texts
    pending = handoffs.standing(desk.reader.find(Promise, delivered=None), desk.today)
    late = (one for one in pending if one.account_id in seen and one.is_overdue(desk.today))
    overdue = _in_turn(seen, desk.of_visible_notes(late))
    if not overdue:
        none = _("No promise is recorded as past its date, as of {date}.", date=_.date(desk.today))
        missing = _("Promises with a due date, in handoffs or notes.")
        return phrases.abstention(narrowed.in_front(desk, none), missing)
    text = _.plural(
        "{count} promise is past its date, as of {date}.",
        "{count} promises are past their date, as of {date}; each customer's oldest first, "
        "from the largest customer down.",
        len(overdue),
        date=_.date(desk.today),
    )
    said = (len(overdue), desk.today, narrowed.asked_for(desk))
    lead = claim(narrowed.in_front(desk, text), *map(promises.ref, overdue[:3]), said=said)
    shown = overdue[: promises.MOST]
    lines = [promises.past_at(desk, seen[one.account_id], one) for one in shown]
    return phrases.draft(lead, phrases.section(Part.PROMISES, lines, most=promises.MOST))


def _awaited(desk: Desk, seen: Mapping[str, Account]) -> Draft:
    """What customers said they would do and have not done: what is late before what is not."""
    _ = desk.texts
    pending = _pending(desk, seen)
    if not pending:
        none = _("Nothing is recorded that customers said they would do for us.")
        missing = _("A note that says who of them will do what, and until when.")
        return phrases.abstention(narrowed.in_front(desk, none), missing)
    late = [one for one in pending if one.is_overdue(desk.today)]
    coming = [one for one in pending if not one.is_overdue(desk.today)]
    ordered = [*_in_turn(seen, late), *_in_turn(seen, coming)]
    shown = ordered[: len(late)] if late and their_promises.only_late(desk) else ordered
    text = _.plural(
        "Customers owe us {count} thing that they promised, {late} past its date, as of {date}.",
        "Customers owe us {count} things that they promised, {late} past their date, as of {date}; "
        "the late ones first, from the largest customer down.",
        len(ordered),
        late=len(late),
        date=_.date(desk.today),
    )
    said = (len(ordered), len(late), desk.today, narrowed.asked_for(desk))
    refs = map(their_promises.ref, shown[:3])
    lines = [
        phrases.at(desk.texts, seen[one.account_id].name, their_promises.pending(desk, one))
        for one in shown
    ]
    return phrases.draft(
        claim(narrowed.in_front(desk, text), *refs, said=said),
        phrases.section(Part.AWAITED, lines, most=promises.MOST),
        phrases.section(Part.NEXT, their_promises.reminder(desk, pending)),
    )


def _pending(desk: Desk, seen: Mapping[str, Account]) -> list[CustomerPromise]:
    """What is awaited of the accounts, as far as the asker may read where it was said."""
    found = [one for one in desk.reader.find(CustomerPromise) if one.account_id in seen]
    visible = desk.of_visible_notes(found)
    return customer_promises.awaited(visible, desk.today, desk.noted(visible))


def _in_turn(seen: Mapping[str, Account], found: Sequence[Either]) -> list[Either]:
    """Each customer's oldest, the largest customer first, then the next ones: none hides others."""
    ranked: list[tuple[int, Either]] = []
    ranks: Counter[str] = Counter()
    for promise in sorted(found, key=lambda one: (one.due or date.max, one.id)):
        ranked.append((ranks[promise.account_id], promise))
        ranks[promise.account_id] += 1
    ranked.sort(key=lambda one: (one[0], -(seen[one[1].account_id].arr or 0)))
    return [promise for _rank, promise in ranked]
