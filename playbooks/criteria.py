"""Criteria by which accounts are chosen for a list, read from `criteria.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from playbooks import catalogue, conditions, rulefaults, rulefiles
from playbooks.conditions import FAILS, HOLDS, OPEN, Condition, Truth
from playbooks.facts import AccountFacts, Fact
from playbooks.frame import ANY, Frame
from playbooks.health.rules import Figures, Lines, check_thresholds
from playbooks.rulefaults import Unfit
from playbooks.stages import Stage

SHIPPED = Path(__file__).parent / "criteria.yaml"

OWN_FIGURE = "a figure of the asker's own"

Together = tuple[Condition, ...]
"""Conditions that hold together."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the accounts of a list share; `says` is an English message.

    `measure` is the fact that a figure in the question is compared with. `words` are patterns for
    which a criterion of an admin's own is asked; `stage` is the stage that is asked for in the same
    words, such as adoption by "usage", and then not meant. `tells` is what would settle it where
    it is not known, an English message; without it, its facts would.
    """

    name: str
    says: str
    cases: tuple[Together, ...]
    silence: Together = ()
    measure: str | None = None
    words: tuple[str, ...] = ()
    stage: str | None = None
    tells: str | None = None

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it looks at."""
        asked = (*self.silence, *(condition for case in self.cases for condition in case))
        return frozenset(condition.fact for condition in asked)

    def holds(self, frame: Frame, at: date) -> Truth:
        """For each account: holds when a case does, else fails when one does, else it is open.

        Of three ways to measure use, the one that is recorded decides.
        """
        truths = [conditions.together(case, frame, at) for case in self.cases]
        truth = np.where(np.any([one == FAILS for one in truths], axis=0), FAILS, OPEN)
        if self.silence:
            truth[conditions.together(self.silence, frame, at) == HOLDS] = FAILS
        truth[np.any([one == HOLDS for one in truths], axis=0)] = HOLDS
        return truth.astype(np.int8)

    def evidence(self, facts: AccountFacts, segment: str | None, at: date) -> tuple[Fact, ...]:
        """The facts of the first case that holds for the account; none for one that is absent."""
        for case in self.cases:
            if conditions.all_hold(case, facts, segment, at):
                return conditions.evidence(case, facts)
        return ()

    @property
    def limit(self) -> tuple[str, float] | None:
        """The sign and the figure of the asker's own, if there is one."""
        for case in self.cases:
            for condition in case:
                if condition.wording == OWN_FIGURE:
                    return condition.sign, float(condition.limits[ANY])
        return None

    def compared(self, sign: str, figure: float) -> "Criterion":
        """The same criterion with a figure of the asker's own, such as `< 0.4` of its measure."""
        if self.measure is None:
            return self
        own = Condition(self.measure, sign, {ANY: figure}, OWN_FIGURE)
        return replace(self, cases=((own,),), silence=())


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CriterionText(_Part):
    """One criterion as it stands in the file."""

    says: str = Field(min_length=1)
    cases: Annotated[tuple[Lines, ...], BeforeValidator(_several)] = Field(min_length=1)
    silence: Lines = ()
    measure: str | None = None
    words: Lines = ()
    stage: Stage | None = None
    tells: str | None = None
    off: bool = False


class CriteriaFile(_Part):
    """The whole file."""

    version: str = Field(min_length=1)
    thresholds: dict[str, Figures]
    criteria: dict[str, CriterionText]

    @model_validator(mode="after")
    def _fits(self) -> "CriteriaFile":
        check_thresholds(self.thresholds)
        for name, written in self.criteria.items():
            _ready(name, written, self.thresholds)
        return self


@cache
def load(folder: Path | None = None) -> Mapping[str, Criterion]:
    """The criteria in force by name, joined with `criteria.yaml` in `folder` when there is one.

    Raises `BadInput` naming file, line and field; then nothing of the admin's file is used.
    """
    file = rulefiles.load(SHIPPED, CriteriaFile, folder)
    return {
        name: _ready(name, written, file.thresholds)
        for name, written in file.criteria.items()
        if not written.off
    }


def _ready(name: str, written: CriterionText, thresholds: Mapping[str, Figures]) -> Criterion:
    """Raises `Unfit` where a condition or the measure cannot be read."""

    def parsed(lines: Lines, *place: str | int) -> Together:
        try:
            return tuple(conditions.parse(line, thresholds) for line in lines)
        except Unfit as error:
            raise error.at("criteria", name, *place) from None

    measure = written.measure
    if measure is not None and not catalogue.is_known(measure):
        near = rulefaults.near(measure, catalogue.CATALOGUE)
        unfit = Unfit("there is no fact “{fact}”", near, fact=measure)
        raise unfit.at("criteria", name, "measure")
    cases = tuple(parsed(case, "cases", place) for place, case in enumerate(written.cases))
    silence = parsed(written.silence, "silence")
    return Criterion(
        name, written.says, cases, silence, measure, written.words, written.stage, written.tells
    )
