"""Nudge rules, rehearsals and effects are said in Italian and Chinese as in English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import texts
from handlers.nudges import judging, ruling
from playbooks import conditions

ROOT = Path(__file__).parents[2]
SOURCES = (
    *(ROOT / "handlers" / "nudges" / f"{name}.py" for name in ("ruling", "rehearsing", "judging")),
    ROOT / "handlers" / "composing" / "effect.py",
    ROOT / "bot" / "commands" / "effect_documents.py",
    ROOT / "bot" / "commands" / "rule_documents.py",
)
SAME = {"it": {"{value} ({exceptions})", "{segment}: {value}", "{label}: no", "{label}: {value}"}}
THRESHOLDS = {"low": {"any": 0.5, "smb": 0.6}}


def said() -> Iterator[str]:
    yield from (*ruling.SIGNS.values(), *judging.WHYS.values(), *judging.CHANGES.values())
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "_":
                message = node.args[0]
                if isinstance(message, ast.Constant) and isinstance(message.value, str):
                    yield message.value


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_message_is_translated(language: str) -> None:
    _ = texts.of(language)
    left = {message for message in said() if _(message) == message}
    assert left <= SAME.get(language, set())


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "licence_utilisation < low", "Licence utilisation: less than 50% (small business"),
        ("it", "licence_utilisation < low", "meno di 50%"),
        ("zh", "licence_utilisation < low", "低于 50%"),
        ("en", "csat is unknown", "Satisfaction (CSAT): unknown"),
        ("en", "champion_present is false", "A champion is present: no"),
        (
            "en",
            "cue.unhappy within 30",
            "A note says that they are unhappy, within the last 30 days",
        ),
        ("en", "health_band is at_risk", "Health band: at risk"),
    ],
)
def test_a_condition_is_said_in_words(language: str, text: str, words: str) -> None:
    asked = conditions.parse(text, THRESHOLDS)
    assert words in ruling.condition(texts.of(language), asked)


def test_what_followed_on_a_play_names_the_records_that_are_read_as_they_are_today() -> None:
    said = judging.caveat(texts.of("en"))
    assert "no experiment" in said
    assert "goals and handoffs are those of today" in said
