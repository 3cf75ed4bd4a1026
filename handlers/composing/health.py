"""How an account is doing: the band with interval and coverage, what lifts and what drags it."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import diagnosis, terms, wording
from handlers.answers import Deed, Draft, Offer, Part, Ref, Sentence
from handlers.composing import conflicts as disagreeing
from handlers.composing import findings, intent, money, next_steps, phrases, promises, standing
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim, plain
from handlers.gathering.dossier import Dossier
from playbooks.health import asking
from playbooks.health.values import Answer, Band, Reading, Verdict


def compose(desk: Desk) -> Draft:
    """The reading of one account; those who may not see readings get the plain records."""
    dossier = desk.dossier(desk.asked.accounts[0])
    if not dossier.internals:
        return _without_reading(desk, dossier)
    reading = desk.reading(dossier.account)
    gaps = blind_spots(desk, reading)
    made = phrases.draft(
        headline(desk, dossier, reading),
        phrases.section(Part.REASONS, [*_judged(desk, reading), *reasons(desk, reading)]),
        phrases.section(
            Part.CONFLICTS,
            [*disagreeing.measured(desk, dossier)[:1], *conflicts(desk, reading)],
            most=2,
        ),
        phrases.section(Part.UNKNOWN, unknown(desk, reading)),
        phrases.section(Part.NEXT, next_steps.of_account(desk, dossier), most=2),
        missing=gaps,
        abstained=reading.band is Band.UNKNOWN and not reasons(desk, reading),
    )
    return replace(made, offers=offers(reading))


def offers(reading: Reading) -> tuple[Offer, ...]:
    """What somebody who looks after the account may know better than the records."""
    deeds = (
        (Deed.ANSWER, any(answer.stale for answer in reading.answers) or reading.unknown),
        (Deed.CORRECT, len(reading.unknown) < len(reading.answers)),
        (Deed.OVERRIDE, True),
    )
    return tuple(Offer(deed, reading.account_id) for deed, possible in deeds if possible)


def unknown(desk: Desk, reading: Reading) -> list[Sentence]:
    """How many questions are open, and the one that would tell most, put to the asker."""
    _, count, of = desk.texts, len(reading.unknown), len(reading.answers)
    if not count:
        return []
    text = _.plural(
        "{count} of {of} health questions is unknown.",
        "{count} of {of} health questions are unknown.",
        count,
        of=of,
    )
    lines = [claim(text, Ref("health", reading.account_id), said=(count, of))]
    question = diagnosis.to_ask(desk.reader, reading, desk.rules)
    if question is not None:
        asked = wording.ask(_, desk.rules, question)
        lines.append(phrases.asked(_("Can you tell? {question}", question=asked)))
    return lines


def headline(desk: Desk, dossier: Dossier, reading: Reading) -> Sentence:
    """Band, score, interval and coverage in one sentence; without a band it says so."""
    _, account = desk.texts, phrases.name(dossier.account.name)
    figures = {
        "account": account,
        "low": _.number(reading.low),
        "high": _.number(reading.high),
        "coverage": _.percent(reading.coverage),
        "date": _.date(reading.as_of),
    }
    if reading.score is None or reading.computed_band is Band.UNKNOWN:
        text = _(
            "How {account} is doing cannot be said: {coverage} of the health questions, by weight, "
            "are answered; health lies between {low} and {high} of 100, as of {date}.",
            **figures,
        )
    else:
        text = _(
            "{account} is {band}: health {score} of 100, between {low} and {high} with {coverage} "
            "of the questions answered by weight, as of {date}.",
            band=terms.say(_, reading.computed_band),
            score=_.number(reading.score),
            **figures,
        )
    return claim(text, Ref("health", reading.account_id))


def reasons(desk: Desk, reading: Reading) -> list[Sentence]:
    """The biggest drags first, then the biggest lifts; no record is told of twice."""
    told: set[str] = set()
    chosen = [*_untold(reading.drags, told)[:3], *_untold(reading.lifts, told)[:2]]
    lines = [_reason(desk, answer) for answer in chosen]
    return [line for line in lines if line is not None]


def drags(desk: Desk, reading: Reading) -> list[Sentence]:
    """What pulls the reading down most; no record is told of twice."""
    found = (_reason(desk, answer) for answer in _untold(reading.drags, set())[:3])
    return [line for line in found if line is not None]


def _untold(answers: Sequence[Answer], told: set[str]) -> list[Answer]:
    """Answers whose first evidence stands in no earlier line; it is counted as told from here."""
    fresh = []
    for answer in answers:
        items = {fact.evidence_id for fact in answer.evidence[:1]}
        if not items & told:
            fresh.append(answer)
        told |= items
    return fresh


def conflicts(desk: Desk, reading: Reading) -> list[Sentence]:
    """Questions on which sources disagree: both sides with their dates; no record told of twice."""
    _ = desk.texts
    lines: list[Sentence] = []
    told: set[Ref] = set()
    for answer in reading.answers:
        for other in answer.against[:1]:
            if not answer.evidence or not other.evidence:
                continue
            mine, theirs = answer.evidence[0], other.evidence[0]
            text = _(
                "{question} {verdict}: {mine} But {other}: {theirs}",
                question=wording.question(_, desk.rules, answer.question),
                verdict=_verdict(desk, answer.verdict),
                mine=phrases.ended(_, findings.words(desk, mine)),
                other=wording.verdict(_, other.verdict),
                theirs=findings.words(desk, theirs),
            )
            refs = (findings.ref(mine), findings.ref(theirs))
            if told & set(refs):
                continue
            told |= set(refs)
            said = (*findings.said(desk, mine), *findings.said(desk, theirs))
            lines.append(claim(text, *refs, said=said))
    return lines


def blind_spots(desk: Desk, reading: Reading) -> list[str]:
    """The questions that nobody has answered, the weightiest first, as one would ask them."""
    unknown = asking.by_weight(reading, desk.rules, reading.unknown)
    return [wording.ask(desk.texts, desk.rules, answer.question) for answer in unknown[:6]]


def _reason(desk: Desk, answer: Answer) -> Sentence | None:
    _ = desk.texts
    if not answer.evidence:
        return None
    fact = answer.evidence[0]
    text = _(
        "{question} {verdict} ({points} points of 100): {evidence}",
        question=wording.question(_, desk.rules, answer.question),
        verdict=_verdict(desk, answer.verdict),
        points=("+" if answer.verdict is Verdict.YES else "−") + _.number(abs(answer.points), 1),
        evidence=findings.words(desk, fact),
    )
    if answer.stale:
        text = phrases.joined(_, phrases.ended(_, text), _("This is old and counts less."))
    return claim(
        text, findings.ref(fact), said=(*findings.said(desk, fact), abs(answer.points), 100)
    )


def _judged(desk: Desk, reading: Reading) -> list[Sentence]:
    """What sets the band beside the score: a person's override, and evidence that holds it down."""
    return [*_override(desk, reading), *_cap(desk, reading)]


