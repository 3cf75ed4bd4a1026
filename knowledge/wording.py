"""Words as people type them: where they stand in a text, and which of them are ordinary."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ORDINARY = Path(__file__).parent / "ordinary_words.txt"
"""Frequent words of European languages, from the vocabulary of the sentence encoder we use."""

CHINESE = "\u3400-\u4dbf\u4e00-\u9fff"
IDEOGRAPH = re.compile(f"[{CHINESE}]")
WORD = re.compile(f"[{CHINESE}]|[^\\W_{CHINESE}]+")
SLACK_LINK = re.compile(
    r"<(?:mailto:|https?://)?[^<>|]*\|([^<>]*)>|<(?:https?://|mailto:)([^<>|]*)>"
)
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one Chinese character, with its place in the text; `key` ignores case."""

    start: int
    end: int
    key: str
    capital: bool

    @property
    def chinese(self) -> bool:
        """True for a Chinese character, which is a word of its own here."""
        return bool(IDEOGRAPH.match(self.key))


def plain(text: str) -> str:
    """The text that a person saw: full-width forms narrowed, Slack's links and entities opened."""
    return " ".join(unicodedata.normalize("NFKC", _opened(text)).replace("’", "'").split())


def lines(text: str) -> str:
    """The text that a person saw in its lines and with its own signs, to be kept as written."""
    return "\n".join(" ".join(line.split()) for line in _opened(text).strip().splitlines())


def narrowed(text: str) -> str:
    """The text with full-width forms narrowed, so that every place in it still holds."""
    forms = (unicodedata.normalize("NFKC", character) for character in text)
    return "".join(form if len(form) == 1 else own for form, own in zip(forms, text, strict=True))


def _opened(text: str) -> str:
    """The text with Slack's links and entities opened."""
    text = SLACK_LINK.sub(lambda link: link.group(1) or link.group(2) or "", text)
    for entity, character in ENTITIES:
        text = text.replace(entity, character)
    return text


def words(text: str) -> list[Word]:
    """The words of `text` in order; accents are dropped from their keys."""
    return [
        Word(found.start(), found.end(), fold(found.group()), found.group()[0].isupper())
        for found in WORD.finditer(text)
    ]


def fold(text: str) -> str:
    """`text` without case and accents: what two spellings of one name have in common."""
    if text.isascii():
        return text.lower()
    marked = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in marked if not unicodedata.combining(c)))


def folded(text: str) -> str:
    """`text` folded character by character, so that every place in it still holds."""
    return "".join(fold(character)[:1] or character for character in text)


def keys(text: str) -> tuple[str, ...]:
    """The keys of the words of `text`."""
    return tuple(word.key for word in words(text))


@cache
def ordinary() -> frozenset[str]:
    """Words that are no evidence of a name: frequent ones, and those of our own field."""
    from knowledge import utterances

    frequent = (fold(line) for line in ORDINARY.read_text(encoding="utf-8").split())
    return frozenset(frequent) | utterances.vocabulary()
