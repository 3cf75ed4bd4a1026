"""An account's health on one day: its answers weighed, with interval, coverage and reasons."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from playbooks import conditions
from playbooks.facts import AccountFacts, Fact
from playbooks.health import answering
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

BEST_FIRST = (Band.HEALTHY, Band.WATCH, Band.AT_RISK)

REASONS = 3
"""How many lifts and drags a reading names."""


def assess(
    account_id: str,
    facts: AccountFacts,
    person_answers: Sequence[PersonAnswer],
    override: Override | None,
    at: date,
    rules: HealthRules,
) -> Reading:
    """The reading of one account from its facts and what people answered, as of `at`.

    `person_answers` may hold the account's whole history. An override that has ended, or begins
    later, has no effect. The arithmetic is explained at the top of `health.yaml`.
    """
    answers = _answers(facts, person_answers, at, rules)
    components = _components(answers, _segment(facts), rules)
    scored = _total(account_id, components, at, rules)
    cap = _cap(scored.band, facts, at, rules)
    computed = replace(scored, band=cap.band, computed_band=cap.band, cap=cap) if cap else scored
    if override is None or not override.date <= at <= override.expires:
        return computed
    return replace(computed, band=override.band, override=override)


def facts_of(reading: Reading) -> dict[str, Fact]:
    """The reading as facts, so that nudge rules can look at it; no score, no fact of a score."""
    values: dict[str, tuple[float | str | None, str]] = {
        "health_score": (reading.score, "points of 100"),
        "health_coverage": (reading.coverage, "share"),
        "health_band": (reading.band.value, "words"),
    }
    return {
        name: Fact(name, value, reading.as_of, "health", reading.account_id, unit)
        for name, (value, unit) in values.items()
        if value is not None
    }


def _segment(facts: AccountFacts) -> str | None:
    fact = facts.get("segment")
    return str(fact.value) if fact else None


def _answers(
    facts: AccountFacts, persons: Sequence[PersonAnswer], at: date, rules: HealthRules
) -> list[Answer]:
    asked = answering.Asked(facts, _segment(facts), at, rules.file.forgotten_below)
    questions = rules.questions.values()
    return _shared([answering.answer(question, asked, persons) for question in questions])


Ground = tuple[str, str, str]


def _shared(answers: list[Answer]) -> list[Answer]:
    """Answers that rest on the same words share the weight; the same note's answers say so."""
    grounds = {answer.question: _grounds(answer) for answer in answers}
    uses = Counter(ground for found in grounds.values() for ground in found)
    by_note: dict[str, list[str]] = defaultdict(list)
    for question, found in grounds.items():
        for note in dict.fromkeys(ground[1] for ground in found):
            by_note[note].append(question)
    return [_share(answer, grounds[answer.question], uses, by_note) for answer in answers]


def _grounds(answer: Answer) -> list[Ground]:
    if answer.verdict is Verdict.UNKNOWN:
        return []
    return [
        (fact.evidence_kind, fact.evidence_id, fact.quote or fact.name)
        for fact in answer.evidence
        if fact.evidence_kind in answering.TEXT_KINDS
    ]


def _share(
    answer: Answer, grounds: list[Ground], uses: Counter[Ground], by_note: dict[str, list[str]]
) -> Answer:
    if not grounds:
        return answer
    times = max(uses[ground] for ground in grounds)
    beside = {q for _, note, _ in grounds for q in by_note[note] if q != answer.question}
    if times == 1 and not beside:
        return answer
    return replace(answer, weight=answer.weight / times, also_in=tuple(sorted(beside)))


def _components(
    answers: Iterable[Answer], segment: str | None, rules: HealthRules
) -> tuple[Component, ...]:
    by_question = {answer.question: answer for answer in answers}
    weights = {name: rules.weight(name, segment) for name in rules.by_component}
    whole = sum(weights.values()) or WHOLE
    return tuple(
        _component(name, WHOLE * weight / whole, by_question, rules)
        for name, weight in weights.items()
    )


def _component(
    name: str, weight: float, by_question: dict[str, Answer], rules: HealthRules
) -> Component:
    answers, yes, no = [], 0.0, 0.0
    for question in rules.by_component[name]:
        answer = by_question[question.id]
        part = question.share * answer.weight
        if answer.verdict is Verdict.YES:
            yes += part
        elif answer.verdict is Verdict.NO:
            no += part
        answers.append(replace(answer, points=weight * part) if part else answer)
    known = yes + no
    return Component(
        name=name,
        weight=weight,
        score=WHOLE * yes / known if known else None,
        low=WHOLE * yes,
        high=WHOLE * (1 - no),
        coverage=known,
        answers=tuple(answers),
    )


def _total(
    account_id: str, components: tuple[Component, ...], at: date, rules: HealthRules
) -> Reading:
    parts = [(c.weight / WHOLE, c) for c in components]
    low = sum(part * c.low for part, c in parts)
    high = sum(part * c.high for part, c in parts)
    coverage = sum(part * c.coverage for part, c in parts)
    score = low / coverage if coverage else None
    band = _band(score, low, coverage, rules)
    answers = [answer for c in components for answer in c.answers]
    return Reading(
        account_id=account_id,
        as_of=at,
        score=score,
        low=low,
        high=high,
        coverage=coverage,
        band=band,
        computed_band=band,
        weights_version=rules.version,
        components=components,
        lifts=_biggest(answers, Verdict.YES),
        drags=_biggest(answers, Verdict.NO),
    )


def _band(score: float | None, low: float, coverage: float, rules: HealthRules) -> Band:
    bands = rules.file.bands
    if score is None or coverage < rules.file.coverage_floor:
        return Band.UNKNOWN
    if score < bands.at_risk:
        return Band.AT_RISK
    # What is unknown must not make an account look healthy: it also has to stand on what is known.
    return Band.HEALTHY if score >= bands.healthy and low >= bands.healthy_low else Band.WATCH


def _cap(scored: Band, facts: AccountFacts, at: date, rules: HealthRules) -> Cap | None:
    """The cap that holds the band down most, the first of equals; unknown stays unknown."""
    if scored not in BEST_FIRST:
        return None
    lower = BEST_FIRST[BEST_FIRST.index(scored) + 1 :]
    segment = _segment(facts)
    holding = [
        rule
        for rule in rules.caps
        if rule.band in lower and conditions.all_hold(rule.conditions, facts, segment, at)
    ]
    if not holding:
        return None
    worst = max(holding, key=lambda rule: BEST_FIRST.index(rule.band))
    return Cap(worst.band, scored, worst.reason, conditions.evidence(worst.conditions, facts))


def _biggest(answers: list[Answer], verdict: Verdict) -> tuple[Answer, ...]:
    found = [answer for answer in answers if answer.verdict is verdict]
    return tuple(sorted(found, key=lambda answer: -answer.points)[:REASONS])
