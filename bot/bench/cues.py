"""How well cues and sentiment are read: precision, recall and F1 on labelled sentences."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from playbooks import cues

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


def measure(path: Path) -> dict[str, Any]:
    """Figures per language and cue over lines `{"text", "language", "cues"}`.

    `{"n", "languages": {"en": {"n", "cues": {cue: {"precision", "recall", "f1", "support"}},
    "wrong": [{"text", "missed", "invented"}]}}}`; a figure with nothing to count is None.
    """
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    languages = sorted({line["language"] for line in lines})
    by_language = {
        language: _measure([line for line in lines if line["language"] == language])
        for language in languages
    }
    return {"n": len(lines), "languages": by_language}


def sentiment(path: Path, judge: Callable[[str], str]) -> dict[str, Any]:
    """Share of texts judged as labelled, per language, over `{"text", "language", "sentiment"}`."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
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
