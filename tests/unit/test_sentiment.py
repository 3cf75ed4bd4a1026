"""Sentiment of notes in three languages."""

from pathlib import Path

import pytest

from bot.bench import cues as bench
from playbooks import sentiment

LABELLED = Path(__file__).parents[1] / "data" / "sentiment" / "labelled.jsonl"


@pytest.mark.parametrize("language", ["en", "it", "zh"])
def test_most_labelled_notes_are_judged_as_people_judged_them(language: str) -> None:
    figures = bench.sentiment(LABELLED, sentiment.of)[language]
    assert figures["accuracy"] >= 0.80, figures["wrong"]


@pytest.mark.parametrize("text", ["", "🎉", "Sent the agenda.", "Mandato il file.", "已发送文件。"])
def test_a_note_without_a_mood_is_neutral(text: str) -> None:
    assert sentiment.of(text) == "neutral"


def test_what_follows_but_weighs_more() -> None:
    assert sentiment.of("Good people, but the export is broken.") == "negative"


def test_a_negated_word_turns_around() -> None:
    assert sentiment.of("She is not happy.") == "negative"
    assert sentiment.of("Non è contenta.") == "negative"
    assert sentiment.of("她不满意。") == "negative"
