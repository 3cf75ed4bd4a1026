"""The effect of nudges in words: what became of them, what followed, and what could be changed."""

from collections.abc import Mapping

from handlers import terms, units, wording
from handlers.composing import phrases
from handlers.nudges import rehearsing
from handlers.nudges.effect import PersonEffect, PlayEffect, RuleEffect
from handlers.texts import Texts
from playbooks.nudges import effects
from playbooks.nudges.effects import Comparison, Counts, Limit, Proposal, Share

WHYS = {
    "wrong_person": "it was for somebody else",
    "wrong_facts": "the facts were wrong",
    "bad_moment": "the moment was wrong",
    "already_known": "it was known already",
    "not_important": "it does not matter",
    "passed_on": "it was passed on",
}
CHANGES = {
    effects.OFF: "switch it off",
    effects.THRESHOLD: "let it speak later, with another threshold",
    effects.RECEIVER: "send it to somebody else",
    effects.FACTS: "check the facts that it rests on",
}


def rule(_: Texts, one: RuleEffect) -> list[str]:
    """One rule: what became of its nudges, the goal, and the proposal, each in a sentence."""
    lines = [f"{_(one.title)}: {counts(_, one.counts)}"]
    if one.goal is not None:
        lines.append(goal(_, one.goal, one.goal_days))
    if one.proposal is not None:
        lines.append(proposal(_, one.proposal))
    return lines


def person(_: Texts, one: PersonEffect, names: Mapping[str, str]) -> str:
    """One person's nudges in a sentence."""
    return f"{names.get(one.member, one.member)}: {counts(_, one.counts)}"


def counts(_: Texts, found: Counts) -> str:
    """What became of nudges, each figure with what it counts."""
    said = _(
        "{sent} sent, {seen} answered (whether the others were read is not known), {acted} acted "
        "on, {useless} of no use, {lapsed} settled before an answer, {open} open.",
        sent=found.sent,
        seen=found.seen,
        acted=found.acted,
        useless=found.not_useful,
        lapsed=found.lapsed,
        open=found.still_open + found.put_off,
    )
    if found.useful.of:
        useful = _("Useful to those who judged: {share}.", share=share(_, found.useful))
        said = phrases.joined(_, said, useful)
    return said


def goal(_: Texts, found: Comparison, days: int) -> str:
    """The goal with the play done and without, and what that does not prove."""
    said = _(
        "Goal after {days} days: with the play {done}; without it {other}.",
        days=days,
        done=share(_, found.done),
        other=share(_, found.not_done),
    )
    left = []
    if found.too_early:
        left.append(_("too early for {count}", count=found.too_early))
    if found.unknown:
        left.append(_("not known for {count}", count=found.unknown))
    if left:
        said = phrases.joined(_, said, _("Not counted: {what}.", what=phrases.listed(_, left)))
    return said


def caveat(_: Texts) -> str:
    """What the comparison cannot tell, and what of it is read as it is today."""
    cause = _(
        "This is no experiment: a play is done where somebody has time and hope, and what settles "
        "by itself needs none. It says what went together, not what caused it."
    )
    looked_at = _("Whether a goal was reached is told by what was dated up to its day.")
    return phrases.joined(_, cause, looked_at, rehearsing.undated(_))


def proposal(_: Texts, found: Proposal) -> str:
    """What could be changed about a rule that is ignored, with the evidence."""
    said = _(
        "Proposal: {change}. Acted on: {share}.",
        change=_(CHANGES[found.change]),
        share=share(_, found.acted),
    )
    if found.why:
        why = _(
            "The reason given most: {why} ({count}).", why=_(WHYS[found.why]), count=found.given
        )
        said = phrases.joined(_, said, why)
    return phrases.joined(_, said, _limit(_, found.limit)) if found.limit else said


def play(_: Texts, one: PlayEffect) -> list[str]:
    """A playbook by the three Ps, a sentence each."""
    tuned = [terms.say(_, code) for code in (*one.segments, *one.intents)]
    fits = (
        _("Prescriptive: written for {whom}.", whom=phrases.listed(_, tuned))
        if tuned
        else _("Prescriptive: one size fits all.")
    )
    first = _(
        "Proactive: {share} of its nudges came before the customer complained.",
        share=share(_, one.proactive),
    )
    predicts = _(
        "Predictive: goal with the play {done}; without it {other}.",
        done=share(_, one.goal.done),
        other=share(_, one.goal.not_done),
    )
    return [one.title, fits, predicts, first]


def share(_: Texts, found: Share) -> str:
    """A part of a whole with its count and interval."""
    if found.share is None or found.low is None or found.high is None:
        return _("no case yet")
    return _(
        "{share} ({n} of {of}; between {low} and {high})",
        share=_.percent(found.share),
        n=found.n,
        of=found.of,
        low=_.percent(found.low),
        high=_.percent(found.high),
    )


def _limit(_: Texts, found: Limit) -> str:
    return _(
        "{fact}: {acted} in the median where people acted (n={n_acted}), {ignored} where they did "
        "not (n={n_ignored}).",
        fact=wording.label(_, found.fact),
        acted=units.say(_, found.unit or "", found.acted),
        ignored=units.say(_, found.unit or "", found.ignored),
        n_acted=found.n_acted,
        n_ignored=found.n_ignored,
    )
