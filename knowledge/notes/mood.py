"""How the customer sounds in a note, by what notes that sound so say."""

import numpy as np

from knowledge.notes import judge
from knowledge.notes.hearing import Heard
from playbooks.sentiment import Sentiment

JUDGE = "moods"


def of(heard: Heard) -> Sentiment:
    """The mood of a note: what its sentences sound like, the strongest and all together.

    Raises `NotReady` when the judge does not fit the encoder.
    """
    own = judge.shipped(JUDGE)
    rows = heard.judged(own)
    if not len(rows):
        return "neutral"
    scores = dict(zip(own.labels, (rows.max(axis=0) + rows.mean(axis=0)) / 2, strict=True))
    floor = float(np.mean(own.floors)) + heard.rise
    if max(scores.values()) < floor:
        return "neutral"
    return "positive" if scores["positive"] > scores["negative"] else "negative"


def gladness(heard: Heard) -> list[float]:
    """By how much each sentence sounds more glad than sorry; below zero it sounds sorry."""
    own = judge.shipped(JUDGE)
    rows = heard.judged(own)
    scores = dict(zip(own.labels, rows.T, strict=True))
    different: list[float] = (scores["positive"] - scores["negative"]).tolist()
    return different
