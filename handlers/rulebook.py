"""The rules in force for a workspace: ours, with what an admin's folder and history change."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from handlers.context import Context
from playbooks import criteria as account_criteria
from playbooks.criteria import Criterion
from playbooks.health import rules as health_rules
from playbooks.health.rules import HealthRules
from playbooks.health.values import AdoptedWeights
from playbooks.nudges import rulefile
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.rulefile import NudgeRules
from storage.workspace import Reader


def health(context: Context, reader: Reader) -> HealthRules:
    """The diagnostic questions, with the weights that a person adopted from history, if any.

    Raises `BadInput` naming file, line and field when a rule file is wrong.
    """
    written = health_rules.load(context.rules)
    for adopted in reader.find(AdoptedWeights, limit=1):
        return _reweighed(written, adopted.version, tuple(adopted.weights.items()))
    return written


def nudges(context: Context) -> NudgeRules:
    """The nudge rules; what of an admin's file is wrong is left out and told in their `faults`."""
    return nudge_rules.load(context.rules)


def criteria(context: Context) -> Mapping[str, Criterion]:
    """By what accounts can be chosen; raises `BadInput` when the admin's file is wrong."""
    return account_criteria.load(context.rules)


def rehearsed(context: Context, file: Path) -> tuple[NudgeRules, NudgeRules]:
    """The nudge rules without this file, and with it; it may be the one in force."""
    own = context.rules / rulefile.SHIPPED.name if context.rules else None
    if own is not None and own.is_file() and file.samefile(own):
        return nudge_rules.load(), nudge_rules.load(context.rules)
    return nudge_rules.load(context.rules), nudge_rules.load(context.rules, file)


@lru_cache(maxsize=32)
def _reweighed(
    written: HealthRules, version: str, weights: tuple[tuple[str, float], ...]
) -> HealthRules:
    # Parsing all conditions anew costs more than a reading; the same rules are made once.
    return written.reweighed(version, dict(weights))
