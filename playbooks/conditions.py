"""Conditions over facts, written as a person would say them: `licence_utilisation >= low`."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playbooks import catalogue, rulefaults
from playbooks.accounts import Segment
from playbooks.catalogue import Definition
from playbooks.facts import AccountFacts, Fact
from playbooks.frame import ANY, Column, Flags, Frame
from playbooks.handoffs import HandoffState
from playbooks.health.values import Band
from playbooks.intents import Intent
from playbooks.rulefaults import Unfit

Limit = float | bool | str
Thresholds = Mapping[str, Mapping[str, float]]
"""Named figures, each by segment; `any` serves the segments that are not named."""

Truth = NDArray[np.int8]
"""For each account FAILS, OPEN or HOLDS; the least of several is what they say together."""

FAILS, OPEN, HOLDS = 0, 1, 2
VERDICTS = (False, None, True)

UNKNOWN = "unknown"
KNOWN = "known"
WITHIN = "within"
"""`FACT within 30`: the fact is known and at most 30 days old."""

KNOWING = (UNKNOWN, KNOWN)
"""Values that ask whether there is a fact at all."""

WORDS = {
    "segment": tuple(Segment),
    "intent": tuple(Intent),
    "handoff_state": tuple(HandoffState),
    "health_band": tuple(Band),
}
"""Facts that can only be one of some words."""

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

    @property
    def asks_for_the_unknown(self) -> bool:
        """True when it holds only where nothing is known of the fact."""
        limit = self.limits[ANY]
        return (limit == UNKNOWN and self.sign == "is") or (
            limit == KNOWN and self.sign == "is not"
        )

    def holds(self, frame: Frame, at: date) -> Truth:
        """Whether it holds for each account: open when the fact is unknown and it asks for none."""
        column = frame.columns.get(self.fact)
        known = frame.known(self.fact)
        if self.limits[ANY] in KNOWING:
            absent = (self.limits[ANY] == UNKNOWN) == (self.sign == "is")
            return np.where(known != absent, np.int8(HOLDS), np.int8(FAILS))
        truth = np.full(len(frame), OPEN, np.int8)
        if column is not None:
            truth[known] = np.where(self._compared(frame, column, known, at), HOLDS, FAILS)
        return truth

    def _compared(self, frame: Frame, column: Column, known: Flags, at: date) -> Flags:
        several = len(self.limits) > 1
        limits: Any = frame.limits(self.limits)[known] if several else self.limits[ANY]
        if self.sign == WITHIN:
            age = (np.datetime64(at) - column.as_of[known]).astype(np.int64)
            return np.asarray(age <= limits, np.bool_)
        return np.asarray(OPERATORS[self.sign](column.values[known], limits), np.bool_)


def together(conditions: Sequence[Condition], frame: Frame, at: date) -> Truth:
    """For each account: fails when one fails, open when one is open, holds when all hold."""
    truth = np.full(len(frame), HOLDS, np.int8)
    for condition in conditions:
        if not truth.any():
            break
        np.minimum(truth, condition.holds(frame, at), out=truth)
    return truth


def any_holds(conditions: Sequence[Condition], frame: Frame, at: date) -> Flags:
    """For which accounts at least one of the conditions holds."""
    found = np.zeros(len(frame), np.bool_)
    for condition in conditions:
        found |= condition.holds(frame, at) == HOLDS
    return found


def all_hold(
    conditions: Sequence[Condition], facts: AccountFacts, segment: str | None, at: date
) -> bool | None:
    """Of one account: false when one fails, None when one is unknown, true when all hold."""
    named = {c.fact: facts[c.fact] for c in conditions if c.fact in facts}
    alone = Frame.of({"": named}, [segment])
    return VERDICTS[together(conditions, alone, at)[0]]


def evidence(conditions: Sequence[Condition], facts: AccountFacts) -> tuple[Fact, ...]:
    """The facts that the conditions looked at, once each, in their order.

    Behind each stands what another source says of it, so that nobody chooses in silence.
    """
    names = dict.fromkeys(condition.fact for condition in conditions)
    beside = (each for name in names for each in (name, name + catalogue.ELSEWHERE))
    return tuple(facts[name] for name in beside if name in facts)


def parse(text: str, thresholds: Thresholds) -> Condition:
    """`FACT SIGN VALUE`, where the value is a figure, a word, true, false or a threshold's name.

    Raises `Unfit` with what is wrong and what would be right: an unknown fact, sign or
    threshold, or a value that the fact never has.
    """
    fact, sign, value = _parts(text)
    if not catalogue.is_known(fact):
        near = rulefaults.near(fact, catalogue.CATALOGUE)
        raise Unfit("there is no fact “{fact}”", near, fact=fact)
    limits = _limits(value, sign, thresholds)
    meaning = catalogue.definition(fact)
    if meaning:
        _check_value(meaning, sign, limits)
    return Condition(fact, sign, limits, text)


def _check_value(meaning: Definition, sign: str, limits: Mapping[str, Limit]) -> None:
    """What is compared must be something that the fact can be."""
    name, given = meaning.name, [limit for limit in limits.values() if limit not in KNOWING]
    if meaning.unit in ("words", "truth"):
        if sign not in WORD_SIGNS:
            message = "{fact} has no figure to compare; write “is”, “is not” or “within”"
            raise Unfit(message, fact=name)
        if meaning.unit == "truth" and sign != WITHIN and not _all_are(bool, given):
            raise Unfit("{fact} is either true or false; write “{fact} is true”", fact=name)
    elif not _all_are((int, float), given):
        raise Unfit("{fact} is a figure; compare it with one", fact=name)
    elif meaning.unit == "share" and sign != WITHIN and any(abs(float(x)) >= 2 for x in given):
        raise Unfit("{fact} is a share between 0 and 1; write 0.8 for 80 per cent", fact=name)
    words = WORDS.get(name, ())
    for word in given if words and sign != WITHIN else ():
        if word not in words:
            message = "{fact} is never “{word}”; it is one of {words}"
            raise Unfit(message, fact=name, word=word, words=", ".join(words))


def _all_are(kind: type | tuple[type, ...], values: Sequence[Limit]) -> bool:
    figures = kind is not bool
    return all(isinstance(v, kind) and not (figures and isinstance(v, bool)) for v in values)


def _parts(text: str) -> tuple[str, str, str]:
    fact, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    for sign in SIGNS:
        if rest.startswith(sign + " "):
            return fact, sign, rest[len(sign) :].strip()
    message = "“{text}” is not a condition; write a fact, one of {signs}, and a value"
    raise Unfit(message, text=text, signs=", ".join(SIGNS))


def _limits(value: str, sign: str, thresholds: Thresholds) -> Mapping[str, Limit]:
    if value in thresholds:
        return {ANY: thresholds[value][ANY], **thresholds[value]}
    figure = _figure(value)
    if figure is not None:
        return {ANY: figure}
    if sign not in ("is", "is not"):
        near = rulefaults.near(value, thresholds)
        raise Unfit("there is no threshold “{name}”, and it is not a figure", near, name=value)
    words: dict[str, Limit] = {"true": True, "false": False}
    return {ANY: words.get(value, value)}


def _figure(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
