"""How the customer sounds in a note, by what notes that sound so say."""

from dataclasses import dataclass

import numpy as np

from knowledge.judging import judge
from knowledge.notes.hearing import Heard
from playbooks.sentiment import Sentiment

JUDGE = "moods"


@dataclass(frozen=True, slots=True)
class Sounds:
    """The mood of a note, and by how much each sentence sounds more glad than sorry.

    Below zero a sentence sounds sorry.
    """

    mood: Sentiment
    gladness: tuple[float, ...]


def of(heard: Heard) -> Sounds:
    """What the sentences sound like; the strongest and all together make the mood.

    Raises `NotReady` when the judge does not fit the encoder.
    """
    own = judge.shipped(JUDGE)
    rows = heard.judged(own)
    if not len(rows):
        return Sounds("neutral", ())
    each = dict(zip(own.labels, rows.T, strict=True))
    gladness = tuple((each["positive"] - each["negative"]).tolist())
    scores = dict(zip(own.labels, (rows.max(axis=0) + rows.mean(axis=0)) / 2, strict=True))
    floor = float(np.mean(own.floors)) + heard.rise
    if max(scores.values()) < floor:
        return Sounds("neutral", gladness)
    return Sounds("positive" if scores["positive"] > scores["negative"] else "negative", gladness)
