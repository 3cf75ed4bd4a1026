"""What must be true of a nudge rule before it is asked, each fault with its place."""

import string
from collections.abc import Iterable

from playbooks import catalogue, contradictions, rulefaults
from playbooks.conditions import UNKNOWN, Condition
from playbooks.frame import ANY
from playbooks.nudges.rule import ALIKE, ALWAYS_KNOWN, SAID, Case, Rule
from playbooks.rulefaults import Unfit


def check(rule: Rule) -> None:
    """Raises `Unfit` with the first fault."""
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
        message = "the reason names “{place}”, which the case does not look at"
        raise Unfit(message, rulefaults.near(place, given), place=place).at(*here, "reason")


def _check_fact(name: str, *place: str | int) -> None:
    if not catalogue.is_known(name):
        near = rulefaults.near(name, catalogue.CATALOGUE)
        raise Unfit("there is no fact “{fact}”", near, fact=name).at(*place)


def _check_contradiction(
    asked: tuple[Condition, ...], excluded: Iterable[Condition], *place: str | int
) -> None:
    found = contradictions.among(asked, excluded)
    if found is None:
        return
    one, other = (condition.wording for condition in found)
    if found[1] in asked:
        message = "“{one}” and “{other}” can never both hold"
        raise Unfit(message, one=one, other=other).at(*place)
    raise Unfit("it never fires: “{other}” excludes “{one}”", one=one, other=other).at(*place)


def _check_workspace(rule: Rule) -> None:
    if rule.workspace is None:
        return
    here = ("rules", rule.name, "workspace")
    for place in _places(rule.workspace.reason) - ALWAYS_KNOWN - {ALIKE}:
        message = "the workspace's reason can name {allowed}, not “{place}”"
        allowed = f"{{account}}, {{{ALIKE}}}"
        raise Unfit(message, allowed=allowed, place=place).at(*here, "reason")
    if rule.episode or any(case.episode for case in rule.cases):
        message = "a rule with an episode for each item cannot speak for the workspace"
        raise Unfit(message).at(*here)


def _places(message: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(message) if field}
