"""The rules in force for a workspace: ours, with what an admin's folder changes."""

from handlers.context import Context
from playbooks.health import rules as health_rules
from playbooks.health.rules import HealthRules
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.rulefile import NudgeRules


def health(context: Context) -> HealthRules:
    """The diagnostic questions; raises `BadInput` naming file, line and field when one is wrong."""
    return health_rules.load(context.rules)


def nudges(context: Context) -> NudgeRules:
    """The nudge rules; raises as `health` does."""
    return nudge_rules.load(context.rules)
