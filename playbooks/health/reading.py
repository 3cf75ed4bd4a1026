"""Health on one day, of one account or of many: figures side by side, and each with its reasons."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np

from playbooks import conditions
from playbooks.facts import AccountFacts
from playbooks.frame import Codes, Flags, Frame, texts
from playbooks.health import sharing, weighing
from playbooks.health.answering import NONE
from playbooks.health.rules import WHOLE, HealthRules
from playbooks.health.values import (
    Answer,
    Band,
    Cap,
    Component,
    Override,
    PersonAnswer,
    Reading,
    Verdict,
)
from playbooks.health.weighing import BANDS, Totals

T = TypeVar("T")

REASONS = 3
"""How many lifts and drags a reading names."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of all accounts of a frame, in figures; `of` gives one with its reasons.

    `bands` are the numbers, in `weighing.BANDS`, of the bands that count; `totals.bands` are
    those that were computed.
    """

    frame: Frame
    at: date
    rules: HealthRules
    totals: Totals
    overrides: Mapping[int, Override]
    bands: Codes

    @property
    def is_known(self) -> Flags:
        """Which accounts have a computed band: enough of their questions is answered."""
        return np.asarray(self.totals.bands != weighing.UNKNOWN, np.bool_)

    def band(self, row: int) -> Band:
        """The band that counts for an account."""
        return BANDS[self.bands[row]]

    def of(self, account_id: str) -> Reading:
        """The reading of one account, with answers, evidence, lifts and drags."""
        row = self.frame.row_of[account_id]
        components = self._components(row)
        answers = [answer for component in components for answer in component.answers]
        score = float(self.totals.scores[row])
        return Reading(
            account_id=account_id,
            as_of=self.at,
            score=None if math.isnan(score) else score,
            low=float(self.totals.lows[row]),
            high=float(self.totals.highs[row]),
            coverage=float(self.totals.coverages[row]),
            band=self.band(row),
            computed_band=BANDS[self.totals.bands[row]],
            weights_version=self.rules.version,
            components=components,
            lifts=_biggest(answers, Verdict.YES),
            drags=_biggest(answers, Verdict.NO),
            override=self.overrides.get(row),
            cap=self._cap(row),
        )

    def _components(self, row: int) -> tuple[Component, ...]:
        facts = self.frame.facts(row)
        given = [answers.of(row, facts) for answers in self.totals.answers.values()]
        by_question = {answer.question: answer for answer in sharing.beside(given)}
        return tuple(self._component(name, row, by_question) for name in self.totals.components)

    def _component(self, name: str, row: int, answers: Mapping[str, Answer]) -> Component:
        weighed = self.totals.components[name]
        weight = float(weighed.weights[row])
        yes, no = float(weighed.yes[row]), float(weighed.no[row])
        asked = self.rules.by_component[name]
        return Component(
            name=name,
            weight=weight,
            score=WHOLE * yes / (yes + no) if yes + no else None,
            low=WHOLE * yes,
            high=WHOLE * (1 - no),
            coverage=yes + no,
            answers=tuple(_weighed(answers[q.id], weight * q.share) for q in asked),
        )

    def _cap(self, row: int) -> Cap | None:
        number = self.totals.caps[row]
        if number == NONE:
            return None
        rule, scored = self.rules.caps[number], BANDS[self.totals.scored[row]]
        evidence = conditions.evidence(rule.conditions, self.frame.facts(row))
        return Cap(rule.band, scored, rule.reason, evidence)


def assess_all(
    frame: Frame,
    person_answers: Mapping[str, Sequence[PersonAnswer]],
    overrides: Mapping[str, Override],
    at: date,
    rules: HealthRules,
) -> Readings:
    """The readings of all accounts of the frame as of `at`.

    `person_answers` may hold the whole history. An override that has ended, or begins later, has
    no effect. The arithmetic is explained at the top of `health.yaml`.
    """
    totals = weighing.weigh(frame, _by_row(frame, person_answers), at, rules)
    in_force = {
        row: given
        for row, given in _by_row(frame, overrides).items()
        if given.date <= at <= given.expires
    }
    bands = totals.bands.copy()
    for row, given in in_force.items():
        bands[row] = BANDS.index(given.band)
    return Readings(frame, at, rules, totals, in_force, bands)


def assess(
    account_id: str,
    facts: AccountFacts,
    person_answers: Sequence[PersonAnswer],
    override: Override | None,
    at: date,
    rules: HealthRules,
) -> Reading:
    """The reading of one account from its facts and what people answered, as of `at`."""
    frame = Frame.of({account_id: facts})
    overrides = {account_id: override} if override else {}
    return assess_all(frame, {account_id: person_answers}, overrides, at, rules).of(account_id)


def add_facts(readings: Readings) -> None:
    """The readings as facts of their frame, so that nudge rules can look at them.

    No score, no fact of a score; no band, no fact of a band.
    """
    frame, totals = readings.frame, readings.totals
    names = texts([band.value for band in BANDS])
    scored = np.flatnonzero(~np.isnan(totals.scores))
    banded = np.flatnonzero(readings.bands != weighing.UNKNOWN)
    every = np.arange(len(frame))
    ids, day = texts(frame.account_ids), np.datetime64(readings.at)
    for name, rows, values, unit in (
        ("health_score", scored, totals.scores[scored], "points of 100"),
        ("health_coverage", every, totals.coverages, "share"),
        ("health_band", banded, names[readings.bands[banded]], "words"),
    ):
        frame.put(name, rows, values, ("health", ids[rows]), day, units=unit)


def _by_row(frame: Frame, by_account: Mapping[str, T]) -> dict[int, T]:
    return {frame.row_of[account_id]: given for account_id, given in by_account.items()}


def _weighed(answer: Answer, most: float) -> Answer:
    return replace(answer, points=most * answer.weight) if answer.weight else answer


def _biggest(answers: list[Answer], verdict: Verdict) -> tuple[Answer, ...]:
    found = [answer for answer in answers if answer.verdict is verdict]
    return tuple(sorted(found, key=lambda answer: -answer.points)[:REASONS])
