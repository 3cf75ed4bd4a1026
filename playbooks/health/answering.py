"""One diagnostic question answered for many accounts from what was said and what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from playbooks import conditions
from playbooks.facts import AccountFacts, Fact
from playbooks.frame import Codes, Days, Figures, Flags, Frame, Rows
from playbooks.health.rules import Question, Rule
from playbooks.health.values import Answer, Finding, PersonAnswer, Source, Verdict

TEXT_KINDS = frozenset({"note", "handoff"})
PERSON_KINDS = frozenset({"person_answer", "intent"})
SAID_KINDS = TEXT_KINDS | PERSON_KINDS | {"survey"}
"""Evidence in somebody's own words; everything else was measured or recorded."""

VERDICTS = (Verdict.UNKNOWN, Verdict.YES, Verdict.NO)
UNKNOWN, YES, NO = range(len(VERDICTS))
"""Verdicts as the numbers that stand for them in a column."""

NONE = -1
"""In place of the number of a source: no source says anything."""

NEVER = np.datetime64("9999-12-31", "D")
FIRST_DAY = np.datetime64("0001-01-01", "D")

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Asked:
    """The accounts that the questions are about, on the day of the reading.

    `said` and `by_person` tell for each of the frame's kinds of evidence whether it is in
    somebody's own words, and whether a person gave it here.
    """

    frame: Frame
    at: date
    forgotten_below: float
    said: Flags
    by_person: Flags


@dataclass(frozen=True, slots=True)
class Voice:
    """One source of answers: where it speaks, what it says as of when, and in whose words.

    `number` is the place of its rule; what a person answered comes after all rules.
    """

    number: int
    holds: Flags
    verdicts: Codes
    as_of: Days
    said: Flags
    by_person: Flags


@dataclass(slots=True)
class Answers:
    """The answer to one question for each account of a frame.

    `ranks` orders the voices for each account, and `chosen` is the number of the one that goes
    first.
    """

    question: Question
    persons: Mapping[int, PersonAnswer]
    voices: Sequence[Voice]
    ranks: Sequence[Ranks]
    chosen: Rows
    verdicts: Codes
    stale: Flags
    weights: Figures

    def of(self, row: int, facts: AccountFacts) -> Answer:
        """The answer for one account, with the sources that say otherwise beside it."""
        number = int(self.chosen[row])
        if number == NONE:
            return Answer(self.question.id, Verdict.UNKNOWN)
        chosen = self._finding(number, row, facts)
        return Answer(
            question=self.question.id,
            verdict=VERDICTS[self.verdicts[row]],
            evidence=chosen.evidence,
            stale=bool(self.stale[row]),
            weight=float(self.weights[row]),
            source=chosen.source,
            as_of=chosen.as_of,
            author=chosen.author,
            against=self._against(row, chosen.verdict, facts),
        )

    def _against(self, row: int, verdict: Verdict, facts: AccountFacts) -> tuple[Finding, ...]:
        """Those that say otherwise, by their rank but for how fresh they are; one item once."""
        ranked = zip(self.ranks, self.voices, strict=True)
        speaking = [(rank[row] & ~FRESH, voice) for rank, voice in ranked if voice.holds[row]]
        speaking.sort(key=lambda one: -one[0])
        found = [self._finding(voice.number, row, facts) for _, voice in speaking]
        against = [finding for finding in found if finding.verdict is not verdict]
        first: dict[tuple[str, str], Finding] = {}
        for finding in against:
            first.setdefault(
                (finding.evidence[0].evidence_kind, finding.evidence[0].evidence_id), finding
            )
        return tuple(first.values())

    def _finding(self, number: int, row: int, facts: AccountFacts) -> Finding:
        if number == len(self.question.rules):
            return _persons_finding(self.persons[row])
        rule = self.question.rules[number]
        evidence = conditions.evidence(rule.conditions, facts)
        as_of = min(fact.as_of for fact in evidence)
        return Finding(rule.verdict, _source(evidence[0]), as_of, evidence)


def ask(frame: Frame, at: date, forgotten_below: float) -> Asked:
    """Make ready to ask about these accounts."""
    return Asked(frame, at, forgotten_below, frame.among(SAID_KINDS), frame.among(PERSON_KINDS))


def answer(question: Question, asked: Asked, persons: Mapping[int, PersonAnswer]) -> Answers:
    """Who goes first stands in `health.yaml`: fresh before stale, said before measured.

    Of what was said the newest goes first, then a person's answer, then no; of what was measured
    the first rule that holds. `persons` are the answers that stand, by row.
    """
    voices = _voices(question, asked, persons)
    oldest = np.datetime64(asked.at) - np.timedelta64(question.half_life_days)
    ranks = [_rank(voice, oldest) for voice in voices]
    chosen, verdicts, as_of = _first(voices, ranks, len(asked.frame))
    weights = decay(asked.at, as_of, question.half_life_days)
    weights[chosen == NONE] = 0.0
    forgotten = weights < asked.forgotten_below
    verdicts[forgotten], weights[forgotten] = UNKNOWN, 0.0
    stale = as_of < oldest
    return Answers(question, persons, voices, ranks, chosen, verdicts, stale, weights)


