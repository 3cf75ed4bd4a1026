"""What each stage is for, when it is left, its touchpoints, and what is still open at its doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from playbooks import conditions, rulefiles
from playbooks.conditions import Condition
from playbooks.facts import AccountFacts, Fact
from playbooks.rulefaults import Unfit
from playbooks.stage_goals import figures
from playbooks.stages import Stage

SHIPPED = Path(__file__).parent / "journey.yaml"


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Touchpoint(_Part):
    """Where customer and we meet; a moment of truth decides the relationship."""

    title: str
    does: str
    thinks: str
    feels: str
    asks: str
    moment_of_truth: bool = False


class Check(_Part):
    """What should be so at a stage's door; without conditions only a person can tell."""

    check: str = Field(min_length=1)
    when: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions, ready to be asked."""
        return tuple(conditions.parse(line, {}) for line in self.when)


class StageGoal(_Part):
    """What is tracked in a stage; without a figure no record tells it."""

    goal: str = Field(min_length=1)
    figure: str | None = None

    @field_validator("figure")
    @classmethod
    def _is_known(cls, figure: str | None) -> str | None:
        if figure is not None and figure not in figures.FIGURES:
            raise ValueError(f"there is no figure {figure!r}")
        return figure


class StageText(_Part):
    """One stage; all texts are English messages."""

    title: str
    objective: str
    leaves_when: str
    goals: tuple[StageGoal, ...] = Field(min_length=1)
    touchpoints: tuple[Touchpoint, ...]
    entry: tuple[Check, ...]
    exit: tuple[Check, ...]


class JourneyFile(_Part):
    """The whole file."""

    stages: dict[Stage, StageText]

    @model_validator(mode="after")
    def _conditions_fit(self) -> "JourneyFile":
        for stage, text in self.stages.items():
            for check in (*text.entry, *text.exit):
                try:
                    _ = check.conditions
                except Unfit as error:
                    raise error.at("stages", stage.value) from None
        return self


@dataclass(frozen=True, slots=True)
class Checked:
    """A check with its result: `met` is None when it is not known; the evidence says why."""

    check: str
    met: bool | None
    evidence: tuple[Fact, ...] = ()


@cache
def stages() -> Mapping[Stage, StageText]:
    """The five stages in their order."""
    return rulefiles.load(SHIPPED, JourneyFile).stages


def entry_checks(stage: Stage, facts: AccountFacts, at: date) -> list[Checked]:
    """What should be so when an account enters the stage."""
    return [_checked(check, facts, at) for check in stages()[stage].entry]


def exit_checks(stage: Stage, facts: AccountFacts, at: date) -> list[Checked]:
    """What should be so when an account leaves the stage; those not met are still open."""
    return [_checked(check, facts, at) for check in stages()[stage].exit]


def _checked(check: Check, facts: AccountFacts, at: date) -> Checked:
    asked = check.conditions
    if not asked:
        return Checked(check.check, None)
    met = conditions.all_hold(asked, facts, None, at)
    return Checked(check.check, met, conditions.evidence(asked, facts))
