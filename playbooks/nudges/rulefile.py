"""The nudge rules as they stand in `rules.yaml`, checked and made ready to be asked."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from playbooks import catalogue, conditions, rulefiles
from playbooks.conditions import Condition
from playbooks.frame import ANY
from playbooks.health.rules import Figures, Lines, check_thresholds
from playbooks.rulefiles import Misplaced

SHIPPED = Path(__file__).parent / "rules.yaml"

ALWAYS_KNOWN = frozenset({"account", "as_of"})
"""Places in a message that every nudge can fill."""

ALIKE = "accounts_alike"
"""The share of the accounts asked about for which a rule holds; a fact of the workspace."""

ESCALATE_AFTER = 3
"""Working days after which a manager hears of an urgent nudge that its owner left unanswered."""

SAID = "_said"
"""`{fact_said}` ends a sentence with the words that carry the fact."""


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
    to: Literal["csm", "sales", "presales"]
    priority: int = Field(ge=1, le=3)
    when: Lines = ()
    unless: Lines = ()
    reason: str | None = None
    cases: tuple[CaseText, ...] = Field(min_length=1)
    urgent: Lines = ()
    over: Lines = ()
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
            try:
                _ready(name, rule, self)
            except ValueError as error:
                raise Misplaced(str(error), "rules", name) from None
        return self


@dataclass(frozen=True, slots=True)
class Case:
    """The conditions of one case, and what is said when they hold."""

    when: tuple[Condition, ...]
    reason: str
    episode: str | None
    play: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One nudge rule, ready to be asked. `episode` names the fact whose item is the episode.

    `reason` is what is said before the reasons of the cases that hold. An urgent nudge that is not
    answered in `escalate_after` working days goes to the owner's manager; with None it does not.
    """

    name: str
    title: str
    role: str
    priority: int
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    reason: str | None
    cases: tuple[Case, ...]
    urgent: tuple[Condition, ...]
    over: tuple[Condition, ...]
    episode: str | None
    shows: tuple[str, ...]
    step: str
    within_days: int
    draft: str | None
    play: str | None
    workspace: WorkspaceText | None
    escalate_after: int | None

    @property
    def facts(self) -> frozenset[str]:
        """What the rule looks at to fire or to end."""
        cases = [condition for case in self.cases for condition in case.when]
        asked = (*self.when, *self.unless, *cases, *self.urgent, *self.over)
        return frozenset((*(condition.fact for condition in asked), *self.shows))


@dataclass(frozen=True)
class NudgeRules:
    """All rules in force, by name."""

    file: NudgeFile

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that are not switched off, in the order of the file."""
        written = self.file.rules.items()
        return {name: _ready(name, rule, self.file) for name, rule in written if not rule.off}


def load(folder: Path | None = None) -> NudgeRules:
    """The rules in force: ours, joined with `rules.yaml` in an admin's folder.

    Raises `BadInput` naming the file, the line and the field.
    """
    own = folder / SHIPPED.name if folder else None
    changed = own.stat().st_mtime_ns if own and own.is_file() else 0
    return _load(folder, changed)


@cache
def _load(folder: Path | None, _changed: int) -> NudgeRules:
    return NudgeRules(rulefiles.load(SHIPPED, NudgeFile, folder))


def _ready(name: str, rule: RuleText, file: NudgeFile) -> Rule:
    def parsed(lines: tuple[str, ...]) -> tuple[Condition, ...]:
        return tuple(conditions.parse(line, file.thresholds) for line in lines)

    ready = Rule(
        name=name,
        title=rule.title,
        role=rule.to,
        priority=rule.priority,
        when=parsed(rule.when),
        unless=parsed((*file.never, *rule.unless)),
        reason=rule.reason,
        cases=tuple(Case(parsed(c.when), c.reason, c.episode, c.play) for c in rule.cases),
        urgent=parsed(rule.urgent),
        over=parsed(rule.over),
        episode=rule.episode,
        shows=rule.shows,
        step=rule.step,
        within_days=rule.within_days,
        draft=rule.draft,
        play=rule.play,
        workspace=rule.workspace,
        escalate_after=rule.escalate_after,
    )
    _check_names(ready)
    _check_workspace(ready)
    return ready


def _check_names(rule: Rule) -> None:
    episodes = (rule.episode, *(case.episode for case in rule.cases))
    for name in (*rule.shows, *(episode for episode in episodes if episode)):
        if not catalogue.is_known(name):
            raise ValueError(f"there is no fact {name!r}")
    for case in rule.cases:
        _check_contradiction((*rule.when, *case.when))
        # A fact that the case demands to be unknown cannot fill a place in its sentence.
        asked = {c.fact for c in (*rule.when, *case.when) if c.limits[ANY] != conditions.UNKNOWN}
        given = ALWAYS_KNOWN | asked | {f"{name}{SAID}" for name in asked}
        for place in _places(f"{rule.reason} {case.reason}") - given:
            raise ValueError(f"the reason names {place!r}, which the case does not look at")


def _check_workspace(rule: Rule) -> None:
    if rule.workspace is None:
        return
    for place in _places(rule.workspace.reason) - ALWAYS_KNOWN - {ALIKE}:
        raise ValueError(
            f"the workspace's reason can name {{account}} and {{{ALIKE}}}, not {place}"
        )
    if rule.episode or any(case.episode for case in rule.cases):
        raise ValueError("a rule with an episode for each item cannot speak for the workspace")


def _check_contradiction(asked: tuple[Condition, ...]) -> None:
    """A lower limit above the upper limit of the same fact can never hold."""
    for low in asked:
        for high in asked:
            if low.fact == high.fact and low.sign[0] == ">" and high.sign[0] == "<":
                segments = {*low.limits, *high.limits}
                if all(float(low.limit(s)) > float(high.limit(s)) for s in segments):
                    raise ValueError(f"{low.wording!r} and {high.wording!r} can never both hold")


def _places(message: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(message) if field}
