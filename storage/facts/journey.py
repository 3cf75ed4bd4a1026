"""Facts of the journey: stages under way, and their time against target and earlier accounts."""

from collections import Counter
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from playbooks import frame, stages
from playbooks.frame import Figures
from playbooks.stages import Enrolment, ExpectedTime, Stage
from storage.facts import stays
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope
from storage.facts.stays import Stays
from storage.values import table_of
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
            days = self._finished.get((stage, segment), Counter())
            expected = stages.expected_time(stage, segment, days.elements())
            if expected is None and segment is not None:
                expected = self.of(stage, None)
            self._known[stage, segment] = expected
        return self._known[stage, segment]

    @cached_property
    def _finished(self) -> Stays:
        return stays.finished(self._reader, self._at)


def add(scope: Scope, expectations: Expectations) -> None:
    """Add the stages that are under way and those that were left."""
    found = scope.found(_enrolments)
    if not len(found):
        return
    running = found.where(~(found.days("exited") <= scope.today))
    for stage in Stage:
        in_stage = running.where(running.texts("stage") == stage.value)
        been = found.where(found.texts("stage") == stage.value)
        _add_left(scope, stage, been.where(~np.isin(been.rows, in_stage.rows)))
        # Of several teams in one stage, the one that has been in it longest.
        _add_stage(scope, stage, in_stage.first(), expectations)
    if len(running):
        _add_whole(scope, running)


@cache
def _enrolments(reach: Reach) -> Select[Any]:
    stay = table_of(Enrolment)
    names = ("account_id", "id", "stage", "team", "entered", "target_exit", "exited")
    where = [*reach.within(stay), stay.c.entered <= AT]
    return select(*(stay.c[n] for n in names)).where(*where).order_by(stay.c.entered, stay.c.id)


def _add_left(scope: Scope, stage: Stage, found: Found) -> None:
    """Several teams may be in one stage: it is left when the last of them has."""
    evidence, day = ("stage", found.texts("id")), found.days("exited")
    scope.add(f"{stage}_left", found.rows, True, evidence, day)
    # Said outright: a nudge about a stage ends when it is known to be over, not before.
    scope.add(f"in_{stage}", found.rows, False, evidence, day)


def _add_stage(scope: Scope, stage: Stage, found: Found, expectations: Expectations) -> None:
    evidence, team, entered = (
        ("stage", found.texts("id")),
        found.texts("team"),
        found.days("entered"),
    )
    days = scope.days_since(entered)
    scope.add(f"in_{stage}", found.rows, True, evidence, entered, team)
    scope.add(f"days_in_{stage}", found.rows, days, evidence, quote=team)
    aimed = found.where(found.given("target_exit"))
    late = scope.days_since(aimed.days("target_exit"))
    scope.add(f"{stage}_days_past_target", aimed.rows, late, ("stage", aimed.texts("id")))
    segments = frame.texts(scope.frame.segments())[found.rows]
    for segment in dict.fromkeys(segments.tolist()):
        expected = expectations.of(stage, segment)
        if expected is not None and expected.median_days > 0:
            _add_expected(scope, expected, found.where(segments == segment))


def _add_expected(scope: Scope, expected: ExpectedTime, found: Found) -> None:
    evidence, name = ("stage", found.texts("id")), f"{expected.stage}_expected_days"
    scope.add(name, found.rows, expected.median_days, evidence, unit=_ground(expected))
    ratio = scope.days_since(found.days("entered")) / expected.median_days
    scope.add(f"{expected.stage}_time_ratio", found.rows, ratio, evidence)


def _ground(expected: ExpectedTime) -> str:
    return f"days, median of {expected.n} ({expected.low_days}-{expected.high_days})"


def _add_whole(scope: Scope, running: Found) -> None:
    first = running.first()
    number = np.bincount(running.rows)[first.rows]
    scope.add("stages_open", first.rows, number, ("stage", first.texts("id")))
    for stage in stages.PASSED_THROUGH:
        _add_longest(scope, stage)
    aimed = running.where(running.given("target_exit"))
    late = aimed.where(aimed.days("target_exit") < scope.today)
    cited = late.first().or_else(aimed.first())
    is_late = np.isin(cited.rows, late.rows)
    evidence, team = ("stage", cited.texts("id")), cited.texts("team")
    scope.add("stage_past_target", cited.rows, is_late, evidence, quote=team)


def _add_longest(scope: Scope, stage: Stage) -> None:
    """A stage in which they have been longest, against what is expected of it."""
    ratio, longest = scope.column(f"{stage}_time_ratio"), scope.column("stage_time_ratio")
    times: Figures = ratio.values.astype(np.float64)
    longer = ~longest.known | (times > longest.values.astype(np.float64))
    rows = np.flatnonzero(ratio.known & longer)
    scope.add("stage_time_ratio", rows, times[rows], ("stage", ratio.ids[rows]))
