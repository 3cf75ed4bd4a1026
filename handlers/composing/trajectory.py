"""The path of an account, or of a segment, over months on two axes: attitude and behaviour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from handlers import terms
from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import claim
from playbooks.accounts import Account
from playbooks.observations import MetricSample, Outcome, SurveyResponse

QUARTER_DAYS = 91
QUARTERS = 4
HIGH_CSAT = 4.0
HIGH_UTILISATION = 0.7
"""From here up an axis is high: CSAT of 4 on a scale of 1 to 5, 70 % of licences in use. Ours."""

USE = ("active_users", "licences_bought", "licences_assigned", "licence_utilisation")


@dataclass(frozen=True, slots=True)
class Span:
    """One quarter: mean CSAT, share of licences in use, with what they were counted from."""

    since: date
    until: date
    attitude: float | None
    answers: tuple[Ref, ...]
    behaviour: float | None
    samples: tuple[Ref, ...]


def compose(desk: Desk) -> Draft:
    """Four quarters of attitude and behaviour; what is missing on an axis is said."""
    chosen = _chosen(desk)
    _, name = desk.texts, _name(desk, chosen)
    spans = _spans(desk, chosen)
    known = [s for s in spans if s.attitude is not None or s.behaviour is not None]
    gaps = _gaps(desk, chosen, spans)
    if not known:
        return phrases.abstention(
            _("The trajectory of {name} cannot be drawn: nothing was measured.", name=name),
            *(gap.text for gap in gaps),
        )
    return phrases.draft(
        _lead(desk, name, known[-1]),
        phrases.section(Part.REASONS, [_line(desk, span) for span in known]),
        phrases.section(Part.CHANGES, _events(desk, chosen), most=3),
        phrases.section(Part.UNKNOWN, gaps),
        missing=[gap.text for gap in gaps],
    )


def _chosen(desk: Desk) -> Sequence[Account]:
    if desk.asked.accounts:
        return desk.asked.accounts[:1]
    return [account for account in desk.current if desk.fits(account)]


def _name(desk: Desk, chosen: Sequence[Account]) -> str:
    _ = desk.texts
    if desk.asked.accounts:
        return phrases.name(chosen[0].name)
    if desk.asked.segment:
        return _("the segment {segment}", segment=terms.say(_, desk.asked.segment))
    return _.plural("the only account", "all {count} accounts", len(chosen))


def _spans(desk: Desk, chosen: Sequence[Account]) -> list[Span]:
    """The last four quarters of 91 days up to today, the oldest first."""
    ids = {account.id for account in chosen}
    start = desk.today - timedelta(days=QUARTER_DAYS * QUARTERS - 1)
    answers = desk.reader.find(
        SurveyResponse, since=start, until=desk.today, kind="csat", account_id=ids
    )
    samples = desk.reader.find(
        MetricSample, since=start, until=desk.today, metric=USE, account_id=ids
    )
    return [_span(start + timedelta(days=QUARTER_DAYS * n), answers, samples) for n in range(4)]


def _span(since: date, answers: Sequence[SurveyResponse], samples: Sequence[MetricSample]) -> Span:
    until = since + timedelta(days=QUARTER_DAYS - 1)
    heard = [answer for answer in answers if since <= answer.date <= until]
    seen = [sample for sample in samples if since <= sample.date <= until]
    shares, refs = _utilisation(seen)
    return Span(
        since,
        until,
        fmean(answer.score for answer in heard) if heard else None,
        tuple(Ref("survey", answer.id) for answer in heard),
        fmean(shares) if shares else None,
        tuple(refs),
    )


def _utilisation(samples: Sequence[MetricSample]) -> tuple[list[float], list[Ref]]:
    """Each account's last share of licences in use, and the samples that it was counted from."""
    last: dict[tuple[str, str], MetricSample] = {(s.account_id, s.metric): s for s in samples}
    shares, refs = [], []
    for account in dict.fromkeys(account for account, _metric in last):
        used = last.get((account, "active_users"))
        bought = last.get((account, "licences_bought")) or last.get((account, "licences_assigned"))
        given = last.get((account, "licence_utilisation"))
        if used and bought and bought.value > 0:
            shares.append(used.value / bought.value)
            refs += [Ref("metric", used.id), Ref("metric", bought.id)]
        elif given:
            shares.append(given.value / 100 if given.value > 1.5 else given.value)
            refs.append(Ref("metric", given.id))
    return shares, refs


def _lead(desk: Desk, name: str, span: Span) -> Sentence:
    _ = desk.texts
    place = _quadrant(desk, span)
    text = _(
        "{name}: {place} (from {since} to {until}).",
        name=phrases.capitalised(name),
        place=place,
        since=_.date(span.since),
        until=_.date(span.until),
    )
    refs = (*span.answers[-2:], *span.samples[-2:])
    return claim(text, *refs, said=(span.since, span.until, name))


def _quadrant(desk: Desk, span: Span) -> str:
    _ = desk.texts
    if span.attitude is None:
        return _("what they do is known, how they feel about us is not")
    if span.behaviour is None:
        return _("how they feel about us is known, what they do is not")
    likes, uses = span.attitude >= HIGH_CSAT, span.behaviour >= HIGH_UTILISATION
    if likes:
        return (
            _("an advocate: happy, and uses it") if uses else _("an admirer: happy, hardly uses it")
        )
    return _("a captive: uses it, not happy") if uses else _("drifting: neither happy nor using it")


def _line(desk: Desk, span: Span) -> Sentence:
    _ = desk.texts
    parts = []
    if span.attitude is not None:
        parts.append(
            _(
                "CSAT {score} on average (scale 1 to 5, n = {n})",
                score=_.number(span.attitude, 1),
                n=len(span.answers),
            )
        )
    if span.behaviour is not None:
        parts.append(_("{share} of licences in use", share=_.percent(span.behaviour)))
    text = _(
        "{since} to {until}: {what}.",
        since=_.date(span.since),
        until=_.date(span.until),
        what=phrases.clauses(_, parts),
    )
    said = (
        span.since,
        span.until,
        len(span.answers),
        1,
        5,
        span.attitude or "",
        span.behaviour or "",
    )
    return claim(text, *span.answers[-3:], *span.samples[-3:], said=said)


def _events(desk: Desk, chosen: Sequence[Account]) -> list[Sentence]:
    """Renewals and the like of a single account, which belong to its behaviour."""
    _ = desk.texts
    if len(chosen) != 1:
        return []
    happened = desk.reader.find(Outcome, until=desk.today, account_id=chosen[0].id)
    return [
        claim(
            _("{date}: {what}", date=_.date(outcome.date), what=terms.say(_, outcome.kind)),
            Ref("outcome", outcome.id),
        )
        for outcome in reversed(happened)
    ]


def _gaps(desk: Desk, chosen: Sequence[Account], spans: Sequence[Span]) -> list[Sentence]:
    _ = desk.texts
    gaps = []
    silent = sum(span.attitude is None for span in spans)
    unmeasured = sum(span.behaviour is None for span in spans)
    if silent:
        gaps.append(
            _("Attitude: no CSAT answer in {count} of {all} quarters.", count=silent, all=QUARTERS)
        )
    if unmeasured:
        gaps.append(
            _(
                "Behaviour: no active users with licences in {count} of {all} quarters.",
                count=unmeasured,
                all=QUARTERS,
            )
        )
    looked_at = [Ref("account", account.id) for account in chosen[:2]]
    return [claim(gap, *looked_at, said=(silent, unmeasured, QUARTERS)) for gap in gaps]
