"""The words that speak for a kind of request, read from `requests.yaml`."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge import lists, wording

FILE = Path(__file__).parent / "requests.yaml"
_ESCAPE_OR_LETTERS = re.compile(r"\\.|[^\\]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that add `strength` to the score of `label`; an opening cue must start the text."""

    label: str
    strength: float
    words: re.Pattern[str]


@cache
def cues() -> tuple[Cue, ...]:
    """All cues of the file."""
    return tuple(
        Cue(cue["for"], cue["strength"], any_of(cue["any"], opening=cue.get("open", False)))
        for cue in lists.read(FILE)["cues"]
    )


def strengths(text: str) -> dict[str, float]:
    """What the words of `text` add to the score of each kind; each cue counts once."""
    folded = wording.fold(text)
    found: dict[str, float] = {}
    for cue in cues():
        if cue.words.search(folded):
            found[cue.label] = found.get(cue.label, 0.0) + cue.strength
    return found


@cache
def about(name: str) -> re.Pattern[str]:
    """Words of one list of `follow_up`, such as openers, pronouns or questions."""
    return any_of(lists.read(FILE)["follow_up"][name])


@cache
def note_openers() -> re.Pattern[str]:
    """What stands before the words to be kept: "note that", "nota per Acme:", "记一下"."""
    whole_word = "(?:(?<![a-z])|(?![a-z]))"
    return re.compile("(?:" + "|".join(lists.read(FILE)["note_openers"]) + ")" + whole_word)


def any_of(patterns: list[str], opening: bool = False) -> re.Pattern[str]:
    """A pattern for any of these words, whole words in Latin letters, on folded text."""
    whole = "|".join(_word(_folded(pattern)) for pattern in patterns)
    return re.compile(f"^\\W*(?:{whole})" if opening else whole)


def _folded(pattern: str) -> str:
    """A pattern whose letters are folded, and whose escapes are not: `\\W` stays what it is."""
    return _ESCAPE_OR_LETTERS.sub(
        lambda found: found[0] if found[0].startswith("\\") else wording.fold(found[0]), pattern
    )


def _word(pattern: str) -> str:
    """A pattern in Latin letters matches whole words only; Chinese has no spaces to stop at."""
    if wording.IDEOGRAPH.search(pattern) or (not pattern[0].isalnum() and pattern[0] != "("):
        return pattern
    return f"\\b(?:{pattern})(?!\\w)"
