"""The morning: what fires today, who receives it, and the records of it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from handlers import health, rulebook, working_hours
from handlers.context import Context
from handlers.nudges import facts, passing, receivers
from handlers.nudges.receivers import Held, Planned
from playbooks.accounts import Account
from playbooks.frame import Frame
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges import spread
from playbooks.nudges.rulefile import NudgeRules
from playbooks.nudges.rules import Opening
from playbooks.nudges.spread import Spread
from playbooks.nudges.values import OPEN_STATES, Due, Episode, Nudge, NudgeState
from playbooks.people import Member, Role
from storage import nudges as nudge_store
from storage.workspace import Reader, Writer, parts

Belongs = Callable[[Member], bool]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one morning brings. `over` are nudges whose condition has ended."""

    date: date
    planned: tuple[Planned, ...] = ()
    held: tuple[Held, ...] = ()
    over: tuple[Episode, ...] = ()


@dataclass
class _Found:
    """What is found, part by part; `told` are rules that the workspace is nudged about already.

    `opened` is where rules hold that may turn out to be about the workspace: what holds nearly
    everywhere is not put into words for each account.
    """

    spreads: list[Spread]
    opened: list[Opening] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    over: list[Episode] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


def plan(context: Context, at: date, belongs: Belongs | None = None) -> Plan:
    """What fires on a day and has not fired in this episode; writes nothing.

    `belongs` limits it to the members of one morning; what reaches nobody is told with everyone's.
    The most urgent comes first, then the most revenue.
    """
    with context.workspace.reading() as reader:
        members = {member.id: member for member in reader.find(Member)}
        found = _find(context, reader, at, _scope(reader, members, belongs))
        due = _due(reader, found, at, members, belongs)
        planned, held = receivers.addressed(reader, due, members)
    if belongs is not None:
        planned = [one for one in planned if belongs(members[one.receiver])]
        held = []
    return Plan(at, tuple(planned), tuple(held), tuple(found.over))


@dataclass(frozen=True, slots=True)
class Recorded:
    """What keeping a plan changed: nudges that are new, and open ones that lapsed."""

    fresh: tuple[Nudge, ...]
    lapsed: tuple[Nudge, ...]


def record(context: Context, made: Plan) -> Recorded:
    """Keep a plan in one transaction.

    A nudge's id is made of rule, account and episode, and one that is there is left as it is, so
    that planning twice keeps it once.
    """
    nudges = [nudge(context, one, made.date) for one in made.planned]
    with context.workspace.writing() as writer:
        known = nudge_store.known(writer, [one.id for one in nudges])
        fresh = [one for one in nudges if one.id not in known]
        if fresh:
            writer.put_many(fresh)
        return Recorded(tuple(fresh), end(writer, made.over, made.date))


def nudge(context: Context, one: Planned, at: date) -> Nudge:
    """The record of what fires, as it is kept before it is sent."""
    due = one.due
    key = "\0".join((context.workspace.team_id, due.rule, due.account_id, due.episode))
    return Nudge(
        id=f"nudge_{hashlib.sha256(key.encode()).hexdigest()[:24]}",
        account_id=due.account_id,
        rule=due.rule,
        episode=due.episode,
        owner=one.receiver,
        passed_from=due.owner if one.stands_in else None,
        priority=due.priority,
        created=at,
        facts=tuple(facts.written(fact) for fact in due.facts),
        play=due.play,
        reasons=due.reasons,
        step=due.step,
        draft=due.draft,
        due=at + timedelta(days=due.within_days),
    )


def end(writer: Writer, nudges: Iterable[Nudge | Episode], at: date) -> tuple[Nudge, ...]:
    """The condition of these nudges holds no longer: what is still open lapses and is returned."""
    ids = [one.id for one in nudges]
    kept = [one for part in parts(ids) for one in writer.find(Nudge, id=part)]
    ended = [replace(one, ended=at, state=_state_after(one)) for one in kept]
    if ended:
        writer.put_many(ended)
    return tuple(one for one in ended if one.state is NudgeState.LAPSED)


def morning_members(context: Context, time_zone: str) -> list[Member]:
    """The members whose day begins with that zone's morning."""
    with context.workspace.reading() as reader:
        members = reader.find(Member)
    return [
        m for m in members if passing.can_receive(m) and working_hours.zone_of(m).key == time_zone
    ]


def time_zones(context: Context) -> list[str]:
    """The time zones that members live in now, in order."""
    with context.workspace.reading() as reader:
        members = reader.find(Member)
    return sorted({working_hours.zone_of(m).key for m in members if passing.can_receive(m)})


