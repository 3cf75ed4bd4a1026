"""A wish to set an account's health by hand becomes a prepared override, saved when confirmed."""

from dataclasses import replace
from datetime import date

from handlers import diagnosis, terms
from handlers.answers import Draft, Part, Proposal
from handlers.composing import health, phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import plain
from knowledge import judgements
from knowledge.judgements import Judgement
from playbooks.health.values import Band


def compose(desk: Desk) -> Draft:
    """Band, end and reason as they would be saved, or what is missing for that."""
    dossier = desk.dossier(desk.asked.accounts[0])
    if not dossier.internals:
        return health.compose(desk)
    _, said = desk.texts, judgements.read(desk.question.text, desk.today)
    gaps = _gaps(desk, said)
    if gaps:
        text = _("To set the health of an account by hand I need a band and a reason.")
        return phrases.abstention(text, *gaps)
    until = said.until or desk.today + diagnosis.LASTS
    proposal = _proposal(desk, said, until)
    lines = [_lasting(desk, until, said.until is None), _beside(desk)]
    made = phrases.draft(
        phrases.asked(_lead(desk, proposal)),
        phrases.section(Part.READ, [phrases.asked(line) for line in lines]),
        phrases.section(Part.NEXT, [plain(_("Nothing is saved until you confirm."))]),
    )
    return replace(made, proposal=proposal)


def _gaps(desk: Desk, said: Judgement) -> list[str]:
    _, gaps = desk.texts, []
    if said.band is None:
        gaps.append(_("The band: healthy, on watch or at risk."))
    if said.reason is None:
        gaps.append(_("The reason, which others can judge: … because …"))
    if said.until is not None and said.until < desk.today:
        gaps.append(_("An end that is still to come."))
    return gaps


def _proposal(desk: Desk, said: Judgement, until: date) -> Proposal:
    account = desk.asked.accounts[0]
    return Proposal(
        account.id,
        account.name,
        said.reason or "",
        "override",
        desk.today,
        desk.asker.id,
        band=said.band,
        ends=until,
    )


def _lead(desk: Desk, proposal: Proposal) -> str:
    _ = desk.texts
    return _(
        "I would set the health of {account} to {band}: {reason}",
        account=phrases.name(proposal.account),
        band=terms.say(_, proposal.band),
        reason=phrases.quoted(_, proposal.text, 400),
    )


def _lasting(desk: Desk, until: date, assumed: bool) -> str:
    _ = desk.texts
    if assumed:
        return _("Until {date}: no end was named, so that it lasts a month.", date=_.date(until))
    return _("Until {date}; then it ends by itself.", date=_.date(until))


def _beside(desk: Desk) -> str:
    """What is computed, which stays visible beside a person's judgement."""
    _, reading = desk.texts, desk.reading(desk.asked.accounts[0])
    if reading.computed_band is Band.UNKNOWN or reading.score is None:
        return _("Computed, and shown beside it: unknown.")
    return _(
        "Computed, and shown beside it: {band}, {score} of 100.",
        band=terms.say(_, reading.computed_band),
        score=_.number(reading.score),
    )
