"""The sentences of a note as vectors, each alone and with those that stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge import embedders
from knowledge.embedders import Embedder
from knowledge.notes.judge import Judge
from playbooks.wording import sentences
from playbooks.wording.sentences import Sentence

HEARD = 12_000
"""Characters of a note that are heard; of what stands behind them rules alone tell."""

LONGEST = 600
"""Characters of a sentence that are heard."""

TOGETHER = 3
"""Sentences in a row that are also heard as one: what one leaves open, the next may say."""

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

    def judged(self, judge: Judge) -> Floats:
        """A score for each sentence and label, shape (sentences, labels): the mean of both."""
        scores = judge.scores(self.texts, self.vectors)
        return ((scores[list(self.alone)] + scores[list(self.among)]) / 2).astype(np.float32)


def hear(text: str, embedder: Embedder | None = None) -> Heard:
    """Hear the beginning of a note; raises NotReady without the encoder."""
    encoder = embedder or embedders.default()
    told = tuple(sentences.told(text[:HEARD]))
    alone = [one.text[:LONGEST] for one in told]
    among = [_group(text, told, place) for place in range(len(told))]
    texts = tuple(dict.fromkeys([*alone, *among]))
    places = {one: place for place, one in enumerate(texts)}
    vectors = encoder.passages(texts)
    return Heard(
        told,
        texts,
        vectors,
        tuple(places[one] for one in alone),
        tuple(places[one] for one in among),
    )


def _group(text: str, told: Sequence[Sentence], place: int) -> str:
    """The part of the text that holds a sentence and the others of its three."""
    group = told[place - place % TOGETHER :][:TOGETHER]
    if len(group) == 1:
        return group[0].text[:LONGEST]
    last = group[-1]
    return text[group[0].start : last.start + len(last.text)][: TOGETHER * LONGEST]
