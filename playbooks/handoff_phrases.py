"""Sentences of notes that answer a field of the handoff, in English, Italian and Chinese."""

import re
from functools import cache
from pathlib import Path

from pydantic import RootModel

from playbooks import intent_phrases, rulefiles

SHIPPED = Path(__file__).parent / "handoff_phrases.yaml"
LONGEST = 300
"""Characters of a sentence that is still an answer, not a paragraph."""

Book = RootModel[dict[str, dict[str, tuple[str, ...]]]]


def found(text: str) -> dict[str, str]:
    """By field, the first sentence of the text that answers it."""
    answers: dict[str, str] = {}
    for _, sentence in intent_phrases.sentences(text):
        said = sentence.strip()
        if len(said) > LONGEST:
            continue
        for field, patterns in _patterns().items():
            if field not in answers and any(pattern.search(said) for pattern in patterns):
                answers[field] = said
    return answers


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    book = rulefiles.load(SHIPPED, Book)
    return {
        field: [re.compile(one, re.IGNORECASE) for listed in spoken.values() for one in listed]
        for field, spoken in book.root.items()
    }
