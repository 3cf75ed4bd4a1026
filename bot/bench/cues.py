"""How well notes are read: precision, recall and F1 of cues, commitments and mood, as labelled."""

import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.bench import commitments, labelled
from bot.bench.labelled import FOLDER, Line
from bot.console import Console
from handlers import note_reading
from playbooks import cues
from playbooks.notes import Note

ODD = slice(0, None, 2)
EVEN = slice(1, None, 2)

SETS = {
    "held_out": (FOLDER / "cues" / "held_out.jsonl", slice(None)),
    "fresh_2, odd lines": (FOLDER / "cues" / "fresh_2.jsonl", ODD),
    "fresh_2, even lines": (FOLDER / "cues" / "fresh_2.jsonl", EVEN),
}
PROMISED = {
    "fresh, odd lines": (FOLDER / "commitments" / "fresh.jsonl", ODD),
    "fresh, even lines": (FOLDER / "commitments" / "fresh.jsonl", EVEN),
}
MOODS = {
    "labelled": (FOLDER / "sentiment" / "labelled.jsonl", slice(None)),
    "fresh, odd lines": (FOLDER / "sentiment" / "fresh.jsonl", ODD),
    "fresh, even lines": (FOLDER / "sentiment" / "fresh.jsonl", EVEN),
}

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
        "cues": {name: _shown(_part(*where)) for name, where in SETS.items()},
        "commitments": {name: commitments.measured(*where) for name, where in PROMISED.items()},
        "mood": {name: _moods(_part(*where)) for name, where in MOODS.items()},
        "milliseconds_for_a_note": _speed(),
    }


def read(path: Path) -> dict[str, Any]:
    """Figures per language and cue over lines `{"text", "language", "cues"}`.

    `{"n", "languages": {"en": {"n", "cues": {cue: Count}, "wrong": [{"text", "missed",
    "invented"}]}}}`.
    """
    some = labelled.lines(path)
    by_language = {code: _measure(own) for code, own in labelled.by_language(some).items()}
    return {"n": len(some), "languages": by_language}


def sentiment(some: list[Line], judge: Callable[[str], str]) -> dict[str, Any]:
    """Share of texts judged as labelled, per language, over `{"text", "language", "sentiment"}`."""
    figures: dict[str, Any] = {}
    for language, own in labelled.by_language(some).items():
        wrong = [line for line in own if judge(line["text"]) != line["sentiment"]]
        figures[language] = {
            "n": len(own),
            "accuracy": 1 - len(wrong) / len(own),
            "wrong": [line["text"] for line in wrong],
        }
    return figures


def _part(path: Path, part: slice) -> list[Line]:
    return labelled.lines(path)[part]


def _shown(some: list[Line]) -> dict[str, Any]:
    judged = {code: _judged(own) for code, own in labelled.by_language(some).items()}
    judged["all"] = [pair for pairs in judged.values() for pair in pairs]
    return {code: _summary(pairs) for code, pairs in judged.items()}


def _summary(pairs: list[tuple[set[str], set[str]]]) -> dict[str, str | int]:
    each = {name: labelled.counted(pairs, [name]) for name in cues.NAMES}
    floor = [each[name].f1 or 0.0 for name in MEASURED]
    return {
        "sentences": len(pairs),
        "mean F1 of the seven": f"{sum(floor) / len(floor):.2f}",
        "the seven": labelled.counted(pairs, MEASURED).shown(),
        "all cues": labelled.counted(pairs, cues.NAMES).shown(),
    } | {name: count.shown() for name, count in each.items() if count.found or count.there}


def _moods(some: list[Line]) -> dict[str, str]:
    judged = sentiment(some, lambda text: _read(text).sentiment)
    return {code: f"{found['accuracy']:.2f} of {found['n']}" for code, found in judged.items()}


def _speed() -> str:
    """All that is read out of a note of three sentences, once the patterns are compiled."""
    path, _ = SETS["held_out"]
    held = labelled.lines(path)
    texts = [" ".join(line["text"] for line in held[at : at + 3]) for at in range(200)]
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


def _measure(some: list[Line]) -> dict[str, Any]:
    judged = _judged(some)
    return {
        "n": len(some),
        "cues": {name: labelled.counted(judged, [name]) for name in cues.NAMES},
        "wrong": [
            {"text": line["text"], "missed": sorted(true - said), "invented": sorted(said - true)}
            for line, (said, true) in zip(some, judged, strict=True)
            if said != true
        ],
    }
