"""Sentiment of a note in English, Italian and Chinese."""

from typing import Literal

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


def of(text: str) -> Sentiment:
    """How the customer sounds in the note: negative, neutral or positive."""
    balance = sum(
        _balance(read_in)
        for sentence in sentences.split(text[:READ])
        for read_in in reading.read(sentence)
    )
    if abs(balance) < DECISIVE:
        return "neutral"
    return "positive" if balance > 0 else "negative"


def _balance(read_in: Reading) -> float:
    rules = read_in.wording.rules
    stated = sum(weight for name, weight in SPOKEN_OUT.items() if read_in.find(rules[name]))
    if read_in.sentence.is_question:
        return stated
    return stated + _words(read_in, "positive") - _words(read_in, "negative")


def _words(read_in: Reading, side: str) -> float:
    text = read_in.sentence.text
    turn = read_in.wording.lists["sentiment"]["turn"].search(text)
    total = 0.0
    for match in read_in.wording.lists["sentiment"][side].finditer(text):
        weight = AFTER_TURN if turn and match.start() > turn.start() else 1.0
        total += -weight if read_in.negated(match) else weight
    return total
