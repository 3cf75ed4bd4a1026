"""Answers of many accounts weighed: components, score, interval, coverage and band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from playbooks import conditions
from playbooks.frame import Codes, Figures, Flags, Frame, Rows
from playbooks.health import answering, sharing
from playbooks.health.answering import NO, NONE, YES, Answers
from playbooks.health.rules import WHOLE, HealthRules
from playbooks.health.values import Band, PersonAnswer

BANDS = (Band.HEALTHY, Band.WATCH, Band.AT_RISK, Band.UNKNOWN)
"""The best first; a column holds their numbers."""

HEALTHY, WATCH, AT_RISK, UNKNOWN = range(len(BANDS))


@dataclass(frozen=True, slots=True)
class Weighed:
    """One component of each account. `weights` are its parts of 100; `yes` and `no` run to 1."""

    weights: Figures
    yes: Figures
    no: Figures


@dataclass(frozen=True, slots=True)
class Totals:
    """The reading of each account in figures; a score that nothing is known of is not a number.

    `scored` are the bands that the scores alone give; `caps` are the numbers of the caps that
    hold them down, and `bands` what is left of them.
    """

    answers: Mapping[str, Answers]
    components: Mapping[str, Weighed]
    scores: Figures
    lows: Figures
    highs: Figures
    coverages: Figures
    scored: Codes
    caps: Rows
    bands: Codes


def weigh(
    frame: Frame,
    persons: Mapping[int, Sequence[PersonAnswer]],
    at: date,
    rules: HealthRules,
) -> Totals:
    """All questions answered and weighed, for every account of the frame."""
    answers = _answers(frame, persons, at, rules)
    components = _components(answers, frame, rules)
    lows = _total(components, [one.yes for one in components.values()])
    highs = _total(components, [1 - one.no for one in components.values()])
    coverages = _total(components, [one.yes + one.no for one in components.values()])
    scores = np.divide(
        WHOLE * lows, coverages, out=np.full(len(frame), np.nan), where=coverages > 0
    )
    scored = _bands(scores, lows, coverages, rules)
    caps = _caps(scored, frame, at, rules)
    return Totals(
        answers=answers,
        components=components,
        scores=scores,
        lows=lows,
        highs=highs,
        coverages=coverages / WHOLE,
        scored=scored,
        caps=caps,
        bands=_capped(scored, caps, rules),
    )


def _answers(
    frame: Frame, persons: Mapping[int, Sequence[PersonAnswer]], at: date, rules: HealthRules
) -> dict[str, Answers]:
    asked = answering.ask(frame, at, rules.file.forgotten_below)
    given = answering.standing(persons, at)
    found = {
        name: answering.answer(question, asked, given.get(name, {}))
        for name, question in rules.questions.items()
    }
    for answer, share in zip(found.values(), sharing.shares([*found.values()], frame), strict=True):
        answer.weights = answer.weights * share
    return found


def _components(
    answers: Mapping[str, Answers], frame: Frame, rules: HealthRules
) -> dict[str, Weighed]:
    parts = {name: frame.limits(rules.weights(name)) for name in rules.by_component}
    whole = _added([*parts.values()])
    whole = np.where(whole > 0, whole, WHOLE)
    return {
        name: Weighed(
            weights=WHOLE * part / whole,
            yes=_sum(YES, name, answers, frame, rules),
            no=_sum(NO, name, answers, frame, rules),
        )
        for name, part in parts.items()
    }


def _sum(
    verdict: int, component: str, answers: Mapping[str, Answers], frame: Frame, rules: HealthRules
) -> Figures:
    found = np.zeros(len(frame))
    for question in rules.by_component[component]:
        answer = answers[question.id]
        found += np.where(answer.verdicts == verdict, question.share * answer.weights, 0.0)
    return found


def _total(components: Mapping[str, Weighed], shares: Sequence[Figures]) -> Figures:
    """Of 100."""
    parts = zip(components.values(), shares, strict=True)
    return _added([one.weights * share for one, share in parts])


def _added(parts: Sequence[Figures]) -> Figures:
    """Added one after the other: numpy's own sum adds in another order for one row than for many,
    and an account would not read the same alone and among others, to the last digit."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _bands(scores: Figures, lows: Figures, coverages: Figures, rules: HealthRules) -> Codes:
    bands = rules.file.bands
    found = np.full(len(scores), WATCH, np.int8)
    # What is unknown must not make an account look healthy: it also has to stand on what is known.
    found[(scores >= bands.healthy) & (lows >= bands.healthy_low)] = HEALTHY
    found[scores < bands.at_risk] = AT_RISK
    found[np.isnan(scores) | (coverages < WHOLE * rules.file.coverage_floor)] = UNKNOWN
    return found


def _caps(scored: Codes, frame: Frame, at: date, rules: HealthRules) -> Rows:
    """The cap that holds each band down most, the first of equals; unknown stays unknown."""
    found = np.full(len(frame), NONE, np.intp)
    best = scored.copy()
    for number, cap in enumerate(rules.caps):
        band = BANDS.index(cap.band)
        lower = (best < band) & (scored != UNKNOWN)
        if lower.any():
            holding = lower & _holds(cap.conditions, frame, at)
            found[holding], best[holding] = number, band
    return found


def _holds(asked: Sequence[conditions.Condition], frame: Frame, at: date) -> Flags:
    return np.asarray(conditions.together(asked, frame, at) == conditions.HOLDS)


def _capped(scored: Codes, caps: Rows, rules: HealthRules) -> Codes:
    by_cap = np.array([*(BANDS.index(cap.band) for cap in rules.caps), UNKNOWN], np.int8)
    return np.where(caps == NONE, scored, by_cap[caps])
