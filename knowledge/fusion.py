"""Several rankings made into one, by their scores (docs/adr/0006)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Scored = Sequence[tuple[str, float]]
"""Ids with their scores, best first."""

FADING = 0.7
"""What each further passage of a document counts of the one before, when its words are added up."""


@dataclass(frozen=True, slots=True)
class Rankings:
    """Passages by meaning and by words, documents by meaning."""

    meaning: Scored = ()
    words: Scored = ()
    documents: Scored = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A document with its score (0 to 1) and its passages, the best fitting first."""

    document_id: str
    score: float
    passages: tuple[str, ...]


def fuse(rankings: Rankings, document_of: Mapping[str, str]) -> list[Found]:
    """Documents of which a passage was found, best first.

    Four things count alike, each as a share of the best: how near a document's nearest passage is,
    how near the whole document is, how well its best passage has the words, and how well all of
    its passages have them.
    """
    meaning, words = shares(rankings.meaning), shares(rankings.words)
    legs = [
        _best(meaning, document_of),
        shares(rankings.documents),
        _best(words, document_of),
        _together(words, document_of),
    ]
    passages = _passages(meaning, words, document_of)
    scores = mean(legs)
    found = [Found(document, scores[document], passages[document]) for document in passages]
    return sorted(found, key=lambda one: (-one.score, one.document_id))


def shares(scored: Scored) -> dict[str, float]:
    """Each score as a share of the best; one below nothing counts as nothing."""
    best = max((score for _, score in scored), default=0.0)
    return {found: max(score, 0.0) / best if best > 0 else 0.0 for found, score in scored}


def mean(legs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean over all legs that found anything; what a leg did not find scores nothing there."""
    present = [leg for leg in legs if leg]
    scores: dict[str, float] = defaultdict(float)
    for leg in present:
        for found, share in leg.items():
            scores[found] += share / len(present)
    return scores


def _best(passages: Mapping[str, float], document_of: Mapping[str, str]) -> dict[str, float]:
    best: dict[str, float] = defaultdict(float)
    for passage, share in passages.items():
        best[document_of[passage]] = max(best[document_of[passage]], share)
    return best


def _together(passages: Mapping[str, float], document_of: Mapping[str, str]) -> dict[str, float]:
    """The passages of a document added up, each further one for less, as shares of the best."""
    grouped: dict[str, list[float]] = defaultdict(list)
    for passage, share in passages.items():
        grouped[document_of[passage]].append(share)
    sums = {
        document: sum(share * FADING**n for n, share in enumerate(sorted(several, reverse=True)))
        for document, several in grouped.items()
    }
    return shares(list(sums.items()))


def _passages(
    meaning: Mapping[str, float], words: Mapping[str, float], document_of: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    scores = mean([meaning, words])
    grouped: dict[str, list[str]] = defaultdict(list)
    for passage in sorted(scores, key=lambda one: (-scores[one], one)):
        grouped[document_of[passage]].append(passage)
    return {document: tuple(ids) for document, ids in grouped.items()}
