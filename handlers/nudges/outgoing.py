"""What one person gets today: still true, the most urgent first, within the day's budget."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers import health, rulebook, working_hours
from handlers.context import Context
from handlers.health import Examined
from handlers.nudges import planning
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Member
from storage.workspace import Reader

BUDGET = 5
"""Nudges that one person gets on one day as messages of their own; the rest go into a digest."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`single` go out one by one, `digest` together, ordered by revenue at risk."""

    single: tuple[Nudge, ...] = ()
    digest: tuple[Nudge, ...] = ()


@dataclass(frozen=True, slots=True)
class _Weighed:
    nudge: Nudge
    revenue_at_risk: float


def receivers(context: Context, at: date, members: Sequence[Member]) -> list[str]:
    """Ids of those members who have something to get and work on that day."""
    working = {m.id for m in members if m.active and working_hours.works_on(m, at)}
    with context.workspace.reading() as reader:
        return sorted({n.owner for n in _waiting(reader, at) if n.owner in working and n.owner})


def for_today(context: Context, member: Member, at: date) -> Outgoing:
    """What the member gets now. What is over by now lapses; what is not true today waits.

    `at` is the member's own date, by which the budget counts.
    """
    rules = rulebook.nudges(context)
    with context.workspace.reading() as reader:
        waiting = _waiting(reader, at, member.id)
        ids = sorted({nudge.account_id for nudge in waiting})
        examined = _examine(context, reader, at, ids)
        left = BUDGET - _sent_on(reader, member, at)
    known = {account_id: one.facts for account_id, one in examined.items()}
    _lapse(context, nudge_rules.over(known, waiting, at, rules), at)
    true = [
        _Weighed(nudge, _at_risk(examined[nudge.account_id]))
        for nudge in waiting
        if nudge.account_id in known
        and nudge_rules.still_true(nudge, known[nudge.account_id], at, rules)
    ]
    return _shared_out(true, max(left, 0))


def sent(context: Context, nudges: Sequence[Nudge], channel: str, message_ts: str) -> None:
    """Keep that these nudges reached their owner, in one message or in one each."""
    ids, now = [nudge.id for nudge in nudges], context.now()
    with context.workspace.writing() as writer:
        kept = [n for n in writer.find(Nudge, id=ids) if n.state in UNSENT]
        told = [
            replace(
                nudge,
                state=NudgeState.SENT,
                sent_at=now,
                channel=channel,
                message_ts=message_ts,
                snoozed_until=None,
            )
            for nudge in kept
        ]
        if told:
            writer.put_many(told)


UNSENT = (NudgeState.PLANNED, NudgeState.SNOOZED)


def _waiting(reader: Reader, at: date, owner: str | None = None) -> list[Nudge]:
    only: dict[str, Any] = {"owner": owner} if owner else {}
    return [n for n in reader.find(Nudge, state=UNSENT, **only) if _is_waiting(n, at)]


def _is_waiting(nudge: Nudge, at: date) -> bool:
    if nudge.state is NudgeState.SNOOZED:
        return nudge.snoozed_until is None or nudge.snoozed_until <= at
    return nudge.state is NudgeState.PLANNED


def _examine(
    context: Context, reader: Reader, at: date, account_ids: Sequence[str]
) -> dict[str, Examined]:
    rules = rulebook.health(context, reader)
    found = health.within(reader, at, rules, account_ids, trend=True)
    return {one.account.id: one for one in found}


def _sent_on(reader: Reader, member: Member, day: date) -> int:
    """Messages that the member got on that day of theirs; a digest is not one of them."""
    begins = datetime.combine(day, time(), working_hours.zone_of(member))
    sent = reader.find(Nudge, owner=member.id, since=day - timedelta(days=366))
    today = [n for n in sent if n.sent_at and begins <= n.sent_at < begins + timedelta(days=1)]
    messages = [(nudge.channel, nudge.message_ts) for nudge in today]
    return sum(messages.count(one) == 1 for one in messages)


def _lapse(context: Context, over: Sequence[Nudge], at: date) -> None:
    if over:
        with context.workspace.writing() as writer:
            planning.end(writer, over, at)


def _shared_out(true: Sequence[_Weighed], left: int) -> Outgoing:
    first = sorted(true, key=lambda one: (one.nudge.priority, -one.revenue_at_risk, one.nudge.id))
    rest = sorted(first[left:], key=lambda one: (-one.revenue_at_risk, one.nudge.id))
    return Outgoing(
        single=tuple(one.nudge for one in first[:left]),
        digest=tuple(one.nudge for one in rest),
    )


def _at_risk(one: Examined) -> float:
    """ARR times what is missing to full health; all of the ARR while health is unknown."""
    arr = float(one.account.arr or 0)
    return arr if one.reading.score is None else arr * (100 - one.reading.score) / 100
