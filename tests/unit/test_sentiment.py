"""Sentiment of notes in three languages."""

from pathlib import Path

import pytest

from bot.bench import cues as bench
from bot.bench import labelled
from knowledge.notes import reader
from playbooks import sentiment

FRESH = Path(__file__).parents[1] / "data" / "sentiment" / "fresh.jsonl"
MEASURED = {"en": 1.0, "it": 0.87, "zh": 0.87}
ONE_NOTE = 0.07
"""Fifteen notes of each language are judged: that much may be lost by chance."""


def test_most_notes_of_an_unknown_writer_are_judged_as_people_judged_them() -> None:
    shares = bench.moods(labelled.lines(FRESH)[bench.EVEN])
    assert shares.keys() == MEASURED.keys()
    below = {code: share for code, share in shares.items() if share < MEASURED[code] - ONE_NOTE}
    assert below == {}


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("She is over the moon with the new board.", "positive"),
        ("Mi ha sbattuto il telefono in faccia.", "negative"),
        ("他拍了桌子，说再也不信我们。", "negative"),
        ("Next call on the 9th at ten.", "neutral"),
    ],
)
def test_a_mood_is_heard_without_its_usual_words(text: str, mood: str) -> None:
    assert reader.read(text).mood == mood


@pytest.mark.parametrize("text", ["", "🎉", "Sent the agenda.", "Mandato il file.", "已发送文件。"])
def test_a_note_without_a_mood_is_neutral(text: str) -> None:
    assert sentiment.of(text) == "neutral"


def test_what_follows_but_weighs_more() -> None:
    assert sentiment.of("Good people, but the export is broken.") == "negative"


def test_a_negated_word_turns_around() -> None:
    assert sentiment.of("She is not happy.") == "negative"
    assert sentiment.of("Non è contenta.") == "negative"
    assert sentiment.of("她不满意。") == "negative"
