"""How intents sound in English, Italian and Chinese, read from `intents.yaml`."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from playbooks import rulefiles
from playbooks.wording import orders

SHIPPED = Path(__file__).parent / "intents.yaml"

SENTENCE = re.compile(r"[^\n。！？；]+?(?:[。！？；]|[.!?;]+(?=\s|$)|(?=\n)|$)")
NEGATION = re.compile(
    r"(\bnot?\b|n't\b|\bnever\b|\bwithout\b|\bnon\b|\bnessun\w*|\bsenza\b|\bmai\b|不|没有|没|无)"
    r"[^,，;；]{0,12}$",
    re.IGNORECASE,
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
BETWEEN = r".{0,60}?"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IntentEntry(_Part):
    """One intent: its title, what it implies, and its phrases by language."""

    title: str = Field(min_length=1)
    implies: tuple[str, ...] = Field(min_length=1)
    strong: dict[str, tuple[str, ...]]
    weak: dict[str, tuple[str, ...]]


class IntentBook(_Part):
    """The whole file."""

    intents: dict[str, IntentEntry]
    attributes: dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a sentence of the text."""

    sentence: str
    position: int
    strong: bool


Compiled = tuple[tuple[str, bool, re.Pattern[str]], ...]


@cache
def book() -> IntentBook:
    """The taxonomy as it is shipped."""
    return rulefiles.load(SHIPPED, IntentBook)


def hits(text: str) -> dict[str, list[Hit]]:
    """Phrases found, by intent; one hit a sentence and intent, the strong one when there is."""
    found: dict[str, list[Hit]] = {}
    for start, sentence in sentences(text):
        for name, strong in _in_sentence(sentence).items():
            found.setdefault(name, []).append(Hit(sentence, start, strong))
    return found


def attributes(text: str) -> dict[str, str]:
    """The sentence that tells of each attribute, for those that the text tells of."""
    found: dict[str, str] = {}
    for _, sentence in sentences(text):
        for name, _, pattern in _attribute_patterns():
            if name not in found and pattern.search(sentence):
                found[name] = sentence
    return found


def sentences(text: str) -> list[tuple[int, str]]:
    """The text's sentences with where they start; each is a part of the text, word for word.

    Orders to an assistant are left out: they tell nothing.
    """
    found = []
    for match in SENTENCE.finditer(text):
        sentence = match.group().strip()
        if sentence and not orders.is_order(sentence):
            found.append((match.start(), sentence))
    return found


def _in_sentence(sentence: str) -> dict[str, bool]:
    """Intents that the sentence tells of; one that it denies is not told of by a hint either."""
    found: dict[str, bool] = {}
    denied: set[str] = set()
    for name, strong, pattern in _intent_patterns():
        match = pattern.search(sentence)
        if match is None or name in denied:
            continue
        if NEGATION.search(sentence[: match.start()]):
            denied.add(name)
        else:
            found[name] = found.get(name, False) or strong
    return found


@cache
def _intent_patterns() -> Compiled:
    return tuple(
        (name, strong, _compiled(phrase))
        for name, entry in book().intents.items()
        for strong, by_language in ((True, entry.strong), (False, entry.weak))
        for phrases in by_language.values()
        for phrase in phrases
    )


@cache
def _attribute_patterns() -> Compiled:
    return tuple(
        (name, True, _compiled(phrase))
        for name, by_language in book().attributes.items()
        for phrases in by_language.values()
        for phrase in phrases
    )


def _compiled(phrase: str) -> re.Pattern[str]:
    """`*` stands for the rest of a word, `…` for a few words; edges are whole words in Latin."""
    edge = "" if CHINESE.search(phrase) else r"\b"
    pattern = phrase.replace(" … ", "…").replace("*", r"\w*")
    pattern = pattern.replace("…", f"{edge}{BETWEEN}{edge}")
    return re.compile(f"{edge}(?:{pattern}){edge}", re.IGNORECASE)
