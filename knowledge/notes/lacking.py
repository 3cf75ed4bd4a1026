"""What a note says that the customer misses in the product, each thing by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from knowledge.judging import judge
from knowledge.notes.hearing import Heard
from knowledge.notes.said import CAUTION, CONFIRMED, JUDGE
from playbooks import cues, gap_wording
from playbooks.cues import FoundCue
from playbooks.gap_wording import GAP
from playbooks.wording.sentences import Sentence

CLEARLY = 0.1
"""How far above its floor a sentence must score of which no wording tells it."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missed: the note's words for it, and its weight where it is told."""

    words: str
    weight: str | None = None


class Sound(NamedTuple):
    """What the judge thinks of a sentence: it may tell a gap, it clearly does."""

    possible: bool
    clear: bool


def read(heard: Heard, cue: FoundCue) -> tuple[Lack, ...]:
    """Each thing that is missed; `cue` says that there is one.

    A sentence whose wording tells it counts wherever the judge does not object, another one where
    it sounds very much like it. Where there is neither, the likeliest sentence does. Raises
    `NotReady` when the judge does not fit the encoder.
    """
    own = judge.shipped(JUDGE)
    place = own.labels.index(GAP)
    alone, among = (scores[:, place] for scores in heard.scored(own))
    scores = ((alone + among) / 2).tolist()
    floor = float(own.floors[place]) + heard.rise + CAUTION
    sounds = [
        Sound(
            score >= CONFIRMED or gap_wording.is_labelled(one.text),
            min(score, by_itself) >= floor + CLEARLY,
        )
        for one, score, by_itself in zip(heard.told, scores, alone.tolist(), strict=True)
    ]
    likeliest = heard.told[int(np.argmax(scores))].text if scores else cue.quote
    return _each(heard.told, sounds) or (_lack(likeliest),)


def by_wording(told: Iterable[Sentence]) -> tuple[Lack, ...]:
    """The same by the wording alone."""
    told = tuple(told)
    return _each(told, [Sound(possible=True, clear=False)] * len(told))


def _each(told: Sequence[Sentence], sounds: Sequence[Sound]) -> tuple[Lack, ...]:
    """What the sentences name; one that names none may weigh what was named right before it."""
    found: list[Lack] = []
    general: list[Lack] = []
    named_at = -1
    for place, (sentence, sound) in enumerate(zip(told, sounds, strict=True)):
        cue = cues.one(sentence, GAP) if sound.possible else None
        after_one = named_at == place - 1 and bool(found)
        if named := _named(sentence, cue, sound, after_one):
            found += named
            named_at = place
        elif cue is not None:
            general.append(_lack(cue.quote))
            if after_one and found[-1].weight is None:
                found[-1] = replace(found[-1], weight=general[-1].weight)
    return tuple(found or general[:1])


def _named(sentence: Sentence, cue: FoundCue | None, sound: Sound, after_one: bool) -> list[Lack]:
    """What a sentence names; of one without such a wording, also what it weighs after another."""
    if cue is not None:
        return _all_weighed(sentence.text, gap_wording.named(sentence.text, cue))
    lack = _lack(sentence.text)
    weighed = sound.possible and after_one and lack.weight is not None
    return [lack] if sound.clear or weighed else []


def _all_weighed(sentence: str, parts: list[str]) -> list[Lack]:
    """Parts of a sentence; what stands beside several of them weighs each: "both deal breakers"."""
    shared = gap_wording.weight(gap_wording.around(sentence, parts)) if len(parts) > 1 else None
    return [replace(lack, weight=lack.weight or shared) for lack in map(_lack, parts)]


def _lack(words: str) -> Lack:
    return Lack(gap_wording.unweighed(words), gap_wording.weight(words))
