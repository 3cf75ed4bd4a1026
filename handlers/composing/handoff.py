"""What sales handed over: why they bought, the problem, the time, what is promised and missing."""

from collections.abc import Iterator
from dataclasses import replace

from handlers import terms
from handlers.answers import Deed, Draft, Offer, Part, Ref, Sentence
from handlers.composing import phrases, promises
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from handlers.handoffs import RECEIVERS
from playbooks import handoffs
from playbooks.handoffs import MANDATORY, Handoff, HandoffState
from playbooks.people import Role

SHOWN = ("success_criteria", "risks", "competitor_displaced", "stakeholders", "product_gaps")
"""Further fields worth a line; the rest opens with the source."""

WRITERS = (Role.SALES, Role.ADMIN)
"""Roles that begin a handoff."""


def compose(desk: Desk) -> Draft:
    """The handoff of the account asked about, or those that are not complete."""
    if not desk.asked.accounts:
        return _incomplete(desk)
    dossier = desk.dossier(desk.asked.accounts[0])
    told = _of_account(desk, dossier, dossier.handoff) if dossier.handoff else _none(desk, dossier)
    return replace(told, offers=tuple(_offers(desk, dossier)))


def _offers(desk: Desk, dossier: Dossier) -> Iterator[Offer]:
    """Its seller goes on with it, its CSM answers it; when it was accepted, nobody does."""
    handoff, account_id = dossier.handoff, dossier.account.id
    if handoff is None or handoff.state in (HandoffState.DRAFT, HandoffState.RETURNED):
        if desk.asker.role in WRITERS or (handoff and handoff.author == desk.asker.id):
            yield Offer(Deed.CONTINUE_HANDOFF, account_id)
    elif handoff.state is HandoffState.SUBMITTED and desk.asker.role in RECEIVERS:
        yield Offer(Deed.ACCEPT_HANDOFF, account_id, handoff.id)
        yield Offer(Deed.RETURN_HANDOFF, account_id, handoff.id)


def _none(desk: Desk, dossier: Dossier) -> Draft:
    _ = desk.texts
    return phrases.abstention(
        _("No handoff of {account} is recorded.", account=phrases.name(dossier.account.name)),
        _("A handoff from sales: why they bought, the problem to solve, when they expect value."),
    )


def _of_account(desk: Desk, dossier: Dossier, handoff: Handoff) -> Draft:
    _ = desk.texts
    gaps = [terms.say(_, name) for name in handoffs.missing(handoff)]
    seller = desk.member(dossier.account.account_executive or handoff.author)
    unknown, ask = [], []
    if gaps:
        what = phrases.listed(_, gaps)
        unknown.append(plain(_("The handoff does not say {what}.", what=what)))
        ask.append(plain(_("Ask {seller} to complete it: {what}.", seller=seller, what=what)))
    made = promises.late(desk, dossier) + promises.coming(desk, dossier)
    return phrases.draft(
        _lead(desk, dossier, handoff),
        phrases.section(Part.REASONS, said(desk, handoff, MANDATORY)),
        phrases.section(Part.STATE, [*said(desk, handoff, SHOWN), *_further(desk, handoff)]),
        phrases.section(Part.PROMISES, made, most=4),
        phrases.section(Part.UNKNOWN, unknown),
        phrases.section(Part.NEXT, ask),
        missing=gaps,
    )


def _further(desk: Desk, handoff: Handoff) -> list[Sentence]:
    """Why it was sent back; where it was not, the day of the kickoff."""
    return _sent_back(desk, handoff) or kickoff(desk, handoff)


def said(desk: Desk, handoff: Handoff, fields: tuple[str, ...]) -> list[Sentence]:
    """What the handoff says in these fields, in its own words; empty ones are left out."""
    _ = desk.texts
    lines = []
    for field in fields:
        words = getattr(handoff, field)
        if words:
            label = terms.say(_, field)
            text = _(
                "{label}: {words}",
                label=phrases.capitalised(label),
                words=phrases.quoted(_, str(words)),
            )
            lines.append(claim(text, Ref("handoff", handoff.id)))
    return lines


def _lead(desk: Desk, dossier: Dossier, handoff: Handoff) -> Sentence:
    _, account = desk.texts, phrases.name(dossier.account.name)
    made = [p for p in dossier.promises if p.handoff_id == handoff.id]
    share = handoffs.completeness(handoff, made)
    state = terms.say(_, handoff.state)
    if handoff.submitted is None:
        text = _(
            "The handoff of {account} is {state}, {share} complete.",
            account=account,
            state=state,
            share=_.percent(share),
        )
    else:
        text = _(
            "The handoff of {account} is {state}, {share} complete; submitted on {date} by "
            "{author}.",
            account=account,
            state=state,
            share=_.percent(share),
            date=_.date(handoff.submitted),
            author=desk.member(handoff.author),
        )
    return claim(text, Ref("handoff", handoff.id), said=(share,))


def _sent_back(desk: Desk, handoff: Handoff) -> list[Sentence]:
    """Why it was sent back, where it was and somebody said why."""
    if handoff.state is not HandoffState.RETURNED or not handoff.returned_reason:
        return []
    words = phrases.quoted(desk.texts, handoff.returned_reason)
    return [
        claim(desk.texts("Sent back because: {words}", words=words), Ref("handoff", handoff.id))
    ]


def kickoff(desk: Desk, handoff: Handoff) -> list[Sentence]:
    """The day of the kickoff, where one is set."""
    if handoff.kickoff_date is None:
        return []
    text = desk.texts("Kickoff on {date}.", date=desk.texts.date(handoff.kickoff_date))
    return [claim(text, Ref("handoff", handoff.id))]


def _incomplete(desk: Desk) -> Draft:
    _ = desk.texts
    seen = {account.id: account for account in desk.accounts}
    found = [h for h in desk.reader.find(Handoff) if h.account_id in seen and handoffs.missing(h)]
    if not found:
        return phrases.abstention(
            _(
                "No handoff with an empty mandatory field is recorded, as of {date}.",
                date=_.date(desk.today),
            ),
            _("Handoffs of the accounts that have none."),
        )
    lines = [_gap_line(desk, seen[h.account_id].name, h) for h in found]
    text = _.plural(
        "{count} handoff lacks a mandatory field, as of {date}.",
        "{count} handoffs lack a mandatory field, as of {date}.",
        len(found),
        date=_.date(desk.today),
    )
    refs = [Ref("handoff", handoff.id) for handoff in found[:8]]
    lead = claim(text, *refs, said=(len(found), desk.today))
    return phrases.draft(lead, phrases.section(Part.ACCOUNTS, lines, most=8))


def _gap_line(desk: Desk, account: str, handoff: Handoff) -> Sentence:
    _ = desk.texts
    gaps = [terms.say(_, name) for name in handoffs.missing(handoff)]
    text = _(
        "{account} ({state}): missing {what}; seller {seller}.",
        account=phrases.name(account),
        state=terms.say(_, handoff.state),
        what=phrases.listed(_, gaps),
        seller=desk.member(handoff.author),
    )
    return claim(text, Ref("handoff", handoff.id))
