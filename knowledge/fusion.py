"""Several rankings made into one, by reciprocal rank (Cormack, Clarke and Büttcher 2009)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DAMPING = 10
"""How slowly a rank loses its worth. The customary 60 is for long lists; ours are read to ten."""

MEANING, WORDS, WHOLE_DOCUMENT = 1.0, 1.0, 0.5
"""What the three rankings count: passages by meaning, passages by words, whole documents."""

RARE_WORDS = 2.0
"""What the ranking by words counts when a short query names something rare."""

FEW_WORDS = 4
"""A query of at most so many words is a list of keywords, not a sentence."""

RARE = 0.02
"""A word is rare when at most this share of passages has it."""


@dataclass(frozen=True, slots=True)
class Rankings:
    """Passage ids by meaning and by words, document ids by meaning; each best first."""

    meaning: Sequence[str] = ()
    words: Sequence[str] = ()
    documents: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A document with its score (0 to 1) and its passages, the best fitting first."""

    document_id: str
    score: float
    passages: tuple[str, ...]


def fuse(
    rankings: Rankings, document_of: Mapping[str, str], words_weight: float = WORDS
) -> list[Found]:
    """Documents that any ranking names and that have a passage named, best first.

    A document's rank among passages is that of its best one.
    """
    legs = (
        (MEANING, _first_of_each(rankings.meaning, document_of)),
        (words_weight, _first_of_each(rankings.words, document_of)),
        (WHOLE_DOCUMENT, list(rankings.documents)),
    )
    present = [(weight, ranked) for weight, ranked in legs if ranked]
    scores = _reciprocal(present)
    highest = sum(weight for weight, _ in present) / (DAMPING + 1)
    passages = _passages(rankings, document_of, words_weight)
    found = [
        Found(document, min(score / highest, 1.0), passages[document])
        for document, score in scores.items()
        if document in passages
    ]
    return sorted(found, key=lambda one: (-one.score, one.document_id))


def words_weight(query_words: Sequence[str], frequencies: Mapping[str, int], total: int) -> float:
    """What the ranking by words should count for this query.

    More only for a few words of which one is rare but present. Equal weight for everything would
    hurt questions in other languages, whose words the passages do not have.
    """
    few = 0 < len(query_words) <= FEW_WORDS
    rare = any(0 < frequencies.get(word, 0) <= max(RARE * total, 1) for word in query_words)
    return RARE_WORDS if few and rare else WORDS


def _first_of_each(passage_ids: Iterable[str], document_of: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(document_of[passage_id] for passage_id in passage_ids))


def _reciprocal(legs: Iterable[tuple[float, Sequence[str]]]) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float)
    for weight, ranked in legs:
        for rank, item in enumerate(ranked, start=1):
            scores[item] += weight / (DAMPING + rank)
    return scores


def _passages(
    rankings: Rankings, document_of: Mapping[str, str], weight: float
) -> dict[str, tuple[str, ...]]:
    scores = _reciprocal(((MEANING, rankings.meaning), (weight, rankings.words)))
    grouped: dict[str, list[str]] = defaultdict(list)
    for passage_id in sorted(scores, key=lambda p: (-scores[p], p)):
        grouped[document_of[passage_id]].append(passage_id)
    return {document: tuple(ids) for document, ids in grouped.items()}
