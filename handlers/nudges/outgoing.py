"""What one person gets today: still true, the most urgent first, within the day's budget."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers import health, rulebook, working_hours
from handlers.context import Context
from handlers.health import Examined
from handlers.nudges import budget, facts, order, planning
from handlers.nudges.order import Revenue
from playbooks.facts import Fact
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges import watching
from playbooks.nudges.rulefile import NudgeRules
from playbooks.nudges.tellings import Telling
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Member
from storage.workspace import Reader

UNSENT = (NudgeState.PLANNED, NudgeState.SNOOZED)

ESCALATED = ":escalated"
"""Ends the id of what a manager is told."""

URGENT = 1
"""The priority whose nudges a manager hears of when nobody answers them."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a nudge by itself, or those of a digest in the order of `order.in_digest`.

    `key` is that under which it goes out once.
    """

    key: str
    nudges: tuple[Nudge, ...]
    digest: bool = False


def receivers(context: Context, at: date, members: Sequence[Member]) -> list[str]:
    """Ids of those members who may have something to get and work on that day."""
    working = {m.id for m in members if m.active and working_hours.works_on(m, at)}
    with context.workspace.reading() as reader:
        waiting = {nudge.owner for nudge in _waiting(reader, at)}
        people = {member.id: member for member in reader.find(Member)}
        for nudge in _unanswered(context, reader, at, people):
            waiting.add(people[nudge.owner or ""].manager)
    return sorted(member for member in waiting if member in working)


def for_today(context: Context, member: Member, at: date) -> list[Message]:
    """What the member gets now. What is over by now lapses; what is not true today waits.

    Besides their own, a manager gets what is urgent and was left unanswered. `at` is the member's
    own date, by which the budget counts.
    """
    rules = rulebook.nudges(context)
    with context.workspace.reading() as reader:
        waiting = [*_waiting(reader, at, member.id), *_left_to(context, reader, at, member)]
        ids = sorted({nudge.account_id for nudge in waiting})
        examined = _examine(context, reader, at, ids)
        left = budget.left(reader, member, at)
    known = {account_id: one.facts for account_id, one in examined.items()}
    _lapse(context, nudge_rules.over(known, waiting, at, rules), at)
    at_risk = {account_id: one.revenue_at_risk or 0.0 for account_id, one in examined.items()}
    true = [
        nudge
        for nudge in waiting
        if nudge.account_id in known
        and _is_awake(nudge, known[nudge.account_id])
        and nudge_rules.still_true(nudge, known[nudge.account_id], at, rules)
    ]
    return _shared_out(true, at_risk, left, member, at)


def keep(context: Context, message: Message, member: Member, day: date) -> bool:
    """Keep that a message is about to go out; False when one of its nudges is on its way already.

    A nudge is told once for each turn: this holds whatever is tried again or done twice.
    """
    written = [
        Telling(
            id=_turn(nudge, member),
            account_id=nudge.account_id,
            nudge_id=nudge.id,
            member=member.id,
            message=message.key,
            day=day,
            digest=message.digest,
            position=position,
        )
        for position, nudge in enumerate(message.nudges)
    ]
    with context.workspace.writing() as writer:
        if writer.find(Telling, id=[one.id for one in written]):
            return False
        writer.put_many(written)
    return True


def unfinished(context: Context, member: Member) -> list[Message]:
    """Messages to the member that were about to go out when something broke off."""
    with context.workspace.reading() as reader:
        begun = reader.find(Telling, member=member.id, told_at=None)
        nudges = {n.id: n for n in reader.find(Nudge, id=[one.nudge_id for one in begun])}
    messages: dict[str, list[Telling]] = {}
    for one in sorted(begun, key=lambda one: one.position):
        messages.setdefault(one.message, []).append(one)
    return [
        Message(key, tuple(nudges[one.nudge_id] for one in those), those[0].digest)
        for key, those in messages.items()
    ]


def drop(context: Context, message: Message) -> None:
    """A message that was kept has certainly not gone out: its nudges wait anew."""
    with context.workspace.writing() as writer:
        writer.remove(Telling, message=message.key, told_at=None)


def told(
    context: Context, message: Message, member: Member, day: date, channel: str, ts: str
) -> None:
    """Keep that a message reached the member, and on which day of theirs."""
    now, turns = context.now(), {nudge.id: nudge.turn for nudge in message.nudges}

    def reached(nudge: Nudge) -> Nudge:
        if nudge.turn != turns[nudge.id]:
            return nudge
        if nudge.owner != member.id:
            first = nudge.escalated_to is None
            return replace(nudge, escalated_to=member.id, escalated_at=now) if first else nudge
        if nudge.state not in UNSENT:
            return replace(nudge, channel=channel, message_ts=ts)
        return replace(
            nudge,
            state=NudgeState.SENT,
            sent_at=now,
            channel=channel,
            message_ts=ts,
            snoozed_until=None,
            watched=(),
        )

    def arrived(one: Telling) -> Telling:
        return replace(one, told_at=now, day=day, channel=channel, message_ts=ts)

    with context.workspace.writing() as writer:
        written = writer.find(Telling, message=message.key)
        nudges = writer.find(Nudge, id=list(turns))
        if written:
            writer.put_many([arrived(one) for one in written])
        if nudges:
            writer.put_many([reached(nudge) for nudge in nudges])


def places(context: Context, nudge: Nudge) -> list[Telling]:
    """Messages that show how a nudge stands: its owner's, managers', and who had it before."""
    with context.workspace.reading() as reader:
        found = reader.find(Telling, nudge_id=nudge.id)
    return [
        one
        for one in found
        if one.message_ts is not None
        and (
            one.message_ts == nudge.message_ts
            or one.member == nudge.passed_from
            or one.id.endswith(ESCALATED)
        )
    ]


def _waiting(reader: Reader, at: date, owner: str | None = None) -> list[Nudge]:
    only: dict[str, Any] = {"owner": owner} if owner else {}
    found = reader.find(Nudge, state=UNSENT, **only)
    # What waits for a change is looked at each day: whether something did is seen by its facts.
    return [nudge for nudge in found if nudge.watched or not nudge.is_put_off(at)]


def _left_to(context: Context, reader: Reader, at: date, manager: Member) -> list[Nudge]:
    """What people of this manager were told in vain."""
    people = {member.id: member for member in reader.find(Member, manager=manager.id)}
    return _unanswered(context, reader, at, people) if people else []


def _unanswered(
    context: Context, reader: Reader, at: date, people: Mapping[str, Member]
) -> list[Nudge]:
    """Urgent nudges that waited too long for their owner, of which no manager has heard yet."""
    managed = [person for person, member in people.items() if member.manager not in (None, person)]
    if not managed:
        return []
    rules = rulebook.nudges(context)
    sent = reader.find(
        Nudge, state=NudgeState.SENT, priority=URGENT, escalated_to=None, owner=managed
    )
    return [nudge for nudge in sent if _waits_too_long(nudge, people[nudge.owner or ""], at, rules)]


def _waits_too_long(nudge: Nudge, owner: Member, at: date, rules: NudgeRules) -> bool:
    rule = rules.rules.get(nudge.rule)
    if rule is None or rule.escalate_after is None or nudge.sent_at is None:
        return False
    told_on = working_hours.local(owner, nudge.sent_at).date()
    return working_hours.days_between(owner, told_on, at) >= rule.escalate_after


def _is_awake(nudge: Nudge, known: Mapping[str, Fact]) -> bool:
    """False while nothing has changed about what it was put off for."""
    if not nudge.watched:
        return True
    before = {fact.name: fact for fact in map(facts.read, nudge.watched)}
    names = {*before, *(str(fact["name"]) for fact in nudge.facts)}
    return watching.changed(before, {name: known[name] for name in names if name in known})


def _examine(
    context: Context, reader: Reader, at: date, account_ids: Sequence[str]
) -> dict[str, Examined]:
    if not account_ids:
        return {}
    rules = rulebook.health(context, reader)
    found = health.within(reader, at, rules, account_ids, trend=True)
    return {one.account.id: one for one in found}


def _lapse(context: Context, over: Sequence[Nudge], at: date) -> None:
    if over:
        with context.workspace.writing() as writer:
            planning.end(writer, over, at)


def _shared_out(
    true: Sequence[Nudge], at_risk: Revenue, left: int, member: Member, at: date
) -> list[Message]:
    first = sorted(true, key=lambda nudge: order.key(nudge, at_risk))
    rest = _longest_waiting(first[left:], member)
    single = [Message(f"nudge:{_turn(nudge, member)}", (nudge,)) for nudge in first[:left]]
    rest.sort(key=lambda nudge: order.in_digest(nudge, at_risk))
    return single + _digests(rest, member, at)


def _longest_waiting(rest: Sequence[Nudge], member: Member) -> list[Nudge]:
    """What the digests of a day hold.

    What is the member's own goes before what others left unanswered, and the oldest first, so that
    nothing waits for ever behind what brings in more.
    """
    waiting = sorted(rest, key=lambda nudge: (nudge.owner != member.id, nudge.created))
    return waiting[: budget.IN_DIGEST * budget.DIGESTS]


def _digests(nudges: Sequence[Nudge], member: Member, at: date) -> list[Message]:
    size = budget.IN_DIGEST
    parts = [nudges[start : start + size] for start in range(0, len(nudges), size)]
    return [_digest(part, member, at) for part in parts]


def _digest(nudges: Sequence[Nudge], member: Member, at: date) -> Message:
    content = " ".join(_turn(nudge, member) for nudge in nudges)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    return Message(f"digest:{member.id}:{at}:{digest}", tuple(nudges), digest=True)


def _turn(nudge: Nudge, member: Member) -> str:
    """What names one telling of a nudge: its turn, and whether it waits too long in it."""
    return f"{nudge.id}:{nudge.turn}" + ("" if nudge.owner == member.id else ESCALATED)