def _cap(desk: Desk, reading: Reading) -> list[Sentence]:
    held = reading.cap
    if held is None:
        return []
    refs = [findings.ref(fact) for fact in held.evidence]
    said = [value for fact in held.evidence for value in findings.said(desk, fact)]
    text = wording.cap(desk.texts, held)
    return [claim(text, *refs, said=(text, *said))]


def _override(desk: Desk, reading: Reading) -> Sequence[Sentence]:
    _, override = desk.texts, reading.override
    if override is None:
        return []
    text = _(
        "{author} judges it {band} until {expires}, whatever the score: {reason}",
        author=desk.member(override.author),
        band=terms.say(_, override.band),
        expires=_.date(override.expires),
        reason=phrases.quoted(_, override.reason),
    )
    return [claim(text, Ref("override", override.id))]


def _verdict(desk: Desk, verdict: Verdict) -> str:
    return wording.verdict(desk.texts, verdict).capitalize()


def _without_reading(desk: Desk, dossier: Dossier) -> Draft:
    """For those outside the account's circle; reads the same when there is nothing to read."""
    _, account = desk.texts, phrases.name(dossier.account.name)
    lead = plain(
        _("I have no health reading of {account} to show you. What is recorded:", account=account)
    )
    known = [
        *standing.stages(desk, dossier),
        *standing.contact(desk, dossier),
        *money.renewal(desk, dossier),
        *promises.late(desk, dossier),
    ]
    wanted = intent.headline(desk, dossier)
    made = phrases.draft(lead, phrases.section(Part.STATE, [*wanted, *known]))
    return replace(made, abstained=not made.sections)
