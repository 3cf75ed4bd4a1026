"""Judges of sentences: learned by meaning and by words, shipped ready, explained by words."""

import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import embedders, wording
from knowledge.embedders import Embedder
from knowledge.judging import floors, vocabulary
from knowledge.judging.vocabulary import APART, RUNS, SIZES, Vocabulary
from playbooks.errors import NotReady

KNOWLEDGE = Path(__file__).parents[1]
JUDGES = dict.fromkeys(("cues", "moods", "promises"), "notes") | {"criteria": "criteria"}
"""What is judged, and the folder with its examples, `NAME.jsonl`, and what they taught.

After a change of either, or of the encoder: `python -m knowledge.judging.judge`.
"""

WIDTH = 3.0
"""How fast an example's say fades with distance in meaning."""

WORDS = 1.0
"""The say of words and their pieces, and that of phrases, beside that of meaning, which is 1."""

SMOOTHING = 0.7
"""With `WIDTH` and `WORDS`, chosen in cross-validation over writers, where it is flat."""

TELLING = 3
"""Words that are named as the reason."""

OTHER_ENCODER = "{name} cannot be judged: it was learned with another encoder."

_WORD = re.compile(f"[{wording.CHINESE}]{{1,3}}|[^\\W_{wording.CHINESE}]+")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled sentence; `source` tells the sets apart that were written at one time."""

    text: str
    labels: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Examples as vectors, each one's say for each label, and that of letters and of phrases.

    `floors` holds the score from which each label is said; `letters` and `phrases` are what is
    known of either and its say.
    """

    labels: tuple[str, ...]
    floors: Floats
    vectors: Floats
    says: Floats
    letters: tuple[Vocabulary, Floats]
    phrases: tuple[Vocabulary, Floats]

    def scores(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """Scores, shape (len(texts), labels): about 1 for a label that is there, 0 if it is not."""
        scores: Floats = np.exp(WIDTH * (vectors @ self.vectors.T - 1.0)) @ self.says
        for row, text in zip(scores, texts, strict=True):
            for known, own in (self.letters, self.phrases):
                places, values = known.vector(text)
                row += values @ own[places]
        return scores

    def telling(self, text: str, label: str) -> tuple[str, ...]:
        """The words of the text that speak most for a label, in their order; maybe none."""
        known, own = self.letters
        column = own[:, self.labels.index(label)] * known.telling
        runs = _WORD.findall(text)
        says = [column[known.places(run)].sum() for run in runs]
        best = sorted(range(len(runs)), key=lambda place: -says[place])[:TELLING]
        return tuple(runs[place] for place in sorted(best) if says[place] > 0)


@cache
def shipped(name: str) -> Judge:
    """What the examples of that name taught; raises NotReady for another encoder than theirs."""
    with np.load(_kept(name), allow_pickle=False) as kept:
        if str(kept["encoder"]) != embedders.default().name:
            raise NotReady(OTHER_ENCODER, name=name)
        return Judge(
            labels=tuple(kept["labels"].tolist()),
            floors=kept["floors"],
            vectors=kept["vectors"].astype(np.float32) / 127,
            says=kept["says"].astype(np.float32),
            letters=_known(kept, "letters", vocabulary.letters),
            phrases=_known(kept, "phrases", vocabulary.phrases),
        )


def _known(
    kept: Mapping[str, NDArray[Any]], name: str, hashed: Callable[[str], vocabulary.Hashes]
) -> tuple[Vocabulary, Floats]:
    keys, telling, own = (kept[f"{name}_{part}"] for part in ("keys", "telling", "says"))
    return Vocabulary(keys, telling.astype(np.float32), hashed), own.astype(np.float32)


@cache
def examples(name: str) -> tuple[Example, ...]:
    """The sentences from which a judge is learned."""
    lines = _written(name).read_text(encoding="utf-8").splitlines()
    return tuple(_example(json.loads(line)) for line in lines)


def learn(some: Sequence[Example], embedder: Embedder) -> Judge:
    """Kernel ridge regression from meaning and letters to labels; takes seconds for thousands."""
    labels = tuple(sorted({label for example in some for label in example.labels}))
    texts = [example.text for example in some]
    vectors = _coarse(np.vstack([embedder.passages([text]) for text in texts]))
    wanted = np.array([[label in example.labels for label in labels] for example in some])
    known = [vocabulary.of(texts, cut) for cut in (vocabulary.letters, vocabulary.phrases)]
    words = [one.matrix(texts) for one in known]
    alike = np.exp(WIDTH * (vectors @ vectors.T - 1.0))
    alike += WORDS * sum(one @ one.T for one in words)
    says = solved(alike, wanted.astype(np.float32))
    chosen = floors.chosen(alike, wanted, [example.source for example in some], solved)
    own = [(one, WORDS * (matrix.T @ says)) for one, matrix in zip(known, words, strict=True)]
    return Judge(labels, chosen, vectors, says, letters=own[0], phrases=own[1])


def solved(alike: Floats, wanted: Floats) -> Floats:
    """Each example's say for each label."""
    steady = alike + SMOOTHING * np.eye(len(alike), dtype=np.float32)
    return np.linalg.solve(steady, wanted).astype(np.float32)


def mark(name: str) -> int:
    """A number that differs when the examples or the way of learning do."""
    said = _written(name).read_bytes()
    return zlib.crc32(f"{WIDTH} {WORDS} {SMOOTHING} {SIZES} {RUNS} {APART}".encode() + said)


def kept_mark(name: str) -> int:
    """The mark of the examples from which the shipped judge was learned."""
    with np.load(_kept(name), allow_pickle=False) as kept:
        return int(kept["mark"])


def keep(name: str, embedder: Embedder) -> None:
    """Learn a judge from its examples and write it beside them."""
    taught = learn(examples(name), embedder)
    numbers: dict[str, Any] = {
        "mark": np.array(mark(name)),
        "encoder": np.array(embedder.name),
        "labels": np.array(taught.labels),
        "floors": taught.floors,
        "vectors": np.round(taught.vectors * 127).astype(np.int8),
        "says": taught.says.astype(np.float16),
    }
    numbers |= _numbers("letters", *taught.letters) | _numbers("phrases", *taught.phrases)
    np.savez_compressed(_kept(name), **numbers)


def _numbers(name: str, known: Vocabulary, says: Floats) -> dict[str, NDArray[Any]]:
    numbers = {"telling": known.telling, "says": says}
    return {f"{name}_keys": known.keys} | {
        f"{name}_{part}": values.astype(np.float16) for part, values in numbers.items()
    }


def _written(name: str) -> Path:
    return KNOWLEDGE / JUDGES[name] / f"{name}.jsonl"


def _kept(name: str) -> Path:
    return KNOWLEDGE / JUDGES[name] / f"{name}.npz"


def _example(line: dict[str, Any]) -> Example:
    return Example(line["text"], frozenset(line["labels"]), line["source"])


def _coarse(vectors: Floats) -> Floats:
    """Vectors as they are kept in the file, a byte for each number, so that both learn alike."""
    return (np.round(vectors * 127) / 127).astype(np.float32)


if __name__ == "__main__":
    for judge in JUDGES:
        keep(judge, embedders.default())
