"""What kind of thing a question asks for, learned from examples in three languages."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import cues, embedders, grams, typos, utterances
from knowledge.embedders import Embedder
from knowledge.utterances import Utterance
from playbooks.errors import NotReady

LEARNED = Path(__file__).parent / "examples" / "learned.npz"
"""What was learned from the examples as they are shipped; made by `python -m knowledge.requests`.

With other examples or another embedder it does not fit, and everything is learned at first use.
"""

READINGS = 3
"""Readings of one example pattern that are learned, so that long choices do not outweigh others."""

WIDTHS = (2.0, 8.0)
"""How fast an example's say fades with distance in meaning, as each of the two encoders sees it."""

LETTERS = 0.6
"""The say of words and pieces of words beside that of either encoder, which is 1."""

SMOOTHING = 0.08
"""With `WIDTHS` and `LETTERS`, chosen in cross-validation over patterns, where it is flat."""

READ_AT_EACH_END = 400
"""Characters of a long text that tell what is asked for: people ask first or last."""

REMEMBERED = 512
"""Texts whose scores are kept."""

READ_TOGETHER = 1024
"""Vectors that are made whole at once, so that they stay near the processor."""

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]
Encoders = tuple[Embedder, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a question before its kind: accounts named, and how it is phrased."""

    accounts: int = 0
    question: bool = False
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Learned:
    """The examples as vectors of each encoder, each one's say for each label, and that of words
    and pieces.

    A vector's numbers are kept in a byte each, from -127 to 127: a fourth of the memory.
    """

    labels: tuple[str, ...]
    vectors: tuple[Bytes, ...]
    says: Floats
    telling: Floats
    pieces: Floats

    def scores(self, text: str, vectors: Sequence[Floats]) -> dict[str, float]:
        """A score for each label, about 1 for the right one and 0 for the others."""
        near = sum(
            np.exp(width * (_likeness(known, vector) - 1.0))
            for width, known, vector in zip(WIDTHS, self.vectors, vectors, strict=True)
        )
        places, values = grams.vector(text, self.telling)
        scores = near @ self.says + values @ self.pieces[places]
        return dict(zip(self.labels, scores.tolist(), strict=True))


class Classifier:
    """Tells the kind of a question by its nearness to examples and by telling words."""

    def __init__(self, encoders: Encoders) -> None:
        self._encoders = encoders
        # The earlier turns of a conversation are understood again with each of its questions.
        self._scores = lru_cache(maxsize=REMEMBERED)(self._by_example)

    def rank(self, text: str, situation: Situation) -> list[tuple[str, float]]:
        """Labels with their scores, best first, for a text whose names are masked by stand-ins."""
        text = typos.corrected(shortened(text))
        scores = dict.fromkeys(utterances.labels(), 0.0) | self._scores(text)
        for label, strength in cues.strengths(text).items():
            scores[label] += strength
        for label, weight in _fit(situation).items():
            scores[label] += weight
        return sorted(scores.items(), key=lambda item: -item[1])

    def _by_example(self, text: str) -> dict[str, float]:
        try:
            text = utterances.evened(text)
            return self._learned.scores(text, [one.query(text) for one in self._encoders])
        except NotReady:
            # Without the model the telling words alone decide; search says that it is missing.
            return {}

    @cached_property
    def _learned(self) -> Learned:
        return learned(self._encoders)


@cache
def default() -> Classifier:
    """The classifier over the program's two encoders."""
    return Classifier(encoders())


def encoders() -> Encoders:
    """The encoder of the library, and the finer one for short texts."""
    return embedders.default(), embedders.of_utterances()


def shortened(text: str) -> str:
    """The beginning and the end of a long text."""
    if len(text) <= 2 * READ_AT_EACH_END:
        return text
    return f"{text[:READ_AT_EACH_END]} {text[-READ_AT_EACH_END:]}"


def learned(by: Encoders) -> Learned:
    """What the examples teach: the shipped result when it fits; else they are learned now, which
    takes minutes."""
    examples = thinned(utterances.examples())
    mark = fingerprint(by, examples)
    return shipped(mark) or learn(by, examples)


def shipped(mark: int) -> Learned | None:
    """What is kept in the file, when it was learned from what `mark` stands for."""
    if not LEARNED.exists():
        return None
    with np.load(LEARNED, allow_pickle=False) as kept:
        if int(kept["mark"]) != mark:
            return None
        vectors = tuple(kept[f"vectors_{place}"] for place in range(len(WIDTHS)))
        labels = tuple(kept["labels"].tolist())
        says, telling, pieces = (
            kept[part].astype(np.float32) for part in ("says", "telling", "pieces")
        )
        return Learned(labels, vectors, says, telling, pieces)


def learn(by: Encoders, examples: Sequence[Utterance]) -> Learned:
    """Kernel ridge regression from meaning and letters to labels; rare labels weigh more.

    `vectors` have shape (examples, dimensions), `says` (examples, labels), `pieces` (features,
    labels).
    """
    labels = utterances.labels()
    texts = [example.text for example in examples]
    kept = tuple(_coarse(one.passages(texts)) for one in by)
    telling = grams.weights(texts)
    letters = grams.matrix(texts, telling)
    of = np.array([labels.index(example.label) for example in examples])
    wanted = np.full((len(of), len(labels)), -1 / (len(labels) - 1))
    wanted[np.arange(len(of)), of] = 1.0
    weight = 1 / np.sqrt(np.bincount(of, minlength=len(labels))[of])
    near = (LETTERS * (letters @ letters.T)).astype(np.float64)
    for width, coarse in zip(WIDTHS, kept, strict=True):
        known = coarse.astype(np.float32) / 127
        near += np.exp(width * (known @ known.T - 1.0))
    near[np.diag_indices(len(of))] += (len(by) + LETTERS) * SMOOTHING * weight.mean() / weight
    says = np.linalg.solve(near, wanted).astype(np.float32)
    return Learned(labels, kept, says, telling, LETTERS * (letters.T @ says))


def fingerprint(by: Encoders, examples: Sequence[Utterance]) -> int:
    """A number that differs when the examples or the encoders do."""
    said = "\n".join(f"{e.language}\t{e.label}\t{e.text}" for e in examples)
    return zlib.crc32(
        f"{[one.name for one in by]}\n{WIDTHS} {LETTERS} {SMOOTHING}\n{said}".encode()
    )


def thinned(examples: Sequence[Utterance]) -> list[Utterance]:
    """At most `READINGS` readings of each pattern, evenly spread over its choices."""
    by_pattern: dict[tuple[str, str], list[Utterance]] = {}
    for example in examples:
        by_pattern.setdefault((example.language, example.pattern), []).append(example)
    kept: list[Utterance] = []
    for readings in by_pattern.values():
        count = min(READINGS, len(readings))
        places = np.linspace(0, len(readings) - 1, count).astype(int)
        kept += [readings[place] for place in places]
    return kept


def _coarse(vectors: Floats) -> Bytes:
    """Vectors as they are kept in the file, a byte for each number, so that both learn alike."""
    return np.round(vectors * 127).astype(np.int8)


def _likeness(known: Bytes, vector: Floats) -> Floats:
    """The cosine of each kept vector with one, shape (vectors,)."""
    found = np.empty(len(known), np.float32)
    for start in range(0, len(known), READ_TOGETHER):
        some = slice(start, start + READ_TOGETHER)
        found[some] = known[some].astype(np.float32) @ vector
    found /= 127
    return found


def _fit(situation: Situation) -> dict[str, float]:
    """What the situation adds to the score of each label; ours, tried on the examples in turn."""
    fit: dict[str, float] = {}
    if situation.accounts:
        fit |= {"portfolio": -0.4, "capacity": -0.3, "out_of_scope": -0.3}
        fit |= {"small_talk": -0.3, "capabilities": -0.3, "thanks": -0.3, "goodbye": -0.3}
    if situation.accounts > 1:
        fit["compare"] = 0.3
    if situation.everyone:
        fit["portfolio"] = fit.get("portfolio", 0.0) + 0.12
    fit["write"] = -0.9 if situation.question else 0.05 if situation.accounts else 0.0
    return fit


def _keep() -> None:
    examples = thinned(utterances.examples())
    taught = learn(encoders(), examples)
    vectors: dict[str, Any] = {
        f"vectors_{place}": known for place, known in enumerate(taught.vectors)
    }
    np.savez_compressed(
        LEARNED,
        **vectors,
        mark=np.array(fingerprint(encoders(), examples)),
        labels=np.array(taught.labels),
        says=taught.says.astype(np.float16),
        telling=taught.telling.astype(np.float16),
        pieces=taught.pieces.astype(np.float16),
    )


if __name__ == "__main__":
    _keep()
