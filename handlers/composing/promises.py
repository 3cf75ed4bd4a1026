"""What was promised to customers against what was delivered, and what they owe us."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers.answers import Deed, Draft, Offer, Part, Ref, Sentence
from handlers.composing import narrowed, phrases, their_promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from playbooks import handoffs
from playbooks.accounts import Account
from playbooks.handoffs import Promise


def compose(desk: Desk) -> Draft:
    """Promises of the accounts asked about, or what is overdue across all of them."""
    if desk.asked.accounts:
        return _of_account(desk, desk.dossier(desk.asked.accounts[0]))
    return _of_everyone(desk)


def late(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The promises that are past their date, the longest overdue first."""
    overdue = [p for p in dossier.promises if p.is_overdue(dossier.today)]
    return [_late(desk, promise) for promise in overdue]


def late_at(desk: Desk, account: Account, promise: Promise) -> Sentence:
    """A promise that is past its date, behind the name of the account."""
    sentence = _late(desk, promise)
    what = sentence.text[:1].lower() + sentence.text[1:]
    text = phrases.labelled(desk.texts, phrases.name(account.name), what)
    return claim(text, *sentence.cites, said=sentence.said)


def coming(desk: Desk, dossier: Dossier) -> list[Sentence]:
    """The promises that are still to keep, in the order of their dates; undated ones last."""
    kept = [p for p in dossier.promises if p.delivered is None and not p.is_overdue(dossier.today)]
    kept.sort(key=lambda promise: (promise.due is None, promise.due))
    return [_open(desk, promise) for promise in kept]


def _of_account(desk: Desk, dossier: Dossier) -> Draft:
    asked = desk.question.text
    if their_promises.is_about_both(asked):
        told = _both_sides(desk, dossier)
    else:
        theirs = their_promises.is_about_theirs(asked)
        told = _their_side(desk, dossier) if theirs else _our_side(desk, dossier)
    account_id = dossier.account.id
    return replace(told, offers=(Offer(Deed.CUSTOMER_PROMISE, account_id),))


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
    ours = late(desk, dossier) + coming(desk, dossier)
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
    if not dossier.promises:
        nothing = phrases.abstention(
            _("No promise to {account} is recorded.", account=account),
            _("A handoff or a note that says what was promised, by whom and until when."),
        )
        theirs = phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=4)
        return replace(nothing, sections=(*theirs, *nothing.sections))
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
                *map(_ref, undated[:3]),
                said=(len(undated),),
            )
        )
    return phrases.draft(
        _lead(desk, dossier),
        phrases.section(Part.PROMISES, late(desk, dossier) + coming(desk, dossier), most=8),
        phrases.section(Part.STATE, _delivered(desk, dossier.promises), most=3),
        phrases.section(Part.AWAITED, their_promises.awaited(desk, dossier), most=3),
        phrases.section(Part.UNKNOWN, unknown),
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
    return claim(text, *map(_ref, made[-3:]), said=(len(made), kept, overdue, dossier.today))


def _late(desk: Desk, promise: Promise) -> Sentence:
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
    return claim(text, *_carriers(promise), said=(overdue,))


def _open(desk: Desk, promise: Promise) -> Sentence:
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
    if any(promise.is_overdue(dossier.today) for promise in dossier.promises):
        return [
            plain(
                _(
                    "Tell the customer today what happens with each overdue promise and give a "
                    "date that you will keep."
                )
            )
        ]
    return []


def _of_everyone(desk: Desk) -> Draft:
    _ = desk.texts
    seen = {account.id: account for account in desk.accounts if desk.fits(account)}
    pending = handoffs.standing(desk.reader.find(Promise, delivered=None), desk.today)
    overdue = desk.of_visible_notes(
        promise
        for promise in pending
        if promise.account_id in seen and promise.is_overdue(desk.today)
    )
    if not overdue:
        none = _("No promise is recorded as past its date, as of {date}.", date=_.date(desk.today))
        missing = _("Promises with a due date, in handoffs or notes.")
        return phrases.abstention(narrowed.in_front(desk, none), missing)
    overdue = _in_turn(seen, overdue)
    text = _.plural(
        "{count} promise is past its date, as of {date}.",
        "{count} promises are past their date, as of {date}; each customer's oldest first, "
        "from the largest customer down.",
        len(overdue),
        date=_.date(desk.today),
    )
    lines = [late_at(desk, seen[promise.account_id], promise) for promise in overdue]
    shown = overdue[: phrases.MOST_LINES + 3]
    said = (len(overdue), desk.today, narrowed.asked_for(desk))
    lead = claim(narrowed.in_front(desk, text), *map(_ref, shown[:3]), said=said)
    return phrases.draft(lead, phrases.section(Part.PROMISES, lines, most=len(shown)))


def _in_turn(seen: Mapping[str, Account], overdue: Sequence[Promise]) -> list[Promise]:
    """Each customer's oldest, the largest customer first, then the next ones: none hides others."""
    ranked: list[tuple[int, Promise]] = []
    ranks: Counter[str] = Counter()
    for promise in sorted(overdue, key=lambda one: (one.due or date.min, one.id)):
        ranked.append((ranks[promise.account_id], promise))
        ranks[promise.account_id] += 1
    ranked.sort(key=lambda one: (one[0], -(seen[one[1].account_id].arr or 0)))
    return [promise for _rank, promise in ranked]


def _ref(promise: Promise) -> Ref:
    return Ref("promise", promise.id)


def _carriers(promise: Promise) -> tuple[Ref, ...]:
    """The promise and, when it was read out of a note, that note."""
    note = (Ref("note", promise.note_id),) if promise.note_id else ()
    return (_ref(promise), *note)
