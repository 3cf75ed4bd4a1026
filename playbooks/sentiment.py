"""Sentiment of a note in English, Italian and Chinese."""

from collections.abc import Sequence
from typing import Literal

from playbooks import cues
from playbooks.cues import FoundCue
from playbooks.wording import reading, sentences
from playbooks.wording.reading import Reading

Sentiment = Literal["negative", "neutral", "positive"]

SPOKEN_OUT = {
    "unhappy": -2.0,
    "churn_threat": -2.0,
    "escalation": -1.0,
    "budget_freeze": -1.0,
    "champion_left": -1.0,
    "outcome_reached": 1.5,
    "advocate": 2.0,
    "expansion": 1.0,
}
"""What a cue adds to the balance: whole statements weigh more than single words."""

AFTER_TURN = 2.0
"""What follows "but" is what the writer means."""

DECISIVE = 0.75

READ = 20_000
"""Characters of a long text that are weighed."""


def of(text: str, found: Sequence[FoundCue] | None = None) -> Sentiment:
    """How the customer sounds in the note: negative, neutral or positive.

    `found` are the text's cues when they have been read already.
    """
    stated = cues.read(text[:READ]) if found is None else found
    balance = sum(SPOKEN_OUT.get(cue.name, 0.0) for cue in stated)
    for sentence in sentences.told(text[:READ]):
        if not sentence.is_question:
            balance += sum(_balance(read_in) for read_in in reading.read(sentence))
    if abs(balance) < DECISIVE:
        return "neutral"
    return "positive" if balance > 0 else "negative"


def _balance(read_in: Reading) -> float:
    return _words(read_in, "positive") - _words(read_in, "negative")


def _words(read_in: Reading, side: str) -> float:
    text = read_in.sentence.text
    turn = read_in.wording.lists["sentiment"]["turn"].expression.search(text)
    total = 0.0
    for match in read_in.wording.lists["sentiment"][side].expression.finditer(text):
        weight = AFTER_TURN if turn and match.start() > turn.start() else 1.0
        total += -weight if read_in.negated(match) else weight
    return total
