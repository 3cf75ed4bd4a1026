"""The nudge rules as they stand in `rules.yaml`, checked and made ready to be asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from playbooks import conditions, rulefiles
from playbooks.conditions import Condition
from playbooks.health.rules import Figures, Lines, check_thresholds
from playbooks.nudges import rulechecks
from playbooks.nudges.rule import Case, Rule, Workspace
from playbooks.rulefaults import Fault, Unfit

SHIPPED = Path(__file__).parent / "rules.yaml"

ENTRIES = ("rules", "thresholds")
"""Parts of the file whose entries stand each by itself: a wrong one leaves the others in force."""

ESCALATE_AFTER = 3
"""Working days after which a manager hears of an urgent nudge that its owner left unanswered."""


GOAL_DAYS = 60
"""Days after sending, when it is looked at whether the goal of a nudge was reached."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseText(_Part):
    """One way in which the rule can hold, with its own sentence."""

    when: Lines = Field(min_length=1)
    reason: str = Field(min_length=1)
    episode: str | None = None
    play: str | None = None


class WorkspaceText(_Part):
    """What is said once, to a manager, when the rule holds for more than this share of accounts."""

    above: float = Field(gt=0, lt=1)
    reason: str = Field(min_length=1)
    step: str = Field(min_length=1)


class RuleText(_Part):
    """One rule as it stands in the file. Its `reason`, if any, goes before those of its cases."""

    title: str = Field(min_length=1)
    to: Literal["csm", "sales", "presales", "manager"]
    priority: int = Field(ge=1, le=3)
    when: Lines = ()
    unless: Lines = ()
    reason: str | None = None
    cases: tuple[CaseText, ...] = Field(min_length=1)
    urgent: Lines = ()
    over: Lines = ()
    goal: Lines = ()
    goal_days: int = Field(default=GOAL_DAYS, gt=0, le=365)
    episode: str | None = None
    shows: Lines = ()
    step: str = Field(min_length=1)
    within_days: int = Field(gt=0)
    draft: str | None = None
    play: str | None = None
    workspace: WorkspaceText | None = None
    escalate_after: int | None = Field(default=ESCALATE_AFTER, gt=0)
    off: bool = False


class NudgeFile(_Part):
    """The whole file."""

    version: str = Field(min_length=1)
    never: Lines = ()
    thresholds: dict[str, Figures]
    rules: dict[str, RuleText]

    @model_validator(mode="after")
    def _fits(self) -> "NudgeFile":
        check_thresholds(self.thresholds)
        for name, rule in self.rules.items():
            rulechecks.check(_ready(name, rule, self))
        return self


@dataclass(frozen=True)
class NudgeRules:
    """All rules in force, by name, and what of an admin's own files is not, and why."""

    file: NudgeFile
    faults: tuple[Fault, ...] = ()

    @cached_property
    def every(self) -> Mapping[str, Rule]:
        """All rules, those that are switched off too, in the order of the file."""
        return {name: _ready(name, rule, self.file) for name, rule in self.file.rules.items()}

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that are not switched off, in the order of the file."""
        return {name: rule for name, rule in self.every.items() if not self.file.rules[name].off}

    def only(self, names: Collection[str]) -> "NudgeRules":
        """These rules alone; names that no rule has are passed over."""
        kept = {name: rule for name, rule in self.file.rules.items() if name in names}
        return NudgeRules(self.file.model_copy(update={"rules": kept}))

    def changed_from(self, other: "NudgeRules") -> list[str]:
        """Names of the rules that are not as in `other`: new, changed, or switched off or on."""
        names = dict.fromkeys((*self.file.rules, *other.file.rules))
        return [name for name in names if self.rules.get(name) != other.rules.get(name)]


def load(folder: Path | None = None, *more: Path) -> NudgeRules:
    """The rules in force: ours, joined with `rules.yaml` in an admin's folder and `more` files.

    What is wrong in those is left out, entry by entry, and told in `faults`; all else is in force.
    """
    own = (*((folder / SHIPPED.name,) if folder else ()), *more)
    there = tuple(path for path in own if path.is_file())
    return _load(there, tuple(path.stat().st_mtime_ns for path in there))


@lru_cache(maxsize=32)
def _load(own: tuple[Path, ...], _changed: tuple[int, ...]) -> NudgeRules:
    return NudgeRules(*rulefiles.join(SHIPPED, NudgeFile, own, ENTRIES))


def _ready(name: str, rule: RuleText, file: NudgeFile) -> Rule:
    """Raises `Unfit` where a condition cannot be read."""

    def parsed(lines: tuple[str, ...], *place: str | int) -> tuple[Condition, ...]:
        try:
            return tuple(conditions.parse(line, file.thresholds) for line in lines)
        except Unfit as error:
            raise error.at(*place) from None

    def case(number: int, text: CaseText) -> Case:
        when = parsed(text.when, "rules", name, "cases", number, "when")
        return Case(when, text.reason, text.episode, text.play)

    never = parsed(file.never, "never")
    said = rule.workspace
    return Rule(
        name=name,
        title=rule.title,
        role=rule.to,
        priority=rule.priority,
        when=parsed(rule.when, "rules", name, "when"),
        unless=(*never, *parsed(rule.unless, "rules", name, "unless")),
        reason=rule.reason,
        cases=tuple(case(*numbered) for numbered in enumerate(rule.cases)),
        urgent=parsed(rule.urgent, "rules", name, "urgent"),
        over=parsed(rule.over, "rules", name, "over"),
        goal=parsed(rule.goal or rule.over, "rules", name, "goal" if rule.goal else "over"),
        goal_days=rule.goal_days,
        episode=rule.episode,
        shows=rule.shows,
        step=rule.step,
        within_days=rule.within_days,
        draft=rule.draft,
        play=rule.play,
        workspace=Workspace(said.above, said.reason, said.step) if said else None,
        escalate_after=rule.escalate_after,
    )
