"""A wish for a letter to a customer, read out of words: whether it is one, and what it is about."""

import re
from functools import cache
from pathlib import Path

import yaml

from knowledge import wording

FILE = Path(__file__).parent / "letter_wishes.yaml"


def is_meant(text: str) -> bool:
    """Whether the text asks to write to somebody, in English, Italian or Chinese."""
    return any(pattern.search(wording.plain(text)) for pattern in _words()["wishes"])


def matter(text: str) -> str | None:
    """What the letter is to be about, in the text's own words; None where it does not say."""
    said = wording.plain(text)
    found = [match for pattern in _words()["before"] if (match := pattern.search(said))]
    if not found:
        return None
    rest = said[min(found, key=lambda match: match.start()).end() :]
    for pattern in _words()["behind"]:
        rest = pattern.sub("", rest)
    return rest or None


@cache
def _words() -> dict[str, list[re.Pattern[str]]]:
    listed = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        name: [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
        for name, patterns in listed.items()
    }
