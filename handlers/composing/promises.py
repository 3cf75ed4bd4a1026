"""What was promised to customers against what was delivered, and what they owe us."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.answers import Deed, Draft, Offer, Part, Ref, Sentence
from handlers.composing import kept_by_notes, phrases, standing, their_promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.composing.their_promises import Side
from handlers.gathering.dossier import Dossier
from playbooks.accounts import Account
from playbooks.handoffs import Promise

MOST = phrases.MOST_LINES + 3
"""Promises that a list across accounts shows."""


def compose(desk: Desk) -> Draft:
    """Promises of the account asked about, on the side that is meant."""
    dossier = desk.dossier(desk.asked.accounts[0])
    told = _SIDES[their_promises.side(desk.question.text, desk.asked.topic)](desk, dossier)
    return replace(told, offers=(Offer(Deed.CUSTOMER_PROMISE, dossier.account.id),))


def past_at(desk: Desk, account: Account, promise: Promise) -> Sentence:
    """A promise that is past its date, behind the name of the account."""
    return phrases.at(desk.texts, account.name, past(desk, promise))


def past(desk: Desk, promise: Promise) -> Sentence:
    """A promise that is past its date: by how long, what, who keeps it, and what may tell that it
    was kept."""
    _ = desk.texts
    assert promise.due is not None
    overdue = (desk.today - promise.due).days
    text = _(
        "{days} overdue: {what}, promised for {due} (owner: {owner}).",
        days=phrases.days(_, overdue),
        what=phrases.quoted(_, promise.what),
        due=_.date(promise.due),
        owner=desk.member(promise.owner),
    )
    told = claim(text, *_carriers(promise), said=(overdue,))
    return phrases.merged(_, [told, *kept_by_notes.perhaps(desk, promise)])[0]


def told(desk: Desk, promise: Promise) -> Sentence:
    """How one promise stands: kept, past its date, or still open."""
    if promise.delivered is not None:
        return _kept(desk, promise)
    return past(desk, promise) if promise.is_overdue(desk.today) else still_open(desk, promise)


def late(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The promises that are past their date, the longest overdue first."""
    return [past(desk, one) for one in dossier.promises if one.is_overdue(dossier.today)]


def coming(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The promises that are still to keep, in the order of their dates; undated ones last."""
    kept = [p for p in dossier.promises if p.delivered is None and not p.is_overdue(dossier.today)]
    kept.sort(key=lambda promise: (promise.due is None, promise.due))
    return [still_open(desk, promise) for promise in kept]


def _both_sides(desk: Desk, dossier: Dossier) -> Draft:
    """Ours with what is open on theirs, or else that nothing is recorded of theirs."""
    told = _our_side(desk, dossier)
    if dossier.awaited:
        return told
    account = phrases.name(dossier.account.name)
    nothing = desk.texts(
        "Nothing is recorded that {account} said they would do for us.", account=account
    )
    return replace(
        told, sections=(*told.sections, *phrases.section(Part.AWAITED, [plain(nothing)]))
    )


def _their_side(desk: Desk, dossier: Dossier) -> Draft:
    """What is open on the customer's side, then what they did, then what is open on ours."""
    _ = desk.texts
    account, pending = phrases.name(dossier.account.name), dossier.awaited
    kept = [one for one in dossier.customer_promises if one.is_kept(dossier.today)]
    if not pending and not kept:
        return phrases.abstention(
            _("Nothing is recorded that {account} said they would do for us.", account=account),
            _("A note that says who of them will do what, and until when."),
        )
    overdue = sum(one.is_overdue(dossier.today) for one in pending)
    text = _(
        "What {account} said they would do, as of {date}: {count} open, {late} past their date, "
        "{kept} done.",
        account=account,
        date=_.date(dossier.today),
        count=len(pending),
        late=overdue,
        kept=len(kept),
    )
    said = (len(pending), overdue, len(kept), dossier.today)
    lead = claim(text, *map(their_promises.ref, (*pending, *kept)[:3]), said=said)
    narrow = their_promises.only_late(desk)
    ours = [] if narrow else late(desk, dossier) + coming(desk, dossier)
    return phrases.draft(
        lead,
        phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=8),
        phrases.section(Part.STATE, [their_promises.done(desk, one) for one in kept], most=3),
        phrases.section(Part.PROMISES, ours, most=3),
        phrases.section(Part.NEXT, their_promises.reminder(desk, pending)),
    )


