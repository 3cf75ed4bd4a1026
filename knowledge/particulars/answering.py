"""Finding the stretches that answer an inquiry, best first, and how sure it is that they do."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from knowledge.particulars import features, ground, weights
from knowledge.particulars.entries import Entry, Stretch
from knowledge.particulars.features import Candidate
from knowledge.particulars.inquiry import Inquiry

SHOWN = 3
"""Stretches that are given, at most: a question may have several parts."""

BEHIND = 1.6
"""Log odds by which a further stretch may be behind the best."""


@dataclass(frozen=True, slots=True)
class Found:
    """The stretches that fit best, no sentence twice.

    `sure` is by how much the log odds that they answer exceed what an answer needs; `near` is how
    near in meaning the best is, about 0 to 1. Where they do not answer, `leaves` is what the best
    does: `planned` tells that it was to happen, `open` says itself that it is not known.
    """

    stretches: tuple[Stretch, ...] = ()
    sure: float = -9.0
    near: float = 0.0
    leaves: str = "nothing"

    @property
    def answers(self) -> bool:
        """Whether they are given as the answer."""
        return self.sure >= 0


def find(asked: Inquiry, entries: Sequence[Entry], people: Collection[str] = ()) -> Found:
    """What of the entries, the likeliest first, answers; `people` are those the account knows."""
    known = weights.learned()
    laid = ground.lay(asked, entries)
    ranked = rank(features.candidates(laid, people), known.ranking)
    if not ranked:
        return Found()
    values = judging(laid, ranked)
    best = ranked[0][0]
    shown = (one.stretch for score, one in _apart(ranked) if score >= best - BEHIND)
    sure = known.judging.score(values) - known.border
    leaves = "planned" if values["planned"] else "open" if values["not_known"] else "near"
    return Found(tuple(shown)[:SHOWN], sure, values["near"], leaves)


def rank(found: Iterable[Candidate], by: weights.Logistic) -> list[tuple[float, Candidate]]:
    """Candidates with their scores, best first."""
    scored = [(by.score(one.values), one) for one in found]
    return sorted(scored, key=lambda pair: -pair[0])


def judging(laid: ground.Ground, ranked: Sequence[tuple[float, Candidate]]) -> dict[str, float]:
    """The features by which the first of the ranked candidates is judged."""
    score, best = ranked[0]
    others = (s for s, one in ranked if one.stretch.entry.id != best.stretch.entry.id)
    return features.judged(laid, best, score, score - next(others, score - 3.0))


def _apart(ranked: Sequence[tuple[float, Candidate]]) -> Iterable[tuple[float, Candidate]]:
    """Those that share no sentence with a better one."""
    taken: set[tuple[str, int]] = set()
    for score, one in ranked:
        places = {(one.stretch.entry.id, place) for place in one.stretch.places}
        if not places & taken:
            taken |= places
            yield score, one
