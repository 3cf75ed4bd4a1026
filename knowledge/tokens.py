"""The one tokeniser: what counts as a word, for both databases and all three languages."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

_SCRIPT = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_CHINESE = re.compile(f"[{_SCRIPT}]")
_RUNS = re.compile(rf"[{_SCRIPT}]+|[^\W_{_SCRIPT}]+")
_VOWELS = "aeiou"

REMEMBERED = 8192
"""Words whose stems are kept: few words make up most of a text."""

STOP_WORDS = frozenset(
    Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split()
)
"""Words that stand everywhere and find nothing: English, Italian, Chinese."""


def words(text: str, language: str | None = None) -> list[str]:
    """The searchable words of a text, in order, with repetitions.

    Lower case, without accents, lightly stemmed as English unless `language` is `it`; Chinese in
    overlapping pairs of characters. Words are letters and digits only, so that they pass through
    the full-text parsers of SQLite and PostgreSQL unharmed.
    """
    stem = _italian if language == "it" else _english
    found: list[str] = []
    for run in _RUNS.findall(_folded(text)):
        if _is_chinese(run):
            found.extend(_pairs(run))
        elif run not in STOP_WORDS:
            found.append(stem(run))
    return found


def plain(text: str, language: str | None = None) -> frozenset[str]:
    """All words of a text, also those that find nothing by themselves, stemmed; no Chinese."""
    stem = _italian if language == "it" else _english
    runs = _RUNS.findall(_folded(text))
    return frozenset(stem(run) for run in runs if not _is_chinese(run))


def asked(text: str) -> list[str]:
    """The words of a question, each once, as English and as Italian would be stemmed."""
    return list(dict.fromkeys([*words(text), *words(text, "it")]))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _is_chinese(run: str) -> bool:
    return _CHINESE.match(run) is not None


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield from () if run in STOP_WORDS else (run,)
    for first, second in pairwise(run):
        pair = first + second
        if pair not in STOP_WORDS:
            yield pair


@lru_cache(maxsize=REMEMBERED)
def _english(word: str) -> str:
    """Porter's first step: plurals, past and progressive forms."""
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    word = _without_plural(word)
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and any(v in stem for v in _VOWELS + "y"):
            return _as_spelt_here(_without_e(_undoubled(stem)))
    return _as_spelt_here(_without_e(word))


def _without_plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _undoubled(stem: str) -> str:
    double = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiouls"
    return stem[:-1] if double else stem


def _without_e(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _as_spelt_here(stem: str) -> str:
    """One spelling for British and American: utilisation, organise, licence."""
    if stem.endswith("isation"):
        return stem.removesuffix("isation") + "ization"
    if stem.endswith("is") and len(stem) > 4:
        return stem[:-1] + "z"
    return stem[:-1] + "s" if stem.endswith("enc") else stem


@lru_cache(maxsize=REMEMBERED)
def _italian(word: str) -> str:
    """The ending that carries gender, number and person is left out."""
    if len(word) <= 3 or not word.isalpha():
        return word
    stem = word.rstrip("aeiou")
    stem = stem if len(stem) >= 3 else word[:-1]
    return stem[:-1] if stem.endswith("h") else stem
