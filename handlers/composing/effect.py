"""Which reminders help: what became of nudges by rule, and which are proposed for change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.answers import Draft, Part, Ref, Sentence
from handlers.composing import phrases
from handlers.composing.desk import Desk
from handlers.composing.phrases import asked, claim
from handlers.nudges import effect, judging
from handlers.nudges.effect import Effect, RuleEffect

MOST = 6
"""Rules that are told one by one; `cairn nudges effect` tells them all."""


def compose(desk: Desk) -> Draft:
    """For managers and admins about everybody's reminders, for others about their own; private."""
    _ = desk.texts
    found = effect.of(desk.context, desk.asker)
    told = sorted((one for one in found.rules if one.counts.sent), key=_usefulness)
    if not told:
        return phrases.abstention(
            _("No reminder was sent in the last {days} days.", days=effect.DAYS),
            _("Reminders that were sent, and what people answered to them."),
        )
    proposals = [
        _claim(one, f"{_(one.title)}. {judging.proposal(_, one.proposal)}")
        for one in told
        if one.proposal is not None
    ]
    goals = [
        _claim(one, f"{_(one.title)}. {judging.goal(_, one.goal, one.goal_days)}")
        for one in told
        if one.goal is not None and one.goal.done.of + one.goal.not_done.of
    ]
    made = phrases.draft(
        _lead(desk, found, told),
        phrases.section(Part.STATE, [_line(desk, one) for one in told], most=MOST),
        phrases.section(Part.REASONS, goals, most=MOST),
        phrases.section(Part.NEXT, proposals),
        phrases.section(Part.UNKNOWN, [asked(judging.caveat(_))] if goals else []),
    )
    return replace(made, private=True)


def _lead(desk: Desk, found: Effect, told: Sequence[RuleEffect]) -> Sentence:
    _ = desk.texts
    sent = sum(one.counts.sent for one in told)
    acted = sum(one.counts.acted for one in told)
    since, until = _.date(found.since), _.date(found.until)
    text = _(
        "Between {since} and {until}, {sent} reminders were sent and {acted} acted on.",
        since=since,
        until=until,
        sent=sent,
        acted=acted,
    )
    best = told[0]
    if best.counts.useful.share is not None:
        useful = judging.share(_, best.counts.useful)
        most = _("Most useful: {title}, {share}.", title=_(best.title), share=useful)
        text = phrases.joined(_, text, most)
    return claim(text, *_refs(told), said=(text,))


def _line(desk: Desk, one: RuleEffect) -> Sentence:
    return _claim(one, judging.rule(desk.texts, one)[0])


def _claim(one: RuleEffect, text: str) -> Sentence:
    return claim(text, *_refs([one]), said=(text,))


def _refs(told: Iterable[RuleEffect]) -> list[Ref]:
    """The accounts of some of the nudges that are counted."""
    ids = dict.fromkeys(account_id for one in told for account_id in one.accounts)
    return [Ref("account", account_id) for account_id in list(ids)[:2]]


def _usefulness(one: RuleEffect) -> tuple[float, int, str]:
    """By what is useful with some certainty, then by how many were sent."""
    return -(one.counts.useful.low or 0.0), -one.counts.sent, one.rule
