"""Which open question to put to a person: one at a time, and the one that would tell most."""

from collections.abc import Iterable
from datetime import date, timedelta

from playbooks.health.rules import HealthRules
from playbooks.health.values import Answer, PersonAnswer, Reading, Verdict

ASKED_AGAIN_AFTER = timedelta(days=30)
"""Who said that they do not know is not asked the same again for so long."""


def by_weight(reading: Reading, rules: HealthRules, answers: Iterable[Answer]) -> list[Answer]:
    """The answers in the order of what their questions weigh of 100, the weightiest first."""
    return sorted(answers, key=lambda answer: -at_stake(reading, rules, answer))


def at_stake(reading: Reading, rules: HealthRules, answer: Answer) -> float:
    """Points of 100 that the question is worth, whatever is known of it."""
    question = rules.questions[answer.question]
    weights = {part.name: part.weight for part in reading.components}
    return question.share * weights.get(question.component, 0.0)


def first(reading: Reading, rules: HealthRules, given: Iterable[PersonAnswer]) -> str | None:
    """The question to ask now: the weightiest unknown one that nobody said lately not to know.

    `given` are what people answered about the account; None when nothing is left to ask.
    """
    since = reading.as_of - ASKED_AGAIN_AFTER
    not_known = {one.question for one in given if _is_shrug(one, since)}
    unknown = by_weight(reading, rules, reading.unknown)
    return next((one.question for one in unknown if one.question not in not_known), None)


def _is_shrug(given: PersonAnswer, since: date) -> bool:
    return given.verdict is Verdict.UNKNOWN and given.date > since
