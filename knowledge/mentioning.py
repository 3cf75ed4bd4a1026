"""What a question wants spoken of ("who brought up single sign-on?"), and the notes that do."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from knowledge import lists, wording
from knowledge.particulars import terms
from playbooks.wording import sentences

LONG = 5
"""Letters from which on a word may go on in another form."""

ASKING = Path(__file__).with_suffix(".yaml")


def subject(question: str) -> str:
    """The words of a question that say what is to be spoken of, as written; "" when none do."""
    kept = [word for word in terms.of(question) if word not in _asking()]
    folded = question.casefold()
    places = [(folded.find(word), word) for word in kept if word in folded]
    if not places:
        return ""
    first, last = min(places)[0], max(at + len(word) for at, word in places)
    return question[first:last].strip(" ?？!！.。,，“”\"'")


def find(about: str, notes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of notes (id, text) those that name every word of `about`, each with its telling sentence.

    Words count in another form and as the glossary translates them.
    """
    patterns = [_pattern(word) for word in terms.of(about)]
    if not patterns:
        return {}
    found = {}
    for note_id, text in notes:
        folded = wording.fold(text)
        if all(pattern.search(folded) for pattern in patterns):
            found[note_id] = _telling(text, patterns)
    return found


def _telling(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    said = [sentence.text for sentence in sentences.told(text)] or [text]
    return max(said, key=lambda one: sum(bool(p.search(wording.fold(one))) for p in patterns))


def _pattern(word: str) -> re.Pattern[str]:
    forms = {word} | terms.stems(word) | terms.translated(word)
    return re.compile("|".join(_form(wording.fold(form)) for form in sorted(forms)))


def _form(form: str) -> str:
    """A short form stands by itself: SAP is not in “sapere”."""
    if wording.IDEOGRAPH.search(form):
        return re.escape(form)
    return rf"\b{re.escape(form)}" + (r"\b" if len(form) < LONG else "")


@cache
def _asking() -> frozenset[str]:
    return frozenset(word for words in lists.read(ASKING).values() for word in words.split())
