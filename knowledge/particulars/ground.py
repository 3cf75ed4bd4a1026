"""The entries that may answer, compared with the question by meaning and by words."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.particulars import likeness, terms
from knowledge.particulars.entries import Entry
from knowledge.particulars.inquiry import Inquiry
from playbooks.errors import NotReady

Floats = NDArray[np.float32]

SENTENCES = 64
"""Sentences that are compared by meaning, of the entries that share most words first."""

ASIDE, FREQUENT = 0.5, 0.5
"""What a word counts that stands in another sentence of the message, and one that is said of
everything."""

ENTRIES = 8
"""Entries, the likeliest, that are compared word by word."""


@dataclass(frozen=True, slots=True)
class Compared:
    """An entry with its sentences' nearness in meaning, and how far they say each word asked.

    `near` has a number for each sentence, `said` a row for each word asked and a column for each
    sentence, all about 0 to 1.
    """

    entry: Entry
    near: Floats
    said: Floats


@dataclass(frozen=True, slots=True)
class Ground:
    """What a question is looked up in. `rarity` weighs each word asked; `typical` is the middle
    nearness of all sentences looked at."""

    asked: Inquiry
    compared: tuple[Compared, ...]
    rarity: Floats
    typical: float


def lay(asked: Inquiry, entries: Sequence[Entry]) -> Ground:
    """Compare the question with the entries, which come with the likeliest first."""
    rarity = _rarity(asked, entries)
    shared = {entry.id: _shared(asked, entry, rarity) for entry in entries}
    looked = _looked_at(entries, shared)
    near = _nearness(asked, looked)
    flat = np.concatenate([*near, np.zeros(0, np.float32)])
    order = sorted(range(len(looked)), key=lambda at: -(near[at].max() + shared[looked[at].id]))
    chosen = order[:ENTRIES]
    compared = _compared(asked, [looked[at] for at in chosen], [near[at] for at in chosen])
    weights = np.array([rarity[word] for word in asked.all], dtype=np.float32)
    return Ground(asked, compared, weights, float(np.median(flat)) if len(flat) else 0.0)


def _rarity(asked: Inquiry, entries: Sequence[Entry]) -> dict[str, float]:
    """How much naming each word asked tells; one of the question's other sentences half as much."""
    holders: Counter[str] = Counter()
    for entry in entries:
        holders.update({stem for word in entry.terms for stem in terms.stems(word)})
    found = {}
    for word in asked.all:
        known = terms.stems(word) | terms.translated(word)
        count = max((holders[stem] for stem in known), default=0)
        tells = math.log(1 + (len(entries) - count + 0.5) / (count + 0.5))
        tells *= 1.0 if word in asked.units else ASIDE
        found[word] = tells * (FREQUENT if terms.is_frequent(word) else 1.0)
    return found


def _shared(asked: Inquiry, entry: Entry, rarity: dict[str, float]) -> float:
    """The share of what is asked that the entry names, by the same stem or by the glossary."""
    stems = {stem for word in entry.terms for stem in terms.stems(word)}
    whole = sum(rarity.values())
    named = (
        rarity[word] for word in asked.all if (terms.stems(word) | terms.translated(word)) & stems
    )
    return sum(named) / whole if whole else 0.0


def _looked_at(entries: Sequence[Entry], shared: dict[str, float]) -> list[Entry]:
    """The entries whose sentences are compared: a made line only when it shares a word."""
    worth = [entry for entry in entries if entry.own or shared[entry.id] > 0]
    ordered = sorted(worth, key=lambda entry: -shared[entry.id])
    found: list[Entry] = []
    left = SENTENCES
    for entry in ordered:
        if entry.sentences and left > 0:
            found.append(entry)
            left -= len(entry.sentences)
    return found


def _nearness(asked: Inquiry, entries: Sequence[Entry]) -> list[Floats]:
    """How near each sentence of each entry is to the question; 0 without the language model."""
    texts = [sentence.text for entry in entries for sentence in entry.sentences]
    if not texts:
        return []
    try:
        questions = likeness.vectors([asked.asks, asked.bare])
        near = (likeness.vectors(texts) @ questions.T).max(axis=1)
    except NotReady:
        near = np.zeros(len(texts), dtype=np.float32)
    ends = np.cumsum([len(entry.sentences) for entry in entries])[:-1]
    return list(np.split(near, ends))


def _compared(
    asked: Inquiry, entries: Sequence[Entry], near: Sequence[Floats]
) -> tuple[Compared, ...]:
    words = [_words(entry) for entry in entries]
    vocabulary = tuple(dict.fromkeys(w for entry in words for said in entry for w in said))
    places = {word: place for place, word in enumerate(vocabulary)}
    like = likeness.words(asked.all, vocabulary)
    return tuple(
        Compared(entry, close, _said(like, [[places[w] for w in said] for said in spoken]))
        for entry, close, spoken in zip(entries, near, words, strict=True)
    )


def _words(entry: Entry) -> list[tuple[str, ...]]:
    """The words of each sentence; what the entry is about counts with the first."""
    said = [terms.of(sentence.text) for sentence in entry.sentences]
    return [(*said[0], *terms.of(entry.about)), *said[1:]] if said else []


def _said(like: Floats, columns: Sequence[Sequence[int]]) -> Floats:
    best = [
        like[:, places].max(axis=1) if places else np.zeros(len(like), dtype=np.float32)
        for places in columns
    ]
    return np.stack(best, axis=1)
