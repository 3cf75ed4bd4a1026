"""What became of nudges: how often they were acted on, what followed, and which are ignored."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from playbooks import catalogue
from playbooks.conditions import OPERATORS
from playbooks.nudges.rule import Rule
from playbooks.nudges.values import Nudge, NudgeState

ACT_DAYS = 14
"""A play that was done this many days after the nudge or sooner counts as done."""

FEWEST = 10
"""Nudges that were sent, below which nothing is proposed about a rule."""

FEWEST_VALUES = 3
"""Answers, or figures on either side, below which they say nothing about a rule."""

IGNORED = 1 / 3
"""A rule is ignored when, with some certainty, fewer than this part of its nudges is acted on."""

Z = 1.96
"""Standard deviations that leave out one in twenty."""


@dataclass(frozen=True, slots=True)
class Share:
    """`of` which `n` are so, as a part of one, with the bounds of Wilson's interval (95 per cent).

    All three are None when there is nothing to count.
    """

    n: int
    of: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Nudges by what became of them until now.

    `seen` are those that somebody answered in any way; whether the others were read is not known,
    for Slack does not tell. `acted` were done; of `helped` somebody said that it helped. `closed`
    are those that were done, of no use, or lapsed because their condition ended.
    """

    created: int
    sent: int
    seen: int
    acted: int
    helped: int
    closed: int
    put_off: int
    not_useful: int
    lapsed: int
    still_open: int
    useful: Share
    median_days_to_act: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How often the goal was reached, with the play done and without.

    `unknown` are nudges of which the records do not tell whether it was, `too_early` those whose
    day of looking has not come. It is no experiment: a play is done where somebody has time and
    hope, and what resolves by itself needs none.
    """

    done: Share
    not_done: Share
    unknown: int
    too_early: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be changed about a rule that is ignored: its threshold, receiver, facts, or all.

    `why` is the reason that was given most often, None when few gave any; `given` how often.
    `limit` is where the rule's figure lay when people acted and when they did not, if that differs.
    """

    change: str
    acted: Share
    why: str | None = None
    given: int = 0
    limit: "Limit | None" = None


@dataclass(frozen=True, slots=True)
class Limit:
    """The medians of a fact: in `n_acted` nudges that were acted on, and in `n_ignored` others."""

    fact: str
    unit: str | None
    acted: float
    n_acted: int
    ignored: float
    n_ignored: int


OFF, THRESHOLD, RECEIVER, FACTS = "off", "threshold", "receiver", "facts"

CURES = {
    "wrong_person": RECEIVER,
    "wrong_facts": FACTS,
    "bad_moment": THRESHOLD,
    "already_known": THRESHOLD,
    "not_important": OFF,
}
"""What each reason for being of no use asks to be changed."""


