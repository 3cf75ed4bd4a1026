"""The answer composed from facts and quoted passages, every citation checked."""

from collections.abc import Callable
from dataclasses import replace

from handlers import citations, conversation, layout, reception
from handlers.answers import Answer, Draft, Named, Request
from handlers.composing import (
    all_promises,
    capacity,
    changes,
    compare,
    contract_outcomes,
    education,
    effect,
    facets,
    gaps,
    goals,
    grounds,
    guidance,
    handoff_fields,
    health,
    how_long,
    intent,
    lookup,
    meant,
    more,
    news,
    next_steps,
    offices,
    one_person,
    other,
    particulars,
    people,
    phrases,
    pictures,
    pointed,
    portfolio,
    prediction,
    recall,
    recorded,
    revenue,
    several,
    summary,
    ticket_list,
    together,
    trajectory,
    write,
)
from handlers.composing import help as capabilities
from handlers.composing.desk import Desk
from handlers.texts import Texts
from handlers.understand import Understanding
from knowledge import lengths
from playbooks.conversations import Reply

COMPOSERS: dict[Request, Callable[[Desk], Draft]] = {
    Request.HEALTH: health.compose,
    Request.INTENT: intent.compose,
    Request.SUMMARY: summary.compose,
    Request.CHANGES: changes.compose,
    Request.NEXT_STEPS: next_steps.compose,
    Request.GUIDANCE: guidance.compose,
    Request.EDUCATION: education.compose,
    Request.HANDOFF: handoff_fields.compose,
    Request.PROMISES: all_promises.compose,
    Request.PEOPLE: people.compose,
    Request.PORTFOLIO: portfolio.compose,
    Request.COMPARE: compare.compose,
    Request.TRAJECTORY: trajectory.compose,
    Request.REVENUE: revenue.compose,
    Request.CAPACITY: capacity.compose,
    Request.GAPS: gaps.compose,
    Request.WRITE: write.compose,
    Request.HELP: capabilities.compose,
    Request.OTHER: other.compose,
}

ABOUT_ONE = (
    Request.HEALTH,
    Request.INTENT,
    Request.SUMMARY,
    Request.CHANGES,
    Request.PEOPLE,
    Request.WRITE,
)
"""Requests that make no sense without an account."""

ONE_AT_A_TIME = (
    *(Request.HEALTH, Request.INTENT, Request.SUMMARY, Request.CHANGES, Request.NEXT_STEPS),
    *(Request.HANDOFF, Request.PROMISES, Request.PEOPLE, Request.REVENUE),
)
"""Requests that are answered for each account where several are asked about."""

BESIDE_OTHERS = (Request.GAPS, Request.TRAJECTORY, Request.OTHER)
"""Further requests that one message may ask beside another."""

AS_OF_A_DAY = (Request.HEALTH, Request.TRAJECTORY)
"""Requests for a state, which a period asked about only dates."""

ABOUT_THE_REPLY: dict[str, Callable[[Desk, Reply], Draft]] = {
    **dict.fromkeys(grounds.SHOWN, grounds.compose),
    "more": more.compose,
}
"""Questions about the last reply, where one was given that rested on something."""

COURTESIES = ("thanks", "small_talk", "goodbye", "undo", "keep", "drop", "out_of_scope")
"""What needs a short reply, whatever the conversation was about."""

NOT_FOR_A_MODEL = (Request.WRITE, Request.HELP, Request.OTHER)


def compose(desk: Desk) -> Answer:
    """The whole answer without a language model."""
    if reception.is_outsider(desk):
        forgotten = desk.about(Understanding(desk.texts.language, True, Request.OTHER.value))
        return finish(forgotten, lookup.nothing(desk), Request.OTHER)
    return finish(desk, meant.beside(desk, draft(desk)), Request(desk.asked.request))


def draft(desk: Desk) -> Draft:
    """What the composer of the request says, or what must be cleared up first."""
    asked, request = desk.asked, Request(desk.asked.request)
    if not asked.spoken:
        return lookup.unspoken(desk)
    reply = conversation.last_reply(desk) if asked.sub_kind in ABOUT_THE_REPLY else None
    if reply is not None:
        return ABOUT_THE_REPLY[asked.sub_kind or ""](desk, reply)
    if asked.sub_kind == "recall":
        return recall.compose(desk)
    if asked.sub_kind in COURTESIES and not particulars.may_be(desk):
        return other.compose(desk)
    if asked.sub_kind == "prediction":
        return prediction.compose(desk)
    if asked.sub_kind == "effect":
        return effect.compose(desk)
    if (ours := one_person.of_us(desk)) is not None:
        return ours
    if asked.candidates:
        return lookup.ambiguous(desk)
    if not asked.accounts and (made := _without_account(desk, request)) is not None:
        return made
    then = _at_the_end_of_its_period(desk, request)
    if len(asked.accounts) > 1 and request in ONE_AT_A_TIME:
        summed = revenue.summed(then) if request is Request.REVENUE else None
        return summed or several.compose(then, lambda of_one: _answered(of_one, request))
    made = pictures.beside(then, request, _each(then) or _answered(then, request))
    before = conversation.last_reply(desk) if asked.still else None
    return grounds.beside(desk, before, made) if before else made


