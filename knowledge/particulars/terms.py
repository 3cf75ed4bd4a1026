"""The words of a question or a record that carry its meaning, and which of them say the same."""

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from knowledge import expansion, tokens, wording

RUN = re.compile(
    r"[\u3400-\u9fff]+|\d+(?:[.,:]\d+)*|[^\W\d_\u3400-\u9fff]+(?:[-’'&][^\W_\u3400-\u9fff]+)*"
)
ELIDED = re.compile(r"^(?:l|d|dell|all|un|nell|c|n|dall|sull|quest|s|cos|com|dov)['’]|['’]s$")
MOST_OF = 0.6
"""The share of a Chinese word that a term of the glossary must be to stand for it."""

LONGEST_WORD = 3
"""Characters of one Chinese word; longer ones are put together from several."""

REMEMBERED = 8192
"""Words and sentences whose reading is kept."""

_SAID: Mapping[str, str] = yaml.safe_load(
    Path(__file__).with_name("asking.yaml").read_text(encoding="utf-8")
)


@lru_cache(maxsize=REMEMBERED)
def of(text: str) -> tuple[str, ...]:
    """The text's words without those that everybody uses to ask or to join, each once, in order."""
    found: list[str] = []
    for run in RUN.findall(text):
        if wording.IDEOGRAPH.match(run):
            found += (word for word in _segmenter().cut(run) if word not in _small("zh"))
        else:
            word = ELIDED.sub("", run.lower())
            if (len(word) > 1 and word not in _small("spaced")) or word.isdigit():
                found.append(word)
    return tuple(dict.fromkeys(found))


def every(text: str) -> tuple[str, ...]:
    """All words of a text, for one that has none which carries its meaning alone: “they left?”."""
    words = dict.fromkeys(ELIDED.sub("", run.lower()) for run in RUN.findall(text))
    return tuple(word for word in words if wording.fold(word) not in tokens.STOP_WORDS)


def beginning(text: str) -> tuple[str, ...]:
    """The first words of the text, as written, as far as they carry meaning."""
    chinese = wording.IDEOGRAPH.match(text) is not None
    words = _segmenter().cut(text) if chinese else RUN.findall(text)
    return tuple(takewhile(of, words))


@lru_cache(maxsize=REMEMBERED)
def stems(word: str) -> frozenset[str]:
    """The word as it is looked up, in English and in Italian."""
    return frozenset(tokens.asked(word)) or frozenset((word,))


@lru_cache(maxsize=REMEMBERED)
def translated(word: str) -> frozenset[str]:
    """Stems of what the glossary has for the word in any of our languages.

    A term of several words tells by all of them: who speaks of a customer does not yet speak of
    customer education.
    """
    entries = [entry for entry, _ in expansion.entries(word)]
    if wording.IDEOGRAPH.match(word):
        least = MOST_OF * len(word)
        entries = [e for e in entries if any(t in word and len(t) >= least for t in e.zh)]
    terms = [term for e in entries for term in (*e.en, *e.it, *e.zh) if _is_one_word(term)]
    return frozenset(stem for term in terms for stem in tokens.asked(term))


def _is_one_word(term: str) -> bool:
    if wording.IDEOGRAPH.match(term):
        return len(term) <= LONGEST_WORD and len(_segmenter().cut(term)) == 1
    return len(RUN.findall(term)) == 1


@lru_cache(maxsize=REMEMBERED)
def is_name(word: str) -> bool:
    """Whether a Chinese word is a name of somebody or of some place."""
    tagged = _segmenter().tag(word)
    return bool(tagged) and tagged[0][1] in ("nr", "ns", "nt", "nz")


def is_frequent(word: str) -> bool:
    """Whether the word is among those that are frequent in any text."""
    return word in _frequent()


def without(text: str, names: Collection[str]) -> str:
    """The text without names, nor single words of them, whatever their case."""
    parts = {part for name in names for part in (name, *RUN.findall(name)) if len(part) > 1}
    for part in sorted(parts, key=len, reverse=True):
        before, after = (r"(?<![a-z0-9])", r"(?![a-z0-9])") if part.isascii() else ("", "")
        text = re.sub(f"{before}{re.escape(part)}(?:['’]s)?{after}", " ", text, flags=re.I)
    return text


@cache
def _small(script: str) -> frozenset[str]:
    if script == "zh":
        return frozenset(_SAID["zh"].split())
    return frozenset(f"{_SAID['en']} {_SAID['it']}".split()) | tokens.STOP_WORDS


@cache
def _frequent() -> frozenset[str]:
    """The commonest words of the sentence encoder's vocabulary."""
    return frozenset(Path(__file__).with_name("frequent.txt").read_text(encoding="utf-8").split())


@cache
def _segmenter() -> Any:
    import rjieba

    return rjieba
