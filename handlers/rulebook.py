"""The rules in force for a workspace: ours, with what an admin's folder and history change."""

from functools import lru_cache

from handlers.context import Context
from playbooks.health import rules as health_rules
from playbooks.health.rules import HealthRules
from playbooks.health.values import AdoptedWeights
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.rulefile import NudgeRules


def health(context: Context) -> HealthRules:
    """The diagnostic questions, with the weights that a person adopted from history, if any.

    Raises `BadInput` naming file, line and field when a rule file is wrong.
    """
    written = health_rules.load(context.rules)
    with context.workspace.reading() as reader:
        adopted = reader.find(AdoptedWeights, limit=1)
    return _reweighed(_Written(written), _Adopted(adopted[0])) if adopted else written


def nudges(context: Context) -> NudgeRules:
    """The nudge rules; raises as `health` does."""
    return nudge_rules.load(context.rules)


class _Written:
    """Rules by the very object: a changed file makes a new one."""

    def __init__(self, rules: HealthRules) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Written) and other.rules is self.rules


class _Adopted:
    """Weights by their figures."""

    def __init__(self, adopted: AdoptedWeights) -> None:
        self.version = adopted.version
        self.weights = tuple(sorted(adopted.weights.items()))

    def __hash__(self) -> int:
        return hash((self.version, self.weights))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Adopted) and vars(other) == vars(self)


@lru_cache(maxsize=32)
def _reweighed(written: _Written, adopted: _Adopted) -> HealthRules:
    # Parsing all conditions anew costs more than a reading; the same rules are made once.
    return written.rules.reweighed(adopted.version, dict(adopted.weights))
