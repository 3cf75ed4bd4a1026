"""A rule file rehearsed on history: how often its rules would have fired, and on which accounts."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from handlers import health, rulebook, texts
from handlers.context import Context
from handlers.nudges import saying
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.frame import Frame
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.replay import Replay
from playbooks.nudges.rulefile import NudgeRules
from playbooks.nudges.rules import Opening
from playbooks.rulefaults import Fault
from storage import facts as fact_store
from storage.workspace import Reader

DAYS = 90
"""How far back is looked when nobody says: a quarter."""

MOST_LOOKS = 400_000
"""Accounts times days; with more, not every day is looked at."""

TREND = "health_trend"
MEASURED = ("health_score", "health_band", "health_coverage", TREND)
"""Facts that take a reading of health, which most rules do not need."""

ALWAYS = frozenset({"arr", "segment", "handoff_author"})
"""Facts that are looked at whichever rules there are."""

Progress = Callable[[date], None]


@dataclass(frozen=True, slots=True)
class Firing:
    """That a rule would have fired on one day for one account, and what it would have said."""

    account_id: str
    account: str
    owner: str | None
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One rule of the file. `already` is for how many accounts it held on the first day.

    `before` is how often the rule fired as it is in force now, None when there is none.
    """

    rule: str
    title: str
    is_on: bool
    fired: tuple[Firing, ...]
    already: int
    before: int | None

    @property
    def accounts(self) -> int:
        return len({one.account_id for one in self.fired})


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the rules that a file adds or changes would have done; nothing of it was written.

    Each of the days is read with what was dated up to it. `every` is the number of days from one
    day that was looked at to the next.
    """

    since: date
    until: date
    every: int
    accounts: int
    rules: tuple[Rehearsed, ...]
    faults: tuple[Fault, ...]


def rehearse(
    context: Context,
    file: Path,
    since: date | None = None,
    until: date | None = None,
    language: str = "en",
    progress: Progress = lambda _day: None,
) -> Rehearsal:
    """Run what `file` adds to or changes in the rules in force over the days, both included.

    Without days, over the last 90. Raises `BadInput` for days that run backwards or lie ahead, and
    for a file that changes nothing, with what is wrong in it.
    """
    end = until or context.today()
    begin = since or end - timedelta(days=DAYS)
    if begin >= end or end > context.today():
        raise BadInput(
            "From {since} to {until} there is no history to rehearse on. Give two days, the "
            "earlier one first, that have passed.",
            since=begin,
            until=end,
        )
    now, then = rulebook.rehearsed(context, file)
    faults = tuple(fault for fault in then.faults if fault not in now.faults)
    changed = then.changed_from(now)
    if not changed and faults:
        raise BadInput("{file} changes nothing: {why}.", file=file.name, why=faults)
    if not changed:
        raise BadInput(
            "{file} changes nothing: all of it is in force as it stands.", file=file.name
        )
    stage = _Stage(context, texts.of(language), now.only(changed), then.only(changed))
    every = _play(context, stage, begin, end, progress)
    done = tuple(stage.rehearsed(name) for name in changed)
    return Rehearsal(begin, end, every, len(stage.accounts), done, faults)


class _Stage:
    """The rules as they are in force and as the file has them, and what fired so far."""

    def __init__(
        self, context: Context, language: texts.Texts, now: NudgeRules, then: NudgeRules
    ) -> None:
        self.now, self.then = Replay(now), Replay(then)
        self.facts = {f for rules in (now, then) for r in rules.rules.values() for f in r.facts}
        self._texts = language
        self._fired: dict[str, list[Firing]] = {}
        self._already: dict[str, int] = {}
        self._before: dict[str, int] = {}
        with context.workspace.reading() as reader:
            self.accounts = {account.id: account for account in reader.find(Account)}

    def look(self, frames: list[Frame], day: date, *, first: bool) -> None:
        """What fires on a day; on the first one is counted what holds already."""
        before = self.now.look(frames, day)
        for one in self.then.look(frames, day):
            name = one.rule
            if first:
                self._already[name] = self._already.get(name, 0) + 1
            else:
                self._fired.setdefault(name, []).append(self._firing(one, day))
        for one in before if not first else ():
            name = one.rule
            self._before[name] = self._before.get(name, 0) + 1

    def rehearsed(self, name: str) -> Rehearsed:
        was_on = name in self.now.rules.rules
        rule = self.then.rules.every.get(name) or self.now.rules.every[name]
        return Rehearsed(
            rule=name,
            title=self._texts(rule.title),
            is_on=name in self.then.rules.rules,
            fired=tuple(self._fired.get(name, ())),
            already=self._already.get(name, 0),
            before=self._before.get(name, 0) if was_on else None,
        )

    def _firing(self, one: Opening, day: date) -> Firing:
        (due,) = nudge_rules.dues([one], self.accounts)
        account = self.accounts[one.account_id]
        reason = saying.reasons(self._texts, due, account.name)
        return Firing(account.id, account.name, due.owner, day, reason)


def _play(context: Context, stage: _Stage, since: date, until: date, progress: Progress) -> int:
    """Look at the days; returns how many days lie between two of them."""
    days = (until - since).days
    every = max(1, math.ceil(len(stage.accounts) * days / MOST_LOOKS))
    for number in range(0, days + 1, every):
        day = since + timedelta(days=number)
        # A transaction for each day, so that the database can tidy up in between.
        with context.workspace.reading() as reader:
            frames = [_narrowed(one, stage) for one in _frames(context, reader, day, stage)]
        stage.look(frames, day, first=number == 0)
        progress(day)
    return every


def _frames(context: Context, reader: Reader, day: date, stage: _Stage) -> Iterator[Frame]:
    if stage.facts.isdisjoint(MEASURED):
        yield from fact_store.frames(reader, day)
        return
    for readings in health.side_by_side(reader, day, rulebook.health(context, reader)):
        if TREND in stage.facts:
            wanted = nudge_rules.wanting(TREND, readings.frame, day, stage.then.rules)
            wanted |= nudge_rules.wanting(TREND, readings.frame, day, stage.now.rules)
            health.add_trends(reader, readings, wanted)
        yield readings.frame


def _narrowed(frame: Frame, stage: _Stage) -> Frame:
    """Only the facts that are asked for: all accounts are held at once."""
    return frame.only(stage.facts | ALWAYS)
