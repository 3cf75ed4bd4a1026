"""Short turns that speak of the answer before them: "who said that?", "and in Italian?"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge import cues, lists, wording

FILE = Path(__file__).parent / "acts.yaml"
LONGEST = 80
"""Characters of the longest turn that is looked at; a longer one says something of its own."""

BESIDE_CHINESE = re.compile(f"(?<=[{wording.CHINESE}]) | (?=[{wording.CHINESE}])")


@dataclass(frozen=True, slots=True)
class Act:
    """What a turn does with the answer before it; `language` when it asks for another one."""

    name: str
    language: str | None = None


def of(text: str) -> Act | None:
    """The act that the whole of `text` is, or None for a question with a subject of its own."""
    if len(text) > LONGEST:
        return None
    words = BESIDE_CHINESE.sub("", " ".join(wording.keys(text)))
    for name, pattern in _patterns().items():
        if pattern.fullmatch(words):
            return Act(name, _language(words) if name == "again" else None)
    return None


def _language(words: str) -> str | None:
    for code, names in lists.read(FILE)["languages"].items():
        if cues.any_of(names).search(words):
            return str(code)
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    content = lists.read(FILE)
    return {name: _whole(wordings, content) for name, wordings in content["acts"].items()}


def _whole(wordings: list[str], content: Mapping[str, Any]) -> re.Pattern[str]:
    """A pattern for the whole turn, with what may stand before and after it."""
    tongue = "|".join(name for names in content["languages"].values() for name in names)
    said = "|".join(wordings).replace("{language}", f"(?:{tongue})")
    before, after = ("|".join(content[part]) for part in ("before", "after"))
    return re.compile(f"(?:(?:{before}) ?)*(?:{said})(?: ?(?:{after}))*")