def share(n: int, of: int) -> Share:
    """A part of a whole, with the interval of E. B. Wilson (Probable inference, 1927)."""
    if of == 0:
        return Share(n, of)
    part, square = n / of, Z * Z
    middle = (part + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(part * (1 - part) / of + square / (4 * of * of)) / (1 + square / of)
    return Share(n, of, part, max(0.0, middle - half), min(1.0, middle + half))


def counts(nudges: Sequence[Nudge]) -> Counts:
    """What became of these nudges."""
    states = Counter(nudge.state for nudge in nudges)
    acted, useless = states[NudgeState.DONE], states[NudgeState.NOT_USEFUL]
    days = [_days_to_act(nudge) for nudge in nudges if nudge.state is NudgeState.DONE]
    known = [each for each in days if each is not None]
    return Counts(
        created=len(nudges),
        sent=sum(was_sent(nudge) for nudge in nudges),
        seen=sum(_was_answered(nudge) for nudge in nudges),
        acted=acted,
        helped=sum(nudge.outcome == "helped" for nudge in nudges),
        closed=acted + useless + states[NudgeState.LAPSED],
        put_off=states[NudgeState.SNOOZED],
        not_useful=useless,
        lapsed=states[NudgeState.LAPSED],
        still_open=states[NudgeState.PLANNED] + states[NudgeState.SENT],
        useful=share(acted, acted + useless),
        median_days_to_act=median(known) if known else None,
    )


def was_sent(nudge: Nudge) -> bool:
    """Whether somebody was told."""
    return nudge.sent_at is not None


def was_acted_on(nudge: Nudge) -> bool:
    """Whether the play was done in time to have brought the goal about."""
    days = _days_to_act(nudge)
    return nudge.state is NudgeState.DONE and days is not None and days <= ACT_DAYS


def compared(
    nudges: Iterable[Nudge], reached: Mapping[str, bool | None], too_early: Collection[str]
) -> Comparison:
    """The goal with and without the play; `reached` tells it by the nudge's id."""
    known: dict[bool, list[bool]] = {True: [], False: []}
    unknown = early = 0
    for nudge in nudges:
        found = reached.get(nudge.id)
        if nudge.id in too_early:
            early += 1
        elif found is None:
            unknown += 1
        else:
            known[was_acted_on(nudge)].append(found)
    done, other = known[True], known[False]
    return Comparison(share(sum(done), len(done)), share(sum(other), len(other)), unknown, early)


def proposal(nudges: Sequence[Nudge], rule: Rule) -> Proposal | None:
    """What to change about the rule of these nudges, when it is ignored.

    Those that lapsed before anybody answered say nothing either way and are left out.
    """
    judged = [n for n in nudges if was_sent(n) and n.state is not NudgeState.LAPSED]
    acted = share(sum(n.state is NudgeState.DONE for n in judged), len(judged))
    if acted.of < FEWEST or acted.high is None or acted.high >= IGNORED:
        return None
    passed = sum(n.passed_by is not None and n.passed_by == n.passed_from for n in judged)
    if passed * 2 > len(judged):
        return Proposal(RECEIVER, acted, "passed_on", passed)
    whys = Counter(n.reason for n in judged if n.state is NudgeState.NOT_USEFUL and n.reason)
    for why, given in whys.most_common(1):
        if why in CURES and given >= FEWEST_VALUES:
            change = CURES[why]
            limit = _limit(judged, rule) if change == THRESHOLD else None
            return Proposal(change, acted, why, given, limit)
    limit = _limit(judged, rule)
    return Proposal(THRESHOLD if limit else OFF, acted, limit=limit)


def _limit(nudges: Sequence[Nudge], rule: Rule) -> Limit | None:
    """Where the rule's first figure lay, when it was further out in those that were acted on."""
    asked = [c for case in rule.cases for c in case.when if c.sign[0] in "<>"]
    for condition in asked[:1]:
        found: dict[bool, list[float]] = {True: [], False: []}
        for nudge in nudges:
            value = _value(nudge, condition.fact)
            if value is not None:
                found[nudge.state is NudgeState.DONE].append(value)
        acted, ignored = found[True], found[False]
        if min(len(acted), len(ignored)) >= FEWEST_VALUES:
            inner, outer = median(ignored), median(acted)
            if OPERATORS[condition.sign[0]](outer, inner):
                meaning = catalogue.definition(condition.fact)
                unit = meaning.unit if meaning else None
                return Limit(condition.fact, unit, outer, len(acted), inner, len(ignored))
    return None


def _value(nudge: Nudge, fact: str) -> float | None:
    for known in nudge.facts:
        value = known.get("value")
        if known.get("name") == fact and isinstance(value, int | float):
            return float(value)
    return None


def grouped(nudges: Iterable[Nudge], by: Callable[[Nudge], str | None]) -> dict[str, list[Nudge]]:
    """The nudges by what `by` says of them, in its order; those of which it says nothing go."""
    found: defaultdict[str, list[Nudge]] = defaultdict(list)
    for nudge in nudges:
        name = by(nudge)
        if name is not None:
            found[name].append(nudge)
    return {name: found[name] for name in sorted(found)}


def _was_answered(nudge: Nudge) -> bool:
    answered = (NudgeState.DONE, NudgeState.NOT_USEFUL, NudgeState.SNOOZED)
    return nudge.state in answered or nudge.passed_by is not None


def _days_to_act(nudge: Nudge) -> float | None:
    if nudge.sent_at is None or nudge.closed_at is None:
        return None
    return (nudge.closed_at - nudge.sent_at).total_seconds() / 86_400
