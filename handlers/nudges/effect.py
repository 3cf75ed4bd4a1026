"""What became of the nudges of each rule: sent, acted on, put off, of no use."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from handlers.context import Context
from playbooks.nudges.values import Nudge, NudgeState


@dataclass(frozen=True, slots=True)
class Effect:
    """One rule's nudges that were created in a period, by what became of them until now.

    `median_days_to_done` is None when none was done. Nothing here says that a nudge was the cause
    of what followed.
    """

    rule: str
    created: int
    sent: int
    done: int
    snoozed: int
    not_useful: int
    lapsed: int
    still_open: int
    median_days_to_done: float | None


def by_rule(context: Context, since: date, until: date) -> list[Effect]:
    """The effect of each rule that fired in the period, both days included, by name."""
    with context.workspace.reading() as reader:
        nudges = reader.find(Nudge, since=since, until=until)
    rules: dict[str, list[Nudge]] = defaultdict(list)
    for nudge in nudges:
        rules[nudge.rule].append(nudge)
    return [_effect(rule, rules[rule]) for rule in sorted(rules)]


def _effect(rule: str, nudges: Sequence[Nudge]) -> Effect:
    states = [nudge.state for nudge in nudges]
    days = [_days_to_done(nudge) for nudge in nudges if nudge.state is NudgeState.DONE]
    known = [each for each in days if each is not None]
    return Effect(
        rule=rule,
        created=len(nudges),
        sent=sum(nudge.sent_at is not None for nudge in nudges),
        done=states.count(NudgeState.DONE),
        snoozed=states.count(NudgeState.SNOOZED),
        not_useful=states.count(NudgeState.NOT_USEFUL),
        lapsed=states.count(NudgeState.LAPSED),
        still_open=states.count(NudgeState.PLANNED) + states.count(NudgeState.SENT),
        median_days_to_done=median(known) if known else None,
    )


def _days_to_done(nudge: Nudge) -> float | None:
    if nudge.sent_at is None or nudge.closed_at is None:
        return None
    return (nudge.closed_at - nudge.sent_at).total_seconds() / 86_400
