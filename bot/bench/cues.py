"""How well notes are read: precision, recall and F1 of cues, commitments and mood, as labelled."""

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.bench import commitments, labelled
from bot.bench.labelled import FOLDER, Count, Line
from bot.console import Console
from handlers import note_reading
from playbooks import cues
from playbooks.notes import Note

ODD = slice(0, None, 2)
EVEN = slice(1, None, 2)

FRESH_CUES = FOLDER / "cues" / "fresh_2.jsonl"
SETS = (2, 3, 6, 8, 9, 11, 12, 13, 14)
PROMISES = [FOLDER / "commitments" / f"fresh_{number}.jsonl" for number in SETS]
"""Notes of nine strangers, which taught nothing; the last seven name the people around accounts."""

FRESH_MOODS = FOLDER / "sentiment" / "fresh.jsonl"
OTHERS = {
    "cues": ("fresh_3", "fresh_4"),
    "sentiment": ("fresh_2", "fresh_3"),
}
"""Sets of two more strangers, measured whole: no line of them has been read."""

MEASURED = (
    "champion_left",
    "competitor",
    "unhappy",
    "outcome_reached",
    "expansion",
    "budget_freeze",
    "two_way_engagement",
)
"""The cues for which a floor is set; the others are measured all the same."""


def measure(_console: Console, _options: Mapping[str, object]) -> dict[str, Any]:
    """Every set's cues, commitments and mood by language, and milliseconds for a note.

    Cues and commitments as precision / recall / F1; see tests/data/cues/README.md for what a first
    reading of each set gave, and which sets have been learned from since.
    """
    return {
        "cues": {name: _shown(some) for name, some in _sets(FRESH_CUES).items()},
        "commitments": _promises(),
        "mood": {name: _moods(some) for name, some in _sets(FRESH_MOODS).items()},
        "milliseconds for a note of five sentences": _speed(),
    }


def _sets(first: Path) -> dict[str, list[Line]]:
    """The lines of the first stranger's set that nobody learns from, and all of the others'."""
    others = [first.with_stem(name) for name in OTHERS[first.parent.name]]
    return {f"{first.stem}, even lines": labelled.lines(first)[EVEN]} | {
        other.stem: labelled.lines(other) for other in others
    }


def _promises() -> dict[str, Any]:
    """Of each stranger's notes, and of all of them, as each language has but fifty in a set."""
    sets = {file.stem: labelled.lines(file) for file in PROMISES}
    sets["all of them"] = [line for some in sets.values() for line in some]
    return {name: commitments.measured(some) for name, some in sets.items()}


def seven(some: list[Line]) -> dict[str, Count]:
    """The count over the measured cues, by language."""
    by_language = labelled.by_language(some).items()
    return {code: labelled.counted(_judged(own), MEASURED) for code, own in by_language}


def moods(some: list[Line]) -> dict[str, float]:
    """Share of texts judged as labelled, by language, over `{"text", "language", "sentiment"}`."""
    return {
        code: sum(_read(line["text"]).sentiment == line["sentiment"] for line in own) / len(own)
        for code, own in labelled.by_language(some).items()
    }


def _shown(some: list[Line]) -> dict[str, Any]:
    judged = {code: _judged(own) for code, own in labelled.by_language(some).items()}
    judged["all"] = [pair for pairs in judged.values() for pair in pairs]
    return {code: _summary(pairs) for code, pairs in judged.items()}


def _summary(pairs: list[tuple[set[str], set[str]]]) -> dict[str, str | int]:
    each = {name: labelled.counted(pairs, [name]) for name in cues.NAMES}
    floor = [each[name].f1 or 0.0 for name in MEASURED]
    shown: dict[str, str | int] = {
        "sentences": len(pairs),
        "mean F1 of the seven": f"{sum(floor) / len(floor):.2f}",
        "the seven": labelled.counted(pairs, MEASURED).shown(),
        "all cues": labelled.counted(pairs, cues.NAMES).shown(),
    }
    counted = {name: each[name].shown() for name in each if each[name].found or each[name].there}
    return shown | counted


def _moods(some: list[Line]) -> dict[str, str]:
    return {code: f"{share:.2f}" for code, share in moods(some).items()}


def _speed() -> str:
    """All that is read out of a note of five sentences, once everything is loaded."""
    held = labelled.lines(FRESH_CUES)[ODD]
    texts = [" ".join(line["text"] for line in held[at : at + 5]) for at in range(100)]
    for text in texts:
        _read(text)
    start = time.perf_counter()
    for text in texts:
        _read(text)
    return f"{(time.perf_counter() - start) / len(texts) * 1000:.1f}"


def _read(text: str) -> note_reading.ReadOut:
    return note_reading.read(Note("n", "a", date(2026, 1, 1), text))


def _judged(some: list[Line]) -> list[tuple[set[str], set[str]]]:
    """What was said to be in each line, and what is."""
    return [({cue.name for cue in _read(line["text"]).cues}, set(line["cues"])) for line in some]