def belonging_to(members: Iterable[str]) -> Belongs:
    """True for these members."""
    wanted = frozenset(members)
    return lambda member: member.id in wanted


def _scope(
    reader: Reader, members: Mapping[str, Member], belongs: Belongs | None
) -> list[str] | None:
    """Ids of the accounts with somebody of this morning on their team, or None for all.

    In a manager's morning all accounts are looked at.
    """
    if belongs is None or _managers(members, belongs):
        return None
    awake = {member.id for member in members.values() if belongs(member)}
    return sorted(a.id for a in reader.find(Account) if _is_theirs(a, awake, members))


def _is_theirs(account: Account, awake: set[str], members: Mapping[str, Member]) -> bool:
    # A seller who is not on the account may still be the author of its handoff.
    gone = [person for person in account.team if receivers.has_left(person, members)]
    heirs = (passing.heir(person, account, members) for person in gone)
    people = [*account.team, *(heir.id for heir in heirs if heir)]
    return account.account_executive is None or not awake.isdisjoint(people)


def _find(context: Context, reader: Reader, at: date, scope: Sequence[str] | None) -> _Found:
    rules, weighed = rulebook.nudges(context), rulebook.health(context, reader)
    found = _Found(spread.begin(rules))
    for readings in health.side_by_side(reader, at, weighed, scope):
        wanted = nudge_rules.wanting("health_trend", readings.frame, at, rules)
        health.add_trends(reader, readings, wanted)
        running = nudge_store.running(reader, readings.frame.account_ids, every=scope is None)
        _look_at(reader, readings.frame, running, at, rules, found)
    wide = spread.wide(found.spreads)
    found.due += _dues(reader, [one for one in found.opened if one.rule not in wide])
    return found


def _look_at(
    reader: Reader,
    frame: Frame,
    running: Sequence[Episode],
    at: date,
    rules: NudgeRules,
    found: _Found,
) -> None:
    turn = nudge_rules.turn(frame, running, at, rules)
    common = {reach.rule.name for reach in found.spreads}
    found.opened += [one for one in turn.opened if one.rule in common]
    found.due += _dues(reader, [one for one in turn.opened if one.rule not in common])
    found.over += turn.over
    gone = {one.id for one in turn.over}
    found.told |= spread.running(
        one for one in running if one.rule in common and one.id not in gone
    )
    spread.add(found.spreads, frame, at)


def _dues(reader: Reader, opened: Sequence[Opening]) -> list[Due]:
    """What is due where rules hold, without the episodes that have ended."""
    ended = nudge_store.ended(reader, {one.account_id for one in opened})
    fresh = [one for one in opened if one.key not in ended]
    return nudge_rules.dues(fresh, _accounts(reader, {one.account_id for one in fresh}))


def _accounts(reader: Reader, ids: Iterable[str]) -> dict[str, Account]:
    found = (reader.find(Account, id=part) for part in parts(sorted(ids)))
    return {account.id: account for some in found for account in some}


def _due(
    reader: Reader,
    found: _Found,
    at: date,
    members: Mapping[str, Member],
    belongs: Belongs | None,
) -> list[Due]:
    """What is due about single accounts, and once about what is so nearly everywhere."""
    wide, due = spread.wide(found.spreads), list(found.due)
    for reach in found.spreads:
        name = reach.rule.name
        account = reader.get(Account, reach.largest or "")
        if account is not None and name in wide and name not in found.told:
            manager = _manager_of(account, members, belongs)
            due += [one for one in (reach.due(account, manager, at),) if one]
    return sorted(due, key=nudge_rules.urgency)


def _managers(members: Mapping[str, Member], belongs: Belongs | None) -> list[str]:
    """Managers who can receive something, those of this morning when it is one's."""
    awake = [
        m for m in members.values() if passing.can_receive(m) and (belongs is None or belongs(m))
    ]
    return sorted(member.id for member in awake if member.role is Role.MANAGER)


def _manager_of(
    account: Account, members: Mapping[str, Member], belongs: Belongs | None
) -> str | None:
    """The manager of the account's owner, or else the first one there is."""
    there = _managers(members, belongs)
    owner = members.get(account.owner or "")
    if owner is not None and owner.manager in there:
        return owner.manager
    return there[0] if there else None


def _state_after(kept: Nudge) -> NudgeState:
    return NudgeState.LAPSED if kept.state in OPEN_STATES else kept.state
