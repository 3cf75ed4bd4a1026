"""Finding the stretches that answer an inquiry, best first, and how sure it is that they do."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.particulars import features, ground, prior, weights
from knowledge.particulars.entries import Entry, Stretch
from knowledge.particulars.features import Candidate
from knowledge.particulars.inquiry import Inquiry

SHOWN = 3
"""Stretches that are given, at most: a question may have several parts."""

NAMED = 0.15
"""The share of what is asked, people apart, that an answer must name, in its own words or others:
of 300 answers one names less."""

DOUBT = 4.0
"""Log odds that are taken off where it is hardly an answer, whatever speaks for it."""

BEHIND = 1.6
"""Log odds by which a further stretch may be behind the best."""

RECENT, RECENT_BEHIND, AS_NAMED = 6, 2.5, 0.6
"""Of so many stretches, not so far behind, the newest come first where it is asked how things are
now: those that name at least this share of what the best names."""


Ranked = tuple[float, Candidate]


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


def find(
    asked: Inquiry, entries: Sequence[Entry], people: Collection[str] = (), *, now: bool = False
) -> Found:
    """What of the entries, the likeliest first, answers; `people` are those the account knows.

    Where it is asked how things are `now`, the newest of what says as much come first.
    """
    known = weights.learned()
    laid = ground.lay(asked, entries)
    ranked = rank(features.candidates(laid, people), known.ranking)
    if not ranked:
        return Found()
    shown, values = chosen(ranked), judging(laid, ranked, prior.log_odds(asked, known.prior))
    sure = log_odds(values, known.judging) - known.border
    leaves = "planned" if values["planned"] else "open" if values["not_known"] else "near"
    told = newest(ranked) if now else shown
    return Found(tuple(one.stretch for one in told), sure, values["near"], leaves)


def log_odds(values: Mapping[str, float], by: weights.Logistic) -> float:
    """How much these judging features speak for an answer, as log odds."""
    return by.score(values) - (DOUBT if is_doubtful(values) else 0.0)


def is_doubtful(values: Mapping[str, float]) -> bool:
    """Whether it names next to nothing of what is asked, or only plans what is asked afterwards, or
    is of another kind."""
    return values["said"] < NAMED or bool(values["planned"]) or _is_of_another_kind(values)


def _is_of_another_kind(values: Mapping[str, float]) -> bool:
    """Whether nobody is named where it is asked who, or nobody speaks where it is asked what
    somebody said: of 13 such questions about invented companies and the sample one is answered."""
    wordless = values["wants_words"] and not values["own"]
    return not values["kind"] and bool(wordless or values["wants_person"])


def rank(found: Iterable[Candidate], by: weights.Logistic) -> list[Ranked]:
    """Candidates with their scores, best first."""
    scored = [(by.score(one.values), one) for one in found]
    return sorted(scored, key=lambda pair: -pair[0])


def newest(ranked: Sequence[Ranked]) -> list[Candidate]:
    """The newest of the candidates that name nearly as much as the best, then the others."""
    found = chosen(ranked, RECENT, RECENT_BEHIND)
    least = AS_NAMED * found[0].values["named"]
    named = [one for one in found if one.values["named"] >= least]
    named.sort(key=lambda one: one.stretch.entry.at or date.min, reverse=True)
    return [*named, *(one for one in found if one not in named)][:SHOWN]


def chosen(ranked: Sequence[Ranked], most: int = SHOWN, behind: float = BEHIND) -> list[Candidate]:
    """The best candidate and those not far behind it that share no sentence with a better one."""
    taken: set[tuple[str, int]] = set()
    found: list[Candidate] = []
    for score, one in ranked:
        places = {(one.stretch.entry.id, place) for place in one.stretch.places}
        if len(found) < most and score >= ranked[0][0] - behind and not places & taken:
            taken |= places
            found.append(one)
    return found


def judging(laid: ground.Ground, ranked: Sequence[Ranked], usual: float) -> dict[str, float]:
    """The features by which the best of the ranked candidates are judged.

    `usual` are the log odds that such things are recorded at all.
    """
    score, best = ranked[0]
    others = (s for s, one in ranked if one.stretch.entry.id != best.stretch.entry.id)
    return features.judged(laid, chosen(ranked), score, score - next(others, score - 3.0), usual)
