"""Promises of one account or across all: what of ours is late, what customers still owe us."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.answers import Draft, Part
from handlers.composing import (
    narrowed,
    phrases,
    promise_lists,
    promises,
    promises_asked,
    their_promises,
)
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from handlers.composing.their_promises import Side
from playbooks import customer_promises
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise


def compose(desk: Desk) -> Draft:
    """Promises of the account asked about, or else of all; on the side meant.

    What falls due is no stage: 到期 says both.
    """
    desk = desk.about(replace(desk.asked, stage=None))
    by_person = promises_asked.read(desk).state is promises_asked.State.BY_PERSON
    if by_person and desk.asked.follow_up:
        # Who of us keeps promises best is no question about the account talked of.
        desk = desk.about(replace(desk.asked, accounts=()))
    if desk.asked.accounts:
        keeper = promises_asked.keeper(desk)
        return promise_lists.compose(desk) if keeper else promises.compose(desk)
    side = their_promises.side(desk.question.text, desk.asked.topic)
    if side is Side.THEIRS and not by_person:
        seen = {account.id: account for account in desk.accounts if desk.fits(account)}
        return _awaited(desk, seen)
    return promise_lists.compose(desk)


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
    ordered = [*promise_lists.in_turn(seen, late), *promise_lists.in_turn(seen, coming)]
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
