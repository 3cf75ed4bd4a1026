"""One diagnostic question answered from what was said and what was measured, both kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from playbooks import conditions
from playbooks.facts import AccountFacts, Fact
from playbooks.health.rules import Question
from playbooks.health.values import Answer, Finding, PersonAnswer, Source, Verdict

TEXT_KINDS = frozenset({"note", "handoff"})
PERSON_KINDS = frozenset({"person_answer", "intent"})
SAID_KINDS = TEXT_KINDS | PERSON_KINDS | {"survey"}
"""Evidence in somebody's own words; everything else was measured or recorded."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The account that the questions are about, on the day of the reading."""

    facts: AccountFacts
    segment: str | None
    at: date
    forgotten_below: float


def answer(question: Question, asked: Asked, persons: Sequence[PersonAnswer] = ()) -> Answer:
    """The answer that goes first, with the sources that say otherwise beside it.

    The order stands in `health.yaml`: fresh before stale, what was said before what was measured,
    of what was said the newest, of what was measured the first rule that holds.
    """
    findings = _findings(question, asked, persons)
    if not findings:
        return Answer(question.id, Verdict.UNKNOWN)
    fresh = [f for f in findings if not _is_stale(f, question, asked.at)]
    chosen = (fresh or findings)[0]
    weight = decay(asked.at, chosen.as_of, question.half_life_days)
    forgotten = weight < asked.forgotten_below
    return Answer(
        question=question.id,
        verdict=Verdict.UNKNOWN if forgotten else chosen.verdict,
        evidence=chosen.evidence,
        stale=not fresh,
        weight=0.0 if forgotten else weight,
        source=chosen.source,
        as_of=chosen.as_of,
        author=chosen.author,
        against=tuple(f for f in findings if f.verdict is not chosen.verdict),
    )


def decay(at: date, as_of: date, half_life_days: int) -> float:
    """What is left of an answer's weight: half after one half-life, a quarter after two."""
    age = max(0, (at - as_of).days)
    return float(0.5 ** (age / half_life_days))


def is_said(fact: Fact) -> bool:
    """True for evidence in somebody's own words."""
    return fact.evidence_kind in SAID_KINDS


def _is_stale(finding: Finding, question: Question, at: date) -> bool:
    return (at - finding.as_of).days > question.half_life_days


def _findings(question: Question, asked: Asked, persons: Sequence[PersonAnswer]) -> list[Finding]:
    said: list[Finding] = []
    measured: list[Finding] = []
    for finding in _by_rules(question, asked):
        (said if is_said(finding.evidence[0]) else measured).append(finding)
    person = _newest(question, asked.at, persons) if persons else None
    if person is not None:
        said.append(person)
    return sorted(said, key=_newest_person_no, reverse=True) + measured


def _newest_person_no(finding: Finding) -> tuple[date, bool, bool]:
    return finding.as_of, finding.source is Source.PERSON, finding.verdict is Verdict.NO


def _by_rules(question: Question, asked: Asked) -> list[Finding]:
    found = []
    for rule in question.rules:
        if conditions.all_hold(rule.conditions, asked.facts, asked.segment, asked.at):
            evidence = conditions.evidence(rule.conditions, asked.facts)
            as_of = min(fact.as_of for fact in evidence)
            found.append(Finding(rule.verdict, _source(evidence[0]), as_of, evidence))
    return found


def _source(fact: Fact) -> Source:
    if fact.evidence_kind in TEXT_KINDS:
        return Source.TEXT
    return Source.PERSON if fact.evidence_kind in PERSON_KINDS else Source.METRIC


def _newest(question: Question, at: date, persons: Sequence[PersonAnswer]) -> Finding | None:
    """The newest answer that a person gave by then; answering "unknown" takes an answer back."""
    given = [p for p in persons if p.question == question.id and p.date <= at]
    if not given:
        return None
    person = max(given, key=lambda one: (one.date, one.id))
    if person.verdict is Verdict.UNKNOWN:
        return None
    fact = Fact(
        name=question.id,
        value=person.verdict.value,
        as_of=person.date,
        evidence_kind="person_answer",
        evidence_id=person.id,
        quote=person.reason,
    )
    return Finding(person.verdict, Source.PERSON, person.date, (fact,), person.author)
