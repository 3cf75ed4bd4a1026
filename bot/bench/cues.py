"""How well cues and sentiment are read: precision, recall and F1 on labelled sentences."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.console import Console
from handlers import note_reading
from playbooks import cues
from playbooks import sentiment as sentiments
from playbooks.errors import BadInput
from playbooks.notes import Note

FOLDER = Path(__file__).parents[2] / "tests" / "data"
HELD_OUT = FOLDER / "cues" / "held_out.jsonl"
SENTIMENT = FOLDER / "sentiment" / "labelled.jsonl"

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
    """F1 of the measured cues and sentiment by language, and milliseconds for a note."""
    figures = read(HELD_OUT)["languages"]
    judged = sentiment(SENTIMENT, sentiments.of)
    return {
        "held_out": {code: _summary(found) for code, found in figures.items()},
        "sentiment": {code: f"{found['accuracy']:.2f}" for code, found in judged.items()},
        "milliseconds_for_a_note": _speed(),
        "made_by": "sentences labelled by hand; the patterns have learned from them since, see "
        "tests/data/cues/README.md for what a first reading gave",
    }


def read(path: Path) -> dict[str, Any]:
    """Figures per language and cue over lines `{"text", "language", "cues"}`.

    `{"n", "languages": {"en": {"n", "cues": {cue: {"precision", "recall", "f1", "support"}},
    "wrong": [{"text", "missed", "invented"}]}}}`; a figure with nothing to count is None.
    """
    lines = _lines(path)
    languages = sorted({line["language"] for line in lines})
    by_language = {
        language: _measure([line for line in lines if line["language"] == language])
        for language in languages
    }
    return {"n": len(lines), "languages": by_language}


def sentiment(path: Path, judge: Callable[[str], str]) -> dict[str, Any]:
    """Share of texts judged as labelled, per language, over `{"text", "language", "sentiment"}`."""
    lines = _lines(path)
    figures: dict[str, Any] = {}
    for language in sorted({line["language"] for line in lines}):
        own = [line for line in lines if line["language"] == language]
        wrong = [line for line in own if judge(line["text"]) != line["sentiment"]]
        figures[language] = {
            "n": len(own),
            "accuracy": 1 - len(wrong) / len(own),
            "wrong": [line["text"] for line in wrong],
        }
    return figures


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise BadInput(f"There is no {path}: labelled sentences come with the source tree alone.")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _summary(found: dict[str, Any]) -> dict[str, str | int]:
    scores = {name: found["cues"][name]["f1"] or 0.0 for name in MEASURED}
    shown: dict[str, str | int] = {name: f"{score:.2f}" for name, score in scores.items()}
    return {"sentences": found["n"], "mean_f1": f"{sum(scores.values()) / len(scores):.2f}"} | shown


def _speed() -> str:
    """All that is read out of a note of three sentences, once the patterns are compiled."""
    texts = [" ".join(line["text"] for line in _lines(HELD_OUT)[at : at + 3]) for at in range(200)]
    made = [Note(f"n{at}", "a", date(2026, 1, 1), text) for at, text in enumerate(texts)]
    for note in made:
        note_reading.read(note)
    start = time.perf_counter()
    for note in made:
        note_reading.read(note)
    return f"{(time.perf_counter() - start) / len(made) * 1000:.1f}"


def _measure(lines: list[dict[str, Any]]) -> dict[str, Any]:
    read = [({cue.name for cue in cues.read(line["text"])}, set(line["cues"])) for line in lines]
    return {
        "n": len(lines),
        "cues": {name: _figures(name, read) for name in cues.NAMES},
        "wrong": [
            {"text": line["text"], "missed": sorted(true - said), "invented": sorted(said - true)}
            for line, (said, true) in zip(lines, read, strict=True)
            if said != true
        ],
    }


def _figures(name: str, read: Iterable[tuple[set[str], set[str]]]) -> dict[str, float | None]:
    pairs = [(name in said, name in true) for said, true in read]
    right = sum(said and true for said, true in pairs)
    said = sum(said for said, _ in pairs)
    true = sum(true for _, true in pairs)
    return {
        "precision": right / said if said else None,
        "recall": right / true if true else None,
        "f1": 2 * right / (said + true) if said + true else None,
        "support": true,
    }
