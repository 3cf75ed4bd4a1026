"""How like in meaning single words and whole sentences are; their vectors are kept for a while."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from knowledge import embedders, wording
from knowledge.embedders import Vectors
from knowledge.particulars import calendar, terms
from playbooks.errors import NotReady

TRANSLATED = 0.8
"""What a word counts that the glossary has for another one."""

WITHIN = 0.85
"""What a Chinese word counts that is a part of another one."""

MOST = 24_576
"""Vectors that are kept, 2 kB each: those of the accounts that are asked about again and again."""

_KNOWN: OrderedDict[str, Vectors] = OrderedDict()
_LOCK = Lock()


def vectors(texts: Sequence[str]) -> Vectors:
    """Unit vectors of the texts, a row each; `NotReady` without the language model."""
    with _LOCK:
        new = [text for text in dict.fromkeys(texts) if text not in _KNOWN]
        if new:
            _KNOWN.update(zip(new, embedders.default().passages(new), strict=True))
        found = np.stack([_KNOWN[text] for text in texts])
        for text in texts:
            _KNOWN.move_to_end(text)
        while len(_KNOWN) > MOST:
            _KNOWN.popitem(last=False)
        return found


def words(asked: Sequence[str], said: Sequence[str]) -> Vectors:
    """How far each word asked (rows) is said by each word of a record (columns), 0 to 1.

    Words of one stem are the same, those of the glossary nearly; others are as like as their
    vectors. A figure is like no other one, and "Monday" like no "birthday".
    """
    if not asked or not said:
        return np.zeros((len(asked), len(said)), dtype=np.float32)
    try:
        like = vectors(asked) @ vectors(said).T
    except NotReady:
        like = np.zeros((len(asked), len(said)), dtype=np.float32)
    stems = [terms.stems(word) for word in said]
    for row, word in enumerate(asked):
        own, other = terms.stems(word), terms.translated(word)
        for column, stem in enumerate(stems):
            like[row, column] = _said(word, said[column], own, other, stem, like[row, column])
    return like


def _said(
    word: str,
    by: str,
    own: frozenset[str],
    other: frozenset[str],
    stem: frozenset[str],
    like: float,
) -> float:
    if wording.IDEOGRAPH.match(word):
        if word == by:
            return 1.0
        if (len(by) > 1 and by in word) or (len(word) > 1 and word in by):
            return WITHIN
    elif own & stem:
        return 1.0
    if other & stem:
        return max(float(like), TRANSLATED)
    apart = calendar.names_a_day(word) != calendar.names_a_day(by)
    return 0.0 if apart or word[0].isdigit() or by[0].isdigit() else float(like)
