"""The same words never count twice in silence: answers that rest on them share the weight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from playbooks.frame import Figures, Flags, Frame
from playbooks.health.answering import TEXT_KINDS, UNKNOWN, Answers
from playbooks.health.values import Answer, Verdict

Ground = tuple[int, str, str]
"""A piece of somebody's words: the kind and id of the item, and its quote."""

Keys = NDArray[np.int64]


def shares(answers: Sequence[Answers], frame: Frame) -> list[Figures]:
    """For each question, what part of its weight counts for each account, 0 to 1."""
    grounds = _Grounds(frame)
    resting = [grounds.of(answer) for answer in answers]
    keys, counts = np.unique(np.concatenate(resting), return_counts=True)
    return [_share(one, keys, counts, len(frame)) for one in resting]


def beside(answers: Iterable[Answer]) -> list[Answer]:
    """One account's answers; those that rest on one note name the other questions it answers."""
    given = list(answers)
    by_note: dict[str, set[str]] = {}
    for answer in given:
        for note in _notes(answer):
            by_note.setdefault(note, set()).add(answer.question)
    return [_naming(answer, by_note) for answer in given]


class _Grounds:
    """Numbers for the words that facts rest on, one for the same words about the same account."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._among = frame.among(TEXT_KINDS)
        self._numbers: dict[Ground, int] = {}
        self._by_words: dict[str, Flags] = {}

    def of(self, answers: Answers) -> Keys:
        """The words that the answers to a question rest on, each once for an answer."""
        found = [np.zeros(0, np.int64)]
        for voice in answers.voices:
            rule = answers.question.rules[voice.number : voice.number + 1]
            said = {name: self._said(name) for one in rule for name in one.facts}
            resting = (answers.chosen == voice.number) & (answers.verdicts != UNKNOWN)
            found += [self._numbered(n, resting & here) for n, here in said.items() if here.any()]
        return np.unique(np.concatenate(found)) if len(found) > 1 else found[0]

    def _said(self, name: str) -> Flags:
        """For which accounts the fact rests on words."""
        if name not in self._by_words:
            column, known = self.frame.columns.get(name), self.frame.known(name)
            self._by_words[name] = known if column is None else known & self._among[column.kinds]
        return self._by_words[name]

    def _numbered(self, name: str, here: Flags) -> Keys:
        """The row in the upper half of each number, and the words in the lower."""
        column, rows = self.frame.columns[name], np.flatnonzero(here)
        found = (column.kinds[rows].tolist(), column.ids[rows], column.quotes[rows])
        words = [
            self._numbers.setdefault((kind, item, quote or name), len(self._numbers))
            for kind, item, quote in zip(*found, strict=True)
        ]
        return (rows.astype(np.int64) << HALF) + np.array(words, np.int64)


HALF = 32


def _share(resting: Keys, keys: Keys, counts: Keys, rows: int) -> Figures:
    times = np.ones(rows)
    if len(resting):
        np.maximum.at(times, resting >> HALF, counts[np.searchsorted(keys, resting)])
    return 1 / times


def _notes(answer: Answer) -> dict[str, None]:
    if answer.verdict is Verdict.UNKNOWN:
        return {}
    said = (fact for fact in answer.evidence if fact.evidence_kind in TEXT_KINDS)
    return dict.fromkeys(fact.evidence_id for fact in said)


def _naming(answer: Answer, by_note: Mapping[str, set[str]]) -> Answer:
    others = {question for note in _notes(answer) for question in by_note[note]}
    others.discard(answer.question)
    return replace(answer, also_in=tuple(sorted(others))) if others else answer