def _each(desk: Desk) -> Draft | None:
    """The answers to several questions of one message; None where it asks one thing.

    Several for particular things are looked for together: a note often tells them in one breath.
    """
    desks = reception.apart(desk)
    kinds = [Request(one.asked.request) for one in desks]
    if not together.are_apart(desks) or not set(kinds) <= {*ONE_AT_A_TIME, *BESIDE_OTHERS}:
        return None
    made: list[Draft] = []
    for one, kind in zip(desks, kinds, strict=True):
        made.append(_answered(together.of_whom(one, made), kind))
    return together.compose(desk, made)


def _answered(desk: Desk, request: Request) -> Draft:
    """What was asked for in particular, or else what the composer of the request says."""
    composer = COMPOSERS[request]
    made = next_steps.for_case(desk) or how_long.answer(desk) or one_person.answer(desk)
    made = made or recorded.answer(desk)
    made = made or facets.answer(desk) or offices.answer(desk)
    made = made or pointed.answer(desk, composer) or goals.answer(desk)
    return _as_short_as_wished(desk, made or particulars.answer(desk, composer) or composer(desk))


def _as_short_as_wished(desk: Desk, made: Draft) -> Draft:
    """The first sentences alone where the question says how many it wants; what is prepared, to be
    chosen or not known stays whole."""
    most = lengths.wished(desk.question.text)
    settled = made.proposal or made.clarify or made.nearest or made.abstained
    return made if most is None or settled else phrases.first(made, most)


def _without_account(desk: Desk, request: Request) -> Draft | None:
    """What the records of several accounts say, or what must be known to answer at all."""
    if news.are_asked(desk):
        return news.compose(desk)
    listed = contract_outcomes.compose(desk) or ticket_list.compose(desk)
    if listed is not None:
        return listed
    found = particulars.answer(desk, lookup.which) if desk.asked.among else None
    if found is not None:
        return found
    if desk.asked.unknown_name:
        return lookup.unknown(desk)
    return lookup.which(desk) if request in ABOUT_ONE else None


def _at_the_end_of_its_period(desk: Desk, request: Request) -> Desk:
    """A state asked for a time that is over is read as of its last day."""
    until = (desk.asked.period or (None, None))[1]
    if request not in AS_OF_A_DAY or until is None or until >= desk.today:
        return desk
    return replace(desk, today=until)


def finish(desk: Desk, made: Draft, request: Request) -> Answer:
    """The draft as an answer: what is not carried is dropped; if nothing is left, it abstains."""
    refs = [ref for sentence in made.sentences() for ref in sentence.cites]
    checked = citations.check(made, desk.archive.read(refs), lookup.names(desk))
    lead = checked.lead
    if lead is None:
        made = lookup.nothing_to_show(desk, made)
        lead, checked = made.lead, replace(checked, sections=made.sections, citations=())
    answer = Answer(
        language=desk.texts.language,
        request=request,
        lead=lead,
        sections=checked.sections,
        accounts=tuple(Named(account.id, account.name) for account in desk.asked.accounts),
        citations=checked.citations,
        clarify=made.clarify,
        nearest=made.nearest,
        missing=made.missing,
        abstained=made.abstained,
        private=made.private or not checked.shared or not _open_to_all(desk, made),
        proposal=made.proposal,
        picture=made.picture if checked.lead is not None else None,
        offers=made.offers,
    )
    return worded(answer, desk.texts)


def worded(answer: Answer, _: Texts) -> Answer:
    """The answer with its plain text as it now reads."""
    return replace(answer, text=layout.text(answer, _))


def may_be_written(answer: Answer) -> bool:
    """Whether a model may put the answer into better words: not where there is nothing to say."""
    settled = answer.clarify or answer.nearest or answer.proposal
    return answer.request not in NOT_FOR_A_MODEL and not settled


def _open_to_all(desk: Desk, made: Draft) -> bool:
    """True when everyone who reads along may know of the accounts that are named."""
    if reception.is_outsider(desk) or desk.audience.strangers:
        return False
    named = {chosen.id for chosen in (*made.clarify, *made.nearest)}
    named |= {account.id for account in desk.asked.accounts}
    known = (account for account in desk.accounts if account.id in named)
    return all(desk.audience.all_see_account(account) for account in known)
