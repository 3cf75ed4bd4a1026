"""Conditions over facts, written as a person would say them: `licence_utilisation >= low`."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from playbooks import catalogue
from playbooks.facts import AccountFacts, Fact

Limit = float | bool | str
Thresholds = Mapping[str, Mapping[str, float]]
"""Named figures, each by segment; `any` serves the segments that are not named."""

ANY = "any"
UNKNOWN = "unknown"
KNOWN = "known"
WITHIN = "within"
"""`FACT within 30`: the fact is known and at most 30 days old."""

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "is": operator.eq,
    "is not": operator.ne,
}
WORD_SIGNS = ("is", "is not", WITHIN)
SIGNS = (">=", "<=", ">", "<", "is not", "is", WITHIN)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. `limits` holds the figure by segment, with `any` for the others."""

    fact: str
    sign: str
    limits: Mapping[str, Limit]
    wording: str

    def limit(self, segment: str | None) -> Limit:
        """The figure that counts for this segment."""
        found = self.limits.get(segment or ANY)
        return self.limits[ANY] if found is None else found

    def holds(self, facts: AccountFacts, segment: str | None, at: date) -> bool | None:
        """True or false; None when the fact is unknown and the condition does not ask for that."""
        fact = facts.get(self.fact)
        limit = self.limit(segment)
        if limit in (UNKNOWN, KNOWN):
            return (fact is None) == ((limit == UNKNOWN) == (self.sign == "is"))
        if fact is None:
            return None
        if self.sign == WITHIN:
            return (at - fact.as_of).days <= float(limit)
        return OPERATORS[self.sign](fact.value, limit)


def all_hold(
    conditions: Sequence[Condition], facts: AccountFacts, segment: str | None, at: date
) -> bool | None:
    """False when one fails, None when none fails but one is unknown, True when all hold."""
    verdict: bool | None = True
    for condition in conditions:
        held = condition.holds(facts, segment, at)
        if held is False:
            return False
        if held is None:
            verdict = None
    return verdict


def evidence(conditions: Sequence[Condition], facts: AccountFacts) -> tuple[Fact, ...]:
    """The facts that the conditions looked at, once each, in their order."""
    names = dict.fromkeys(condition.fact for condition in conditions)
    return tuple(facts[name] for name in names if name in facts)


def parse(text: str, thresholds: Thresholds) -> Condition:
    """`FACT SIGN VALUE`, where the value is a figure, a word, true, false or a threshold's name.

    Raises `ValueError` with what is wrong: an unknown fact, sign or threshold.
    """
    fact, sign, value = _parts(text)
    if not catalogue.is_known(fact):
        near = ", ".join(catalogue.nearest(fact))
        raise ValueError(f"there is no fact {fact!r}{f'; near it: {near}' if near else ''}")
    limits = _limits(value, sign, thresholds)
    meaning = catalogue.definition(fact)
    if meaning and meaning.unit in ("words", "truth") and sign not in WORD_SIGNS:
        raise ValueError(f"{fact} has no figure to compare; write 'is', 'is not' or 'within'")
    return Condition(fact, sign, limits, text)


def _parts(text: str) -> tuple[str, str, str]:
    fact, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    for sign in SIGNS:
        if rest.startswith(sign + " "):
            return fact, sign, rest[len(sign) :].strip()
    raise ValueError(
        f"{text!r} is not a condition; write FACT, one of {', '.join(SIGNS)}, and a value"
    )


def _limits(value: str, sign: str, thresholds: Thresholds) -> Mapping[str, Limit]:
    if value in thresholds:
        return {ANY: thresholds[value][ANY], **thresholds[value]}
    figure = _figure(value)
    if figure is not None:
        return {ANY: figure}
    if sign not in ("is", "is not"):
        raise ValueError(f"there is no threshold {value!r}, and it is not a figure")
    words: dict[str, Limit] = {"true": True, "false": False}
    return {ANY: words.get(value, value)}


def _figure(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