def _our_side(desk: Desk, dossier: Dossier) -> Draft:
    _ = desk.texts
    account = phrases.name(dossier.account.name)
    in_tickets = phrases.section(Part.WATCH, standing.promised(desk, dossier), most=3)
    if not dossier.promises:
        nothing = phrases.abstention(
            _("No promise to {account} is recorded.", account=account),
            _("A handoff or a note that says what was promised, by whom and until when."),
        )
        theirs = phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=4)
        before = phrases.section(Part.ALSO, kept_by_notes.not_known(desk, dossier), most=3)
        return replace(nothing, sections=(*before, *theirs, *in_tickets, *nothing.sections))
    undated = [p for p in dossier.promises if p.due is None and p.delivered is None]
    unknown = []
    if undated:
        unknown.append(
            claim(
                _.plural(
                    "{count} promise has no date, so nobody can say whether it is late.",
                    "{count} promises have no date, so nobody can say whether they are late.",
                    len(undated),
                ),
                *map(ref, undated[:3]),
                said=(len(undated),),
            )
        )
    unknown += kept_by_notes.not_known(desk, dossier)
    overdue = late(desk, dossier)
    if overdue and their_promises.only_late(desk):
        lines = phrases.section(Part.PROMISES, overdue, most=8)
        steps = phrases.section(Part.NEXT, _next(desk, dossier))
        return phrases.draft(_late_lead(desk, dossier), lines, in_tickets, steps)
    return phrases.draft(
        _lead(desk, dossier),
        phrases.section(Part.PROMISES, overdue + coming(desk, dossier), most=8),
        phrases.section(Part.STATE, _delivered(desk, dossier.promises), most=3),
        phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=3),
        in_tickets,
        phrases.section(Part.UNKNOWN, unknown, most=4),
        phrases.section(Part.NEXT, _next(desk, dossier)),
        missing=[_("a due date for each promise")] if undated else [],
    )


def _lead(desk: Desk, dossier: Dossier) -> Sentence:
    _, made = desk.texts, dossier.promises
    kept = sum(promise.delivered is not None for promise in made)
    overdue = sum(promise.is_overdue(dossier.today) for promise in made)
    text = _(
        "Promises to {account}, as of {date}: {total} made, {kept} delivered, {late} past their "
        "date.",
        total=len(made),
        account=phrases.name(dossier.account.name),
        kept=kept,
        late=overdue,
        date=_.date(dossier.today),
    )
    return claim(text, *map(ref, made[-3:]), said=(len(made), kept, overdue, dossier.today))


def _late_lead(desk: Desk, dossier: Dossier) -> Sentence:
    overdue = [promise for promise in dossier.promises if promise.is_overdue(dossier.today)]
    text = desk.texts(
        "Promises to {account} past their date, as of {date}: {late} of {total}.",
        account=phrases.name(dossier.account.name),
        date=desk.texts.date(dossier.today),
        late=len(overdue),
        total=len(dossier.promises),
    )
    said = (len(dossier.promises), len(overdue), dossier.today)
    return claim(text, *map(ref, overdue[:3]), said=said)


def still_open(desk: Desk, promise: Promise) -> Sentence:
    """A promise that is not past its date: by when, what, who keeps it."""
    _ = desk.texts
    what, owner = phrases.quoted(_, promise.what), desk.member(promise.owner)
    if promise.due is None:
        text = _("Open, with no date: {what} (owner: {owner}).", what=what, owner=owner)
    else:
        due = _.date(promise.due)
        text = _("Due on {due}: {what} (owner: {owner}).", due=due, what=what, owner=owner)
    return claim(text, *_carriers(promise))


def _delivered(desk: Desk, made: Sequence[Promise]) -> list[Sentence]:
    kept = [promise for promise in made if promise.delivered is not None]
    kept.sort(key=lambda promise: promise.delivered or desk.today, reverse=True)
    return [_kept(desk, promise) for promise in kept]


def _kept(desk: Desk, promise: Promise) -> Sentence:
    _ = desk.texts
    assert promise.delivered is not None
    what, when = phrases.quoted(_, promise.what), _.date(promise.delivered)
    if promise.due is not None and promise.delivered > promise.due:
        late_by = (promise.delivered - promise.due).days
        text = _(
            "Delivered on {date}, {days} late: {what}.",
            date=when,
            days=phrases.days(_, late_by),
            what=what,
        )
        return claim(text, *_carriers(promise), said=(late_by,))
    return claim(_("Delivered on {date}: {what}.", date=when, what=what), *_carriers(promise))


def _next(desk: Desk, dossier: Dossier) -> list[Sentence]:
    _ = desk.texts
    overdue = [promise for promise in dossier.promises if promise.is_overdue(dossier.today)]
    told = [kept_by_notes.told(desk, promise) is not None for promise in overdue]
    steps = []
    if any(told):
        steps.append(plain(_("Record as kept what was kept: only then does it count as done.")))
    if not all(told):
        text = _(
            "Tell the customer today what happens with each overdue promise and give a date that "
            "you will keep."
        )
        steps.append(plain(text))
    return steps


def ref(promise: Promise) -> Ref:
    """The record of it."""
    return Ref("promise", promise.id)


def _carriers(promise: Promise) -> tuple[Ref, ...]:
    """The promise and, when it was read out of a note, that note."""
    note = (Ref("note", promise.note_id),) if promise.note_id else ()
    return (ref(promise), *note)


_SIDES = {Side.OURS: _our_side, Side.THEIRS: _their_side, Side.BOTH: _both_sides}
