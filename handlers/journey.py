"""The journey: where an account stands in each stage, what is still open, and the stages' goals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import access, evidence, health, rulebook, stage_records
from handlers.access import Viewer
from handlers.context import Context
from handlers.health import Examined
from playbooks import journey, stages
from playbooks.accounts import Account
from playbooks.errors import NotFound
from playbooks.facts import Fact
from playbooks.health.rules import HealthRules
from playbooks.journey import Checked
from playbooks.stage_goals import figures
from playbooks.stage_goals.records import Figure, Records
from playbooks.stages import Enrolment, ExpectedTime, Stage
from storage.facts import peers
from storage.facts import stays as finished_stays
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class Expected:
    """How long earlier accounts stayed: of the segment when there are enough, and of all.

    `earlier` counts the finished stays of the segment, too few or not.
    """

    earlier: int
    of_segment: ExpectedTime | None
    of_all: ExpectedTime | None

    @property
    def best(self) -> ExpectedTime | None:
        """That of the segment, else that of all segments."""
        return self.of_segment or self.of_all


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay that is under way, of an account or of a team of it, with both of its doors."""

    enrolment: Enrolment
    days: int
    expected: Expected
    entry: tuple[Checked, ...]
    exit: tuple[Checked, ...]

    @property
    def is_bottleneck(self) -> bool:
        """Past the expected time, in a stage that is meant to be passed through."""
        best = self.expected.best
        passing = self.enrolment.stage in stages.PASSED_THROUGH
        return passing and best is not None and self.days > best.median_days

    @property
    def stuck_at(self) -> Checked | None:
        """The first step to the next stage that is not done, else the first that nobody knows."""
        undone = [check for check in self.exit if check.met is False]
        return next(iter(undone or (check for check in self.exit if check.met is None)), None)


@dataclass(frozen=True, slots=True)
class TrackedGoal:
    """A goal of a stage: the account's own figure and that of its segment; None is unknown.

    `sample` is how many accounts stand for the segment, None when all of it was counted.
    """

    stage: Stage
    goal: str
    own: Figure | None
    peers: Figure | None
    sample: int | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """Where an account stands: stays under way and those that ended, and what is tracked."""

    account: Account
    as_of: date
    stays: tuple[Stay, ...]
    left: tuple[Enrolment, ...]
    goals: tuple[TrackedGoal, ...]


def read(
    context: Context, account_id: str, who: str | None = None, at: date | None = None
) -> Journey:
    """The journey of an account on a day, as far as this person may see it. Raises `NotFound`."""
    day = at or context.today()
    with context.workspace.reading() as reader:
        viewer = access.audience(reader, who).asker
        seen = [account for account in reader.find(Account) if viewer.sees_account(account)]
        if account_id not in {account.id for account in seen}:
            raise NotFound("There is no such account. Nothing was read.")
        rules = rulebook.health(context, reader)
        (examined,) = health.within(reader, day, rules, [account_id])
        return within(reader, rules, viewer, examined, seen, day)


def within(
    reader: Reader,
    rules: HealthRules,
    viewer: Viewer,
    examined: Examined,
    others: Sequence[Account],
    day: date,
) -> Journey:
    """The same in a transaction that is open; `others` are the accounts that the viewer may see."""
    account = examined.account
    entered = reader.find(Enrolment, until=day, account_id=account.id)
    running = underway(reader, viewer, examined, day)
    return Journey(
        account,
        day,
        running,
        tuple(stay for stay in entered if not stay.is_open(day)),
        _goals(reader, rules, viewer, account, others, running, day),
    )


def underway(reader: Reader, viewer: Viewer, examined: Examined, day: date) -> tuple[Stay, ...]:
    """The stays that are open on the day of the reading, without the goals of their stages."""
    account, facts = examined.account, _visible(examined, viewer)
    entered = reader.find(Enrolment, until=day, account_id=account.id)
    return tuple(_stay(reader, stay, account, facts, day) for stay in entered if stay.is_open(day))


def _visible(examined: Examined, viewer: Viewer) -> Mapping[str, Fact]:
    """Facts of the account; what rests on health is for those who may see it."""
    if viewer.sees_internals(examined.account):
        return examined.facts
    facts = examined.facts
    return {n: f for n, f in facts.items() if f.evidence_kind not in evidence.INTERNAL}


def _stay(
    reader: Reader, stay: Enrolment, account: Account, facts: Mapping[str, Fact], day: date
) -> Stay:
    return Stay(
        enrolment=stay,
        days=(day - stay.entered).days,
        expected=_expected(reader, stay.stage, account.segment, day),
        entry=tuple(journey.entry_checks(stay.stage, facts, day)),
        exit=tuple(journey.exit_checks(stay.stage, facts, day)),
    )


def _expected(reader: Reader, stage: Stage, segment: str | None, day: date) -> Expected:
    found = finished_stays.finished(reader, day)
    of_segment = found.get((stage, segment), Counter()) if segment else Counter()
    of_all = found.get((stage, None), Counter())
    return Expected(
        earlier=of_segment.total(),
        of_segment=stages.expected_time(stage, segment, of_segment.elements()),
        of_all=stages.expected_time(stage, None, of_all.elements()),
    )


def _goals(
    reader: Reader,
    rules: HealthRules,
    viewer: Viewer,
    account: Account,
    others: Sequence[Account],
    running: Sequence[Stay],
    day: date,
) -> tuple[TrackedGoal, ...]:
    """The goals of the stages that are under way, each counted for the account and its segment."""
    wanted = [stage for stage in Stage if any(s.enrolment.stage is stage for s in running)]
    alike = [one for one in others if one.segment == account.segment and one.id != account.id]
    chosen = [account, *peers.evenly(alike)]
    sample = len(chosen) if len(chosen) <= len(alike) else None
    known = stage_records.read(reader, rules, viewer, chosen, wanted, day)
    own = stage_records.of(known, account.id)
    return tuple(
        TrackedGoal(
            stage, goal.goal, _figure(goal.figure, own), _figure(goal.figure, known), sample
        )
        for stage in wanted
        for goal in journey.stages()[stage].goals
    )


def _figure(name: str | None, known: Records) -> Figure | None:
    return figures.of(name, known) if name else None
