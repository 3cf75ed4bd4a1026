"""Cues: what a note says that health, intent and the nudge rules listen to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from playbooks.wording import patterns, reading, sentences
from playbooks.wording.reading import Reading
from playbooks.wording.sentences import Sentence

NAMES = (
    "champion_left",
    "competitor",
    "unhappy",
    "outcome_reached",
    "expansion",
    "budget_freeze",
    "two_way_engagement",
    "single_threaded",
    "product_gap",
    "advocate",
    "churn_threat",
    "escalation",
    "training_done",
    "goal_defined",
)

LONGEST_QUOTE = 240
"""Characters; of a longer sentence, the clause that carries the cue is quoted."""


@dataclass(frozen=True, slots=True)
class FoundCue:
    """One cue and the sentence or clause that carries it, an exact part of the text."""

    name: str
    quote: str


def read(text: str, champions: Sequence[str] = ()) -> list[FoundCue]:
    """The cues of a note in English, Italian or Chinese, in the order of the text, each name once.

    `champions` are names of contacts whose leaving counts even when the text does not say what
    they are to us.
    """
    found: dict[str, FoundCue] = {}
    names = tuple(name for champion in champions for name in _called(champion))
    for sentence in sentences.told(text):
        for cue in _in_sentence(sentence, names, found):
            found.setdefault(cue.name, cue)
    return list(found.values())


def _called(person: str) -> list[str]:
    """How a note may name somebody: in full, or by the first name; a Chinese name only in full."""
    given = person.split()[0] if " " in person else ""
    return [person, given] if len(given) > 2 else [person]


def _in_sentence(
    sentence: Sentence, names: tuple[str, ...], found: Mapping[str, FoundCue]
) -> Iterator[FoundCue]:
    for read_in in reading.read(sentence):
        for name in NAMES:
            if name in found:
                continue
            match = read_in.find(read_in.wording.rules[name])
            if match is None and name == "champion_left" and names:
                match = read_in.find(patterns.leaving(names, read_in.wording.language))
            if match:
                yield FoundCue(name, _quote(read_in, match))


def _quote(read_in: Reading, match: re.Match[str]) -> str:
    text = read_in.sentence.text
    if len(text) <= LONGEST_QUOTE:
        return text
    first, last = read_in.sentence.clause(match.start(), match.end())
    return text[first:last].strip()
