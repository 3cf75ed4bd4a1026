"""The sentences of a note as vectors, each alone and with those that stand beside it."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge import embedders
from knowledge.embedders import Embedder
from knowledge.judging.judge import Judge
from knowledge.notes import memory
from playbooks.wording import sentences
from playbooks.wording.sentences import Sentence

HEARD = 12_000
"""Characters of a note that are heard; of what stands behind them rules alone tell."""

LONGEST = 600
"""Characters of a sentence that are heard."""

TOGETHER = 3
"""Sentences in a row that are also heard as one: what one leaves open, the next may say."""

RISE = 0.06
"""By how much floors rise with each doubling of a note's sentences, from the third on.

Each sentence is a chance to hear what is not there; the examples are notes of one or two.
"""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """Sentences of a note in order, and the different texts that were embedded for them.

    `alone` and `among` say for each sentence which text it is by itself, and which holds it
    together with its neighbours. `vectors` has the shape (texts, dimensions).
    """

    told: tuple[Sentence, ...]
    texts: tuple[str, ...]
    vectors: Floats
    alone: tuple[int, ...]
    among: tuple[int, ...]

    @property
    def rise(self) -> float:
        """What is added to every floor for a note of so many sentences."""
        return RISE * math.log2(max(1.0, len(self.told) / 2))

    def judged(self, judge: Judge) -> Floats:
        """A score for each sentence and label, shape (sentences, labels): the mean of both."""
        alone, among = self.scored(judge)
        return ((alone + among) / 2).astype(np.float32)

    def judged_strictly(self, judge: Judge) -> Floats:
        """The same where no sentence may score more than it does alone."""
        alone, among = self.scored(judge)
        return np.minimum(alone, (alone + among) / 2).astype(np.float32)

    def scored(self, judge: Judge) -> tuple[Floats, Floats]:
        """Scores of each sentence alone and among its neighbours, both (sentences, labels)."""
        scores = judge.scores(self.texts, self.vectors)
        return scores[list(self.alone)], scores[list(self.among)]


def hear(text: str, embedder: Embedder | None = None) -> Heard:
    """Hear the beginning of a note; raises NotReady without the encoder."""
    told, alone, among = _parts(text)
    texts = tuple(dict.fromkeys([*alone, *among]))
    places = {one: place for place, one in enumerate(texts)}
    return Heard(
        told,
        texts,
        memory.vectors(texts, embedder or embedders.default()),
        tuple(places[one] for one in alone),
        tuple(places[one] for one in among),
    )


def prepare(texts: Iterable[str], embedder: Embedder | None = None) -> None:
    """Embed what will be heard of these notes, as much as is kept, so that hearing them is quick.

    Raises NotReady without the encoder.
    """
    parts = (part for text in texts for part in itertools.chain(*_parts(text)[1:]))
    wanted = itertools.islice(dict.fromkeys(parts), memory.KEPT)
    memory.vectors(list(wanted), embedder or embedders.default())


def _parts(text: str) -> tuple[tuple[Sentence, ...], list[str], list[str]]:
    """The sentences of a note; the text of each, and of each with its neighbours."""
    told = tuple(sentences.told(text[:HEARD]))
    alone = [one.text[:LONGEST] for one in told]
    return told, alone, [_group(text, told, place) for place in range(len(told))]


def _group(text: str, told: Sequence[Sentence], place: int) -> str:
    """The part of the text that holds a sentence and the others of its three."""
    group = told[place - place % TOGETHER :][:TOGETHER]
    if len(group) == 1:
        return group[0].text[:LONGEST]
    last = group[-1]
    return text[group[0].start : last.start + len(last.text)][: TOGETHER * LONGEST]
