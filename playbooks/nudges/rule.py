"""One nudge rule, ready to be asked."""

from dataclasses import dataclass

from playbooks.conditions import Condition

ALWAYS_KNOWN = frozenset({"account", "as_of"})
"""Places in a message that every nudge can fill."""

ALIKE = "accounts_alike"
"""The share of the accounts asked about for which a rule holds; a fact of the workspace."""

SAID = "_said"
"""`{fact_said}` ends a sentence with the words that carry the fact."""


@dataclass(frozen=True, slots=True)
class Case:
    """The conditions of one case, and what is said when they hold."""

    when: tuple[Condition, ...]
    reason: str
    episode: str | None
    play: str | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is said once, to a manager, when the rule holds for more than this share of accounts."""

    above: float
    reason: str
    step: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One nudge rule, ready to be asked. `episode` names the fact whose item is the episode.

    `goal` is what it is for, looked at `goal_days` after sending; one without any is not measured.
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
    goal: tuple[Condition, ...]
    goal_days: int
    episode: str | None
    shows: tuple[str, ...]
    step: str
    within_days: int
    draft: str | None
    play: str | None
    workspace: Workspace | None
    escalate_after: int | None

    @property
    def facts(self) -> frozenset[str]:
        """What the rule looks at to fire or to end, and what names its episodes."""
        cases = [condition for case in self.cases for condition in case.when]
        asked = (*self.when, *self.unless, *cases, *self.urgent, *self.over)
        named = (name for name in (self.episode, *(case.episode for case in self.cases)) if name)
        return frozenset((*(condition.fact for condition in asked), *self.shows, *named))
