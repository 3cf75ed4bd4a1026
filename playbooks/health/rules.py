"""The diagnostic questions with their rules, weights and half-lives, read from `health.yaml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from playbooks import catalogue, conditions, rulefaults, rulefiles
from playbooks.conditions import Condition
from playbooks.frame import ANY
from playbooks.health.values import Band, Verdict
from playbooks.rulefaults import Unfit

SHIPPED = Path(__file__).parent / "health.yaml"
WHOLE = 100.0
"""Component weights of a segment add up to this."""


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _by_segment(value: Any) -> Any:
    return {ANY: value} if isinstance(value, (int, float)) else value


Lines = Annotated[tuple[str, ...], BeforeValidator(_several)]
Figures = Annotated[dict[str, float], BeforeValidator(_by_segment)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleText(_Part):
    """One rule: when all its conditions hold, the answer is yes, or no."""

    yes: Lines = ()
    no: Lines = ()

    @model_validator(mode="after")
    def _one_answer(self) -> "RuleText":
        if bool(self.yes) == bool(self.no):
            raise Unfit("a rule answers either yes or no")
        return self


class CueText(_Part):
    """Cues in notes that answer the question."""

    yes: Lines = ()
    no: Lines = ()


class QuestionText(_Part):
    """One diagnostic question as it stands in the file."""

    text: str = Field(min_length=1)
    ask: str = Field(min_length=1)
    weight: float = Field(gt=0)
    half_life_days: int = Field(gt=0)
    plays: Lines = ()
    rules: tuple[RuleText, ...] = ()
    cues: CueText = CueText()
    off: bool = False


class ComponentText(_Part):
    """One of the eight components, with its part of 100 by segment."""

    title: str = Field(min_length=1)
    weight: Figures


class BandText(_Part):
    """From which score an account is healthy, below which it is at risk."""

    healthy: float = Field(gt=0, le=100)
    healthy_low: float = Field(ge=0, le=100)
    at_risk: float = Field(ge=0, lt=100)


class CapText(_Part):
    """The best band that an account may have while all conditions hold."""

    band: Literal["watch", "at_risk"]
    when: Lines = Field(min_length=1)
    reason: str = Field(min_length=1)
    off: bool = False


class HealthFile(_Part):
    """The whole file."""

    version: str = Field(min_length=1)
    coverage_floor: float = Field(ge=0, le=1)
    forgotten_below: float = Field(gt=0, lt=0.5)
    bands: BandText
    thresholds: dict[str, Figures]
    caps: dict[str, CapText] = {}
    components: dict[str, ComponentText]
    questions: dict[str, QuestionText]

    @model_validator(mode="after")
    def _fits(self) -> "HealthFile":
        if self.bands.at_risk >= self.bands.healthy:
            raise Unfit("“at_risk” has to lie below “healthy”").at("bands", "at_risk")
        check_thresholds(self.thresholds)
        self._check_weights()
        for name in self.questions:
            self._check_question(name)
        for name, cap in self.caps.items():
            self._check_cap(name, cap)
        return self

    def _check_cap(self, name: str, cap: CapText) -> None:
        try:
            _conditions(cap.when, self.thresholds)
        except Unfit as error:
            raise error.at("caps", name, "when") from None

    def _check_weights(self) -> None:
        segments = {segment for part in self.components.values() for segment in part.weight}
        for segment in sorted(segments | {ANY}):
            total = sum(_weight(part, segment) for part in self.components.values())
            if abs(total - WHOLE) > 0.01:
                message = "the weights for “{segment}” add up to {total}, not to 100"
                raise Unfit(message, segment=segment, total=f"{total:g}").at("components")

    def _check_question(self, name: str) -> None:
        component = name.partition(".")[0]
        if component not in self.components:
            near = rulefaults.near(component, self.components)
            message = "there is no component “{component}”"
            raise Unfit(message, near, component=component).at("questions", name)
        try:
            _rules(self.questions[name], self.thresholds)
        except Unfit as error:
            raise error.at("questions", name, "rules") from None


@dataclass(frozen=True, slots=True)
class Rule:
    """A verdict and the conditions that must all hold for it. `facts` are what it looks at."""

    verdict: Verdict
    conditions: tuple[Condition, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapRule:
    """A band that is not bettered while the conditions all hold, and why."""

    band: Band
    conditions: tuple[Condition, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """One diagnostic question, ready to be asked. `share` is its part of its component, 0 to 1.

    `plays` are ids of playbooks that would turn a no into a yes.
    """

    id: str
    component: str
    text: str
    ask: str
    share: float
    half_life_days: int
    rules: tuple[Rule, ...]
    plays: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class HealthRules:
    """All that `reading.assess` needs; `version` names the weights and stands in each reading.

    Rules are told apart by the very object: a changed file makes a new one.
    """

    file: HealthFile

    @property
    def version(self) -> str:
        """The version of questions and weights."""
        return self.file.version

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by id, in the order of the file."""
        asked = {k: q for k, q in self.file.questions.items() if not q.off}
        totals = {
            name: sum(q.weight for k, q in asked.items() if _component(k) == name)
            for name in self.file.components
        }
        return {
            name: Question(
                id=name,
                component=_component(name),
                text=question.text,
                ask=question.ask,
                share=question.weight / totals[_component(name)],
                half_life_days=question.half_life_days,
                rules=_rules(question, self.file.thresholds),
                plays=question.plays,
            )
            for name, question in asked.items()
        }

    @cached_property
    def by_component(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of each component that has any."""
        found: dict[str, tuple[Question, ...]] = {}
        for question in self.questions.values():
            found[question.component] = (*found.get(question.component, ()), question)
        return {name: found[name] for name in self.file.components if name in found}

    @cached_property
    def caps(self) -> tuple[CapRule, ...]:
        """The caps in force, in the order of the file."""
        return tuple(
            CapRule(Band(cap.band), _conditions(cap.when, self.file.thresholds), cap.reason)
            for cap in self.file.caps.values()
            if not cap.off
        )

    def reweighed(self, version: str, weights: Mapping[str, float]) -> "HealthRules":
        """The same questions with these parts of 100 for every segment; others keep theirs."""
        components = {
            name: part.model_copy(update={"weight": {ANY: weights[name]}})
            if name in weights
            else part
            for name, part in self.file.components.items()
        }
        changed = {"version": version, "components": components}
        return HealthRules(self.file.model_copy(update=changed))

    def weights(self, component: str) -> Mapping[str, float]:
        """The component's part of 100 by segment; `any` serves the segments that are not named."""
        return {ANY: 0.0, **self.file.components[component].weight}


def check_thresholds(thresholds: conditions.Thresholds) -> None:
    """Every threshold serves all segments: the named ones, and `any` for the others."""
    for name, figures in thresholds.items():
        if ANY not in figures:
            raise Unfit("give a figure for “any”").at("thresholds", name)


def load(folder: Path | None = None) -> HealthRules:
    """The rules in force: ours, joined with `health.yaml` in an admin's folder.

    Raises `BadInput` naming the file, the line and the field.
    """
    own = folder / SHIPPED.name if folder else None
    changed = own.stat().st_mtime_ns if own and own.is_file() else 0
    return _load(folder, changed)


@cache
def _load(folder: Path | None, _changed: int) -> HealthRules:
    return HealthRules(rulefiles.load(SHIPPED, HealthFile, folder))


def _component(question: str) -> str:
    return question.partition(".")[0]


def _weight(part: ComponentText, segment: str | None) -> float:
    return part.weight.get(segment or ANY, part.weight.get(ANY, 0.0))


def _rules(question: QuestionText, thresholds: conditions.Thresholds) -> tuple[Rule, ...]:
    rules = [
        _rule(Verdict.YES if rule.yes else Verdict.NO, rule.yes or rule.no, thresholds)
        for rule in question.rules
    ]
    return (*rules, *_cues(Verdict.NO, question.cues.no), *_cues(Verdict.YES, question.cues.yes))


def _rule(verdict: Verdict, texts: Sequence[str], thresholds: conditions.Thresholds) -> Rule:
    asked = _conditions(texts, thresholds)
    if all(condition.asks_for_the_unknown for condition in asked):
        raise Unfit("an answer needs evidence: give a condition that a known fact fulfils")
    return Rule(verdict, asked, tuple(dict.fromkeys(condition.fact for condition in asked)))


def _conditions(texts: Sequence[str], thresholds: conditions.Thresholds) -> tuple[Condition, ...]:
    return tuple(conditions.parse(text, thresholds) for text in texts)


def _cues(verdict: Verdict, names: Sequence[str]) -> list[Rule]:
    return [_rule(verdict, [f"{catalogue.CUE}{name} is true"], {}) for name in names]
