"""Learning what each feature weighs: `python -m bot.evaluation.fitting` makes `learned.json`."""

from collections.abc import Iterable, Sequence

import numpy as np

from bot.evaluation import lessons
from bot.evaluation.lessons import Lesson
from knowledge.particulars import answering, features, prior, weights
from knowledge.particulars.weights import Linear, Logistic, Weights

FOLDS = 6
SHRUNK_RANKING, SHRUNK_JUDGING, SHRUNK_PRIOR = 5.0, 50.0, 1.0
"""Chosen in cross-validation over accounts, where it is flat."""

SHARP = 6.0
"""How much more a wrong stretch that is near in meaning counts than one that is not."""

Judged = tuple[Lesson, dict[str, float], bool]

CAREFUL = 0.14
"""Log odds that are asked beyond the border: what sounds right and is not costs more than a
question that is declined with what comes nearest."""


def learn(taught: Sequence[Lesson]) -> Weights:
    """Weights from all lessons; the border is where most of them, held out, are decided rightly."""
    judged = _held_out(taught)
    scores = cross_validated(judged)
    border = _border(scores, [lesson.answerable for lesson, _, _ in judged]) + CAREFUL
    return Weights(_ranking(taught), _judging(judged), border, _prior(taught))


def _held_out(taught: Sequence[Lesson]) -> list[Judged]:
    """What each lesson would show by weights that were learned from other accounts."""
    found: list[Judged] = []
    for inside, outside in _folds(taught):
        by, usual = _ranking(inside), _prior(inside)
        found += [_judged(lesson, by, usual) for lesson in outside if lesson.found]
    return found


def _judged(lesson: Lesson, by: Logistic, usual: Linear) -> Judged:
    odds = prior.log_odds(lesson.laid.asked, usual)
    ranked = answering.rank(lesson.found, by)
    right = dict(zip(map(id, lesson.found), lesson.right, strict=True))
    shown = answering.chosen(ranked)
    return (
        lesson,
        answering.judging(lesson.laid, ranked, odds),
        any(right[id(one)] for one in shown),
    )


def _prior(taught: Sequence[Lesson]) -> Linear:
    vectors = np.array([prior.vector(lesson.laid.asked) for lesson in taught])
    return weights.fit_vectors(vectors, [lesson.answerable for lesson in taught], SHRUNK_PRIOR)


def cross_validated(judged: Sequence[Judged]) -> list[float]:
    """The log odds of each lesson, judged by weights that were learned from other accounts."""
    by_lesson = {lesson.id: (lesson, values, right) for lesson, values, right in judged}
    scores: dict[str, float] = {}
    for inside, outside in _folds([lesson for lesson, _, _ in judged]):
        by = _judging([by_lesson[lesson.id] for lesson in inside])
        for lesson in outside:
            scores[lesson.id] = answering.log_odds(by_lesson[lesson.id][1], by)
    return [scores[lesson.id] for lesson, _, _ in judged]


def _ranking(taught: Sequence[Lesson]) -> Logistic:
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    counts: list[float] = []
    for lesson in taught:
        if any(lesson.right) or not lesson.answerable:
            rows += [one.values for one in lesson.found]
            right += lesson.right
            counts += _counts(lesson)
    return weights.fit(features.RANKING, rows, right, counts, SHRUNK_RANKING)


def _counts(lesson: Lesson) -> list[float]:
    """What each stretch counts: the right ones of a lesson one together, the wrong ones two."""
    right = np.array(lesson.right)
    sharp = np.exp(SHARP * np.array([one.values["near_behind"] for one in lesson.found])) * ~right
    wrong = ~right / max((~right).sum(), 1) + sharp / max(sharp.sum(), 1e-9)
    counts: list[float] = np.where(right, 1 / max(right.sum(), 1), wrong).tolist()
    return counts


def _judging(judged: Sequence[Judged]) -> Logistic:
    rows = [values for _, values, _ in judged]
    right = [right for _, _, right in judged]
    return weights.fit(features.JUDGING, rows, right, [1.0] * len(rows), SHRUNK_JUDGING)


def _border(scores: Sequence[float], answerable: Sequence[bool]) -> float:
    """Where as many answerable questions lie below as unanswerable ones above, by share."""
    said, truth = np.array(scores), np.array(answerable)
    lost = [(abs((said[truth] < at).mean() - (said[~truth] >= at).mean()), at) for at in scores]
    return float(min(lost)[1])


def _folds(taught: Sequence[Lesson]) -> Iterable[tuple[list[Lesson], list[Lesson]]]:
    accounts = sorted({lesson.account for lesson in taught})
    for fold in range(FOLDS):
        outside = set(accounts[fold::FOLDS])
        yield (
            [lesson for lesson in taught if lesson.account not in outside],
            [lesson for lesson in taught if lesson.account in outside],
        )


if __name__ == "__main__":
    weights.keep(learn([*lessons.invented(), *lessons.of_strangers()]))
