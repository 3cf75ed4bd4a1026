"""How the customer sounds in a note, by what notes that sound so say."""

import numpy as np

from knowledge.notes import judge, said
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
    floor = float(np.mean(own.floors)) + said.rise(len(rows))
    if max(scores.values()) < floor:
        return "neutral"
    return "positive" if scores["positive"] > scores["negative"] else "negative"
