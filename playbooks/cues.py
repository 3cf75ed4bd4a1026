"""Cues: what a note says that health, intent and the nudge rules listen to."""

from collections.abc import Sequence
from dataclasses import dataclass

from playbooks.wording import patterns, reading, sentences
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
    "advocate_asked",
    "churn_threat",
    "escalation",
    "training_done",
    "goal_defined",
)

LONGEST_QUOTE = 240
"""Characters; of a longer sentence, the clause that carries the cue is quoted."""


@dataclass(frozen=True, slots=True)
class FoundCue:
    """One cue and the sentence or clause that carries it, an exact part of the text.

    `words` are those of the quote that told it.
    """

    name: str
    quote: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Cues that a sentence's wording tells, and names of those that it mentions but takes back."""

    found: tuple[FoundCue, ...]
    denied: frozenset[str]


def read(text: str, champions: Sequence[str] = ()) -> list[FoundCue]:
    """The cues of a note in English, Italian or Chinese, in the order of the text, each name once.

    `champions` are names of contacts whose leaving counts even when the text does not say what
    they are to us.
    """
    found: dict[str, FoundCue] = {}
    for sentence in sentences.told(text):
        for cue in in_sentence(sentence, champions).found:
            found.setdefault(cue.name, cue)
    return list(found.values())


def in_sentence(sentence: Sentence, champions: Sequence[str] = ()) -> Told:
    """What one sentence tells by its wording, and what it denies, supposes or says of others."""
    names = tuple(name for champion in champions for name in _called(champion))
    found: dict[str, FoundCue] = {}
    denied: set[str] = set()
    for read_in in reading.read(sentence):
        for name, rule in read_in.wording.rules.items():
            match = read_in.find(rule)
            if match is None and name == "champion_left" and names:
                match = read_in.find(patterns.leaving(names, read_in.wording.language))
            if match:
                found.setdefault(name, _found(sentence, name, match.span()))
            elif read_in.mentions(rule):
                denied.add(name)
    return Told(tuple(found.values()), frozenset(denied - set(found)))


def one(sentence: Sentence, name: str) -> FoundCue | None:
    """One cue of a sentence by its wording, where no other one is asked for."""
    for read_in in reading.read(sentence):
        rule = read_in.wording.rules.get(name)
        match = read_in.find(rule) if rule else None
        if match:
            return _found(sentence, name, match.span())
    return None


def quote(sentence: Sentence, span: tuple[int, int]) -> str:
    """The sentence, or of a long one the clause that holds the part from `span`."""
    if len(sentence.text) <= LONGEST_QUOTE:
        return sentence.text
    first, last = sentence.clause(*span)
    return sentence.text[first:last].strip()


def _found(sentence: Sentence, name: str, span: tuple[int, int]) -> FoundCue:
    return FoundCue(name, quote(sentence, span), sentence.text[slice(*span)])


def _called(person: str) -> list[str]:
    """How a note may name somebody: in full, or by the first name; a Chinese name only in full."""
    given = person.split()[0] if " " in person else ""
    return [person, given] if len(given) > 2 else [person]
