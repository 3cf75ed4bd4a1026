"""Facts of the journey: stages under way, and their time against target and earlier accounts."""

from collections.abc import Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Select, select

from playbooks import stages
from playbooks.accounts import Account
from playbooks.stages import Enrolment, ExpectedTime, Stage
from storage.facts.scope import AT, Scope, within
from storage.values import table_of, to_value
from storage.workspace import Reader


class Expectations:
    """How long earlier accounts spent in each stage, by segment; read when first needed."""

    def __init__(self, reader: Reader, at: date) -> None:
        self._reader = reader
        self._at = at
        self._known: dict[tuple[Stage, str | None], ExpectedTime | None] = {}

    def of(self, stage: Stage, segment: str | None) -> ExpectedTime | None:
        """What to expect in the segment; of all segments when it has too few earlier accounts."""
        if (stage, segment) not in self._known:
            stays = self._finished.get((stage, segment), [])
            expected = stages.expected_time(stage, segment, stays)
            if expected is None and segment is not None:
                expected = self.of(stage, None)
            self._known[stage, segment] = expected
        return self._known[stage, segment]

    @cached_property
    def _finished(self) -> dict[tuple[Stage, str | None], list[Enrolment]]:
        stay, account = table_of(Enrolment), table_of(Account)
        query = select(stay, account.c.segment).join(
            account, (account.c.team_id == stay.c.team_id) & (account.c.id == stay.c.account_id)
        )
        query = query.where(stay.c.team_id == self._reader.team_id, stay.c.exited <= self._at)
        found: dict[tuple[Stage, str | None], list[Enrolment]] = {}
        for row in self._reader.connection.execute(query).mappings():
            past = to_value(Enrolment, dict(row))
            for segment in {row["segment"], None}:
                found.setdefault((past.stage, segment), []).append(past)
        return found


def add(scope: Scope, expectations: Expectations) -> None:
    """Add the stages that are under way and those that were left."""
    for account_id, stays in _enrolments(scope).items():
        running = [stay for stay in stays if stay.is_open(scope.at)]
        _add_left(scope, account_id, stays, running)
        for stage in Stage:
            in_stage = [stay for stay in running if stay.stage is stage]
            if in_stage:
                _add_stage(scope, min(in_stage, key=lambda stay: stay.entered), expectations)
        if running:
            _add_whole(scope, account_id, running)


def _enrolments(scope: Scope) -> dict[str, list[Enrolment]]:
    found: dict[str, list[Enrolment]] = {}
    for value in scope.values(Enrolment, _enrolment_query()):
        found.setdefault(value.account_id, []).append(value)
    return found


@cache
def _enrolment_query() -> Select[Any]:
    stay = table_of(Enrolment)
    where = [*within(stay), stay.c.entered <= AT]
    return select(stay).where(*where).order_by(stay.c.entered, stay.c.id)


def _add_left(
    scope: Scope, account_id: str, stays: Sequence[Enrolment], running: Sequence[Enrolment]
) -> None:
    """Several teams may be in one stage: it is left when the last of them has."""
    entered = {stay.stage for stay in running}
    for stay in stays:
        if stay.stage not in entered:
            evidence = ("stage", stay.id)
            scope.add(account_id, f"{stay.stage}_left", True, evidence, stay.exited)
            # Said outright: a nudge about a stage ends when it is known to be over, not before.
            scope.add(account_id, f"in_{stay.stage}", False, evidence, stay.exited)


def _add_stage(scope: Scope, stay: Enrolment, expectations: Expectations) -> None:
    """Of several teams in one stage, the one that has been in it longest."""
    account_id, stage, evidence = stay.account_id, stay.stage.value, ("stage", stay.id)
    days = (scope.at - stay.entered).days
    scope.add(account_id, f"in_{stage}", True, evidence, stay.entered, stay.team)
    scope.add(account_id, f"days_in_{stage}", days, evidence, quote=stay.team)
    if stay.target_exit is not None:
        late = (scope.at - stay.target_exit).days
        scope.add(account_id, f"{stage}_days_past_target", late, evidence)
    segment = scope.get(account_id, "segment")
    expected = expectations.of(stay.stage, str(segment.value) if segment else None)
    if expected is not None and expected.median_days > 0:
        name = f"{stage}_expected_days"
        scope.add(account_id, name, expected.median_days, evidence, unit=_ground(expected))
        ratio = days / expected.median_days
        scope.add(account_id, f"{stage}_time_ratio", ratio, evidence)


def _ground(expected: ExpectedTime) -> str:
    return f"days, median of {expected.n} ({expected.low_days}-{expected.high_days})"


def _add_whole(scope: Scope, account_id: str, running: Sequence[Enrolment]) -> None:
    first = ("stage", running[0].id)
    scope.add(account_id, "stages_open", len(running), first)
    passing = [s for s in running if s.stage in stages.PASSED_THROUGH]
    ratios = [f for s in passing if (f := scope.get(account_id, f"{s.stage}_time_ratio"))]
    if ratios:
        worst = max(ratios, key=lambda fact: float(fact.value))
        scope.add(account_id, "stage_time_ratio", worst.value, ("stage", worst.evidence_id))
    targets = [s for s in running if s.target_exit is not None]
    if targets:
        late = [s for s in targets if s.target_exit and s.target_exit < scope.at]
        stay = (late or targets)[0]
        scope.add(account_id, "stage_past_target", bool(late), ("stage", stay.id), quote=stay.team)
