"""By which criteria a question wants accounts chosen: "which of mine have no champion?"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from knowledge import cues, embedders, mentioning, scope, typos, utterances, wording
from knowledge.criteria import figures
from knowledge.judging import judge
from knowledge.particulars import terms
from playbooks.criteria import Criterion
from playbooks.errors import NotReady

JUDGE = "criteria"
BESIDE = 0.8
"""The part of the best criterion's score that a further one must have."""

MENTIONED, OTHER = "mentioned", "other"
"""Labels of what is no criterion of ours: something said in the records, and anything else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The criteria that a question names, in the order of the file.

    `mentioned` tells that accounts are wanted whose records speak of something, `other` that it
    names a criterion which nobody here can judge.
    """

    criteria: tuple[Criterion, ...] = ()
    mentioned: bool = False
    other: bool = False

    def __bool__(self) -> bool:
        return bool(self.criteria or self.mentioned or self.other)


def read(text: str, known: Mapping[str, Criterion], *, narrowed: bool = False) -> Asked:
    """What `text`, with the names that we know taken out, asks for of the `known` criteria.

    Where it is `narrowed` by something else that was understood, an unusual word more counts only
    as a name. Without the encoder only an admin's own criteria are known, by their words.
    """
    named = names(text)
    own = {name for name, criterion in known.items() if _worded(criterion, text)}
    chosen = [one for name, one in known.items() if name in named | own]
    other = OTHER in named or not (named or own or _is_usual(text, narrowed))
    return Asked(
        tuple(figures.compared(text, one) for one in chosen),
        mentioned=MENTIONED in named,
        other=other and not chosen and bool(mentioning.subject(text)),
    )


def _is_usual(text: str, narrowed: bool) -> bool:
    """Whether people ask in its words for what we know: not "which use the thermal printer?"."""
    said = terms.of(typos.corrected(text))
    strange = [w for w in said if not (w.isdigit() or terms.stems(w) & _usual())]
    proper = {run.lower() for run in terms.RUN.findall(text) if run[0].isupper()}
    return not (proper.intersection(strange) if narrowed else strange)


@cache
def _usual() -> frozenset[str]:
    examples = (example.text for example in judge.examples(JUDGE))
    asked = (one.text for one in utterances.examples())
    words = {word for text in (*examples, *asked) for word in terms.of(text)}
    return frozenset(stem for word in words for stem in terms.stems(word))


def names(text: str) -> set[str]:
    """Criteria that the examples tell, `MENTIONED` and `OTHER` too; none without the encoder.

    Each line of `text` is a turn that narrows the list of those before it.
    """
    turns = [one for one in text.splitlines() if not scope.only_narrows(one, somebody=True)]
    said = [utterances.evened(turn) for turn in turns or [text]]
    try:
        own = judge.shipped(JUDGE)
        scores = own.scores(said, embedders.default().passages(said))
    except NotReady:
        return set()
    least = np.maximum(own.floors, BESIDE * scores.max(axis=1, keepdims=True))
    told = (scores >= least).any(axis=0)
    return {label for label, named in zip(own.labels, told, strict=True) if named}


def _worded(criterion: Criterion, text: str) -> bool:
    return bool(criterion.words) and bool(_pattern(criterion.words).search(wording.fold(text)))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return cues.any_of(list(words))
