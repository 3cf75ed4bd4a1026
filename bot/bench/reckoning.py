"""A year of nudges as it was, against what it had to bring: each once and in time, in hours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.bench import almanac
from bot.bench.almanac import Expected
from bot.bench.virtual_slack import Posted
from handlers import working_hours
from handlers.nudges import budget
from playbooks.nudges.tellings import Telling
from playbooks.nudges.values import Nudge
from playbooks.people import Member

MOST_LATE = 1
"""Working days between the day on which something begins and the day on which it is told."""

LAST_DAYS = 7
"""What begins in the last of the days need not have been told when they end."""

Figures = dict[str, Any]

Episodes = tuple[str, str]
"""An account and a rule: the episodes of one begin one after the other."""

FAULTS = (
    "episodes not told",
    "episodes told twice",
    "told that were never expected",
    "messages posted twice",
    "told on record and not in Slack, or the other way round",
    "told later than one working day",
    "days on which somebody was over budget",
    "messages outside working hours",
    "messages while not to be disturbed",
    "jobs that failed",
)
"""Figures of which each has to be 0."""


@dataclass(frozen=True, slots=True)
class Told:
    """A telling with its nudge and receiver."""

    telling: Telling
    nudge: Nudge
    member: Member

    @property
    def is_escalated(self) -> bool:
        """Whether a manager was told, because nobody answered."""
        return self.telling.id.endswith(":escalated")


@dataclass(frozen=True, slots=True)
class People:
    """Everybody as they were: first, and of who moved, since `moved`."""

    known: Mapping[str, Sequence[Member]]
    moved: datetime

    def at(self, member_id: str, moment: datetime) -> Member:
        """The member as they were at a moment."""
        known = self.known[member_id]
        return known[-1] if moment > self.moved else known[0]


@dataclass(frozen=True, slots=True)
class Lived:
    """What had to be told from `begin` until before `end`, what was told, and what Slack shows."""

    begin: date
    end: date
    people: People
    expected: Sequence[Expected]
    told: Sequence[Told]
    posted: Sequence[Posted]


def volume(lived: Lived) -> Figures:
    """How much was told, and in what."""
    return {
        "nudges told": len(_first(lived.told)),
        "messages": len(lived.posted),
        "of them digests": sum(map(_is_digest, lived.posted)),
        "of them to a manager, because nobody answered": sum(
            one.is_escalated for one in lived.told
        ),
    }


def timeliness(lived: Lived) -> Figures:
    """Each expected episode against the nudges that were told while it lasted."""
    due, told = _due(lived), _by_rule(lived)
    found = [_told_of(expected, told) for expected in due]
    pairs = zip(due, found, strict=True)
    waits = Counter(_waited(lived, expected, those[0]) for expected, those in pairs if those)
    return {
        "episodes expected": len(due),
        "told on the same working day": waits[0],
        "told on the next working day": waits[1],
        "episodes not told": sum(not those for those in found),
        "episodes told twice": sum(len(those) > 1 for those in found),
        "told that were never expected": _surplus(lived, told),
        "told later than one working day": sum(n for days, n in waits.items() if days > MOST_LATE),
    }


def over_budget(lived: Lived) -> int:
    """Days on which one person got more messages than a day may bring."""
    single: Counter[tuple[str, date]] = Counter()
    for message in lived.posted:
        if not _is_digest(message):
            member = lived.people.at(message.user, message.at)
            single[message.user, working_hours.local(member, message.at).date()] += 1
    return sum(count > budget.BUDGET for count in single.values())


def out_of_hours(lived: Lived) -> int:
    """Messages that found their receiver not at work."""
    return sum(not _is_at_work(lived.people, message) for message in lived.posted)


def _first(told: Iterable[Told]) -> list[Told]:
    """Each nudge as its owner was told it for the first time."""
    first: dict[str, Told] = {}
    for one in sorted(told, key=lambda one: one.telling.day):
        if not one.is_escalated:
            first.setdefault(one.nudge.id, one)
    return list(first.values())


def _is_digest(message: Posted) -> bool:
    return ":digest:" in message.key


def _due(lived: Lived) -> list[Expected]:
    """What began early enough to have been told by the end."""
    last = lived.end - timedelta(days=LAST_DAYS)
    return [one for one in lived.expected if one.begins <= last]


def _by_rule(lived: Lived) -> dict[Episodes, list[Told]]:
    """What was told by the rules of which it is known what they have to tell."""
    rules = {one.rule for one in lived.expected}
    told: dict[Episodes, list[Told]] = defaultdict(list)
    for one in _first(lived.told):
        if one.nudge.rule in rules:
            told[one.nudge.account_id, one.nudge.rule].append(one)
    return told


def _told_of(expected: Expected, told: Mapping[Episodes, Sequence[Told]]) -> list[Told]:
    ends = expected.begins + timedelta(days=almanac.LASTS)
    those = told.get((expected.account_id, expected.rule), ())
    return [one for one in those if expected.begins <= one.telling.day < ends]


def _waited(lived: Lived, expected: Expected, told: Told) -> int:
    """Working days of whoever could be told first."""
    # What began earlier could not be told before the first morning.
    since, day = max(expected.begins, lived.begin), told.telling.day
    return min(_working_days(member, since, day) for member in _whose(lived.people, told))


def _whose(people: People, told: Told) -> list[Member]:
    """Who was told, and who would have been told and had left: nobody knew before their day."""
    left = told.nudge.passed_from if told.nudge.passed_by is None else None
    return [told.member, *people.known.get(left or "", ())]


def _working_days(member: Member, since: date, told: date) -> int:
    """From the first on which it could be told: what begins on a Saturday, Monday."""
    while since < told and not working_hours.works_on(member, since):
        since += timedelta(days=1)
    return working_hours.days_between(member, since, told)


def _surplus(lived: Lived, told: Mapping[Episodes, Sequence[Told]]) -> int:
    """Nudges beyond one for each episode."""
    begins: dict[Episodes, set[date]] = defaultdict(set)
    for expected in lived.expected:
        begins[expected.account_id, expected.rule].add(expected.begins)
    return sum(max(0, len(those) - len(begins.get(key, ()))) for key, those in told.items())


def _is_at_work(people: People, message: Posted) -> bool:
    member = people.at(message.user, message.at)
    local = working_hours.local(member, message.at)
    in_hours = working_hours.START <= local.time() < working_hours.END
    return in_hours and working_hours.works_on(member, local.date())
