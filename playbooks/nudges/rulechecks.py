"""What must be true of a nudge rule before it is asked, each fault with its place."""

import string
from collections.abc import Iterable

from playbooks import catalogue, contradictions, rulefiles
from playbooks.conditions import UNKNOWN, Condition
from playbooks.frame import ANY
from playbooks.nudges.rule import ALIKE, ALWAYS_KNOWN, SAID, Case, Rule
from playbooks.rulefiles import Misplaced


def check(rule: Rule) -> None:
    """Raises `Misplaced` with the first fault."""
    here = ("rules", rule.name)
    for number, name in enumerate(rule.shows):
        _check_fact(name, *here, "shows", number)
    if rule.episode:
        _check_fact(rule.episode, *here, "episode")
    _check_contradiction(rule.when, rule.unless, *here, "when")
    for number, case in enumerate(rule.cases):
        _check_case(rule, case, *here, "cases", number)
    _check_workspace(rule)


def _check_case(rule: Rule, case: Case, *here: str | int) -> None:
    if case.episode:
        _check_fact(case.episode, *here, "episode")
    asked = (*rule.when, *case.when)
    _check_contradiction(asked, rule.unless, *here, "when")
    # A fact that the case demands to be unknown cannot fill a place in its sentence.
    facts = {c.fact for c in asked if c.limits[ANY] != UNKNOWN}
    given = {*ALWAYS_KNOWN, *facts, *(f"{name}{SAID}" for name in facts)}
    for place in sorted(_places(f"{rule.reason} {case.reason}") - given):
        sentence = f"the reason names {place!r}, which the case does not look at"
        raise Misplaced(sentence + rulefiles.near(place, given), *here, "reason")


def _check_fact(name: str, *place: str | int) -> None:
    if not catalogue.is_known(name):
        near = rulefiles.near(name, catalogue.CATALOGUE)
        raise Misplaced(f"there is no fact {name!r}{near}", *place)


def _check_contradiction(
    asked: tuple[Condition, ...], excluded: Iterable[Condition], *place: str | int
) -> None:
    found = contradictions.among(asked, excluded)
    if found is None:
        return
    one, other = found
    if other in asked:
        raise Misplaced(f"{one.wording!r} and {other.wording!r} can never both hold", *place)
    raise Misplaced(f"it never fires: {other.wording!r} excludes {one.wording!r}", *place)


def _check_workspace(rule: Rule) -> None:
    if rule.workspace is None:
        return
    here = ("rules", rule.name, "workspace")
    for place in _places(rule.workspace.reason) - ALWAYS_KNOWN - {ALIKE}:
        sentence = f"the workspace's reason can name {{account}} and {{{ALIKE}}}, not {place}"
        raise Misplaced(sentence, *here, "reason")
    if rule.episode or any(case.episode for case in rule.cases):
        sentence = "a rule with an episode for each item cannot speak for the workspace"
        raise Misplaced(sentence, *here)


def _places(message: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(message) if field}