def decay(at: date, as_of: Days, half_life_days: int) -> Figures:
    """What is left of an answer's weight: half after one half-life, a quarter after two."""
    age = np.maximum((np.datetime64(at) - as_of).astype(np.int64), 0)
    return np.power(0.5, age / half_life_days)


def standing(
    history: Mapping[int, Sequence[PersonAnswer]], at: date
) -> dict[str, dict[int, PersonAnswer]]:
    """By question and row, the newest answer by then; answering "unknown" takes an answer back."""
    found: dict[str, dict[int, PersonAnswer]] = {}
    for row, given in history.items():
        for person in sorted(given, key=lambda one: (one.date, one.id)):
            if person.date <= at:
                found.setdefault(person.question, {})[row] = person
    return {
        question: {r: p for r, p in by_row.items() if p.verdict is not Verdict.UNKNOWN}
        for question, by_row in found.items()
    }


def _voices(question: Question, asked: Asked, persons: Mapping[int, PersonAnswer]) -> list[Voice]:
    """Those that say something about any of the accounts."""
    found = []
    for number, rule in enumerate(question.rules):
        truth = conditions.together(rule.conditions, asked.frame, asked.at)
        holds = truth == conditions.HOLDS
        if holds.any():
            found.append(_by_rule(number, rule, holds, asked))
    if persons:
        found.append(_by_persons(len(question.rules), persons, asked))
    return found


def _by_rule(number: int, rule: Rule, holds: Flags, asked: Asked) -> Voice:
    """As old as the oldest fact it looked at, and in the words of the first."""
    as_of = np.full(len(holds), NEVER)
    kinds = np.zeros(len(holds), np.int16)
    for name in reversed(rule.facts):
        column = asked.frame.columns.get(name)
        if column is not None:
            as_of = np.where(column.known, np.minimum(as_of, column.as_of), as_of)
            kinds = np.where(column.known, column.kinds, kinds)
    verdicts = np.full(len(holds), VERDICTS.index(rule.verdict), np.int8)
    return Voice(number, holds, verdicts, as_of, asked.said[kinds], asked.by_person[kinds])


def _by_persons(number: int, persons: Mapping[int, PersonAnswer], asked: Asked) -> Voice:
    rows = len(asked.frame)
    every = np.ones(rows, np.bool_)
    holds, verdicts = np.zeros(rows, np.bool_), np.zeros(rows, np.int8)
    as_of = np.full(rows, NEVER)
    for row, person in persons.items():
        holds[row], verdicts[row] = True, VERDICTS.index(person.verdict)
        as_of[row] = np.datetime64(person.date)
    return Voice(number, holds, verdicts, as_of, every, every)


FRESH, SAID = 1 << 50, 1 << 49
DAY, PERSON, AGAINST = 1 << 12, 1 << 11, 1 << 10
"""What makes a voice go before another, each more than all that follow it together."""


def _rank(voice: Voice, oldest: np.datetime64) -> Ranks:
    """The place of a voice among the others, higher first; NONE where it says nothing."""
    day = (voice.as_of - FIRST_DAY).astype(np.int64)
    words = SAID + day * DAY + voice.by_person * PERSON + (voice.verdicts == NO) * AGAINST
    rank = (voice.as_of >= oldest) * FRESH + voice.said * words + (AGAINST - 1 - voice.number)
    return np.where(voice.holds, rank, NONE)


def _first(voices: Sequence[Voice], ranks: Sequence[Ranks], rows: int) -> tuple[Rows, Codes, Days]:
    """For each account the number of the voice that goes first, its verdict and its day."""
    best = np.full(rows, NONE, np.int64)
    chosen = np.full(rows, NONE, np.intp)
    verdicts, as_of = np.zeros(rows, np.int8), np.full(rows, NEVER)
    for voice, rank in zip(voices, ranks, strict=True):
        better = rank > best
        best[better] = rank[better]
        chosen[better] = voice.number
        verdicts[better] = voice.verdicts[better]
        as_of[better] = voice.as_of[better]
    return chosen, verdicts, as_of


def _source(fact: Fact) -> Source:
    if fact.evidence_kind in TEXT_KINDS:
        return Source.TEXT
    return Source.PERSON if fact.evidence_kind in PERSON_KINDS else Source.METRIC


def _persons_finding(person: PersonAnswer) -> Finding:
    fact = Fact(
        name=person.question,
        value=person.verdict.value,
        as_of=person.date,
        evidence_kind="person_answer",
        evidence_id=person.id,
        quote=person.reason,
    )
    return Finding(person.verdict, Source.PERSON, person.date, (fact,), person.author)
