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

    The `legs` that found anything count alike.
    """
    scores = mean(list(legs(rankings, document_of).values()))
    passages = _passages(rankings, document_of)
    found = [Found(document, scores[document], passages[document]) for document in passages]
    return sorted(found, key=lambda one: (-one.score, one.document_id))


def join(own: Sequence[Found], others: Sequence[Sequence[Found]]) -> list[Found]:
    """What a question found and what its other wordings did, best first.

    The question's own words count as much as all other wordings together.
    """
    first = {one.document_id: one.score for one in own}
    further = mean([{one.document_id: one.score for one in other} for other in others])
    scores = mean([first, further])
    shown: dict[str, tuple[str, ...]] = {}
    for one in (one for several in (own, *others) for one in several):
        shown.setdefault(one.document_id, one.passages)
    found = [Found(document, scores[document], passages) for document, passages in shown.items()]
    return sorted(found, key=lambda one: (-one.score, one.document_id))


def legs(rankings: Rankings, document_of: Mapping[str, str]) -> dict[str, Mapping[str, float]]:
    """What speaks for each document, as shares of the best: how near its nearest passage and the
    whole of it are, how well its best passage and all of its passages have the words."""
    words = shares(rankings.words)
    return {
        "passage by meaning": _best(shares(rankings.meaning), document_of),
        "page by meaning": shares(rankings.documents),
        "passage by words": _best(words, document_of),
        "page by words": _together(words, document_of),
    }


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


def _passages(rankings: Rankings, document_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    scores = mean([shares(rankings.meaning), shares(rankings.words)])
    grouped: dict[str, list[str]] = defaultdict(list)
    for passage in sorted(scores, key=lambda one: (-scores[one], one)):
        grouped[document_of[passage]].append(passage)
    return {document: tuple(ids) for document, ids in grouped.items()}
