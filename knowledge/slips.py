"""Names typed wrong: a slip of the finger, a character unknown, or another that sounds alike."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import pinyin, usage, utterances, wording
from knowledge.usage import Stretch
from knowledge.wording import Word

LONGEST_NAME = 14
"""Words, or Chinese characters, that are looked up as one name."""

SHARED_BY_MANY = 8
"""A part of a name that more accounts than this share says nothing about which is meant."""

CHINESE_NAME = re.compile(f"[{wording.CHINESE}]{{2,6}}")
"""Chinese names that are short enough to be typed by their sound in one go."""

MOST_GUESSES = 24
"""Spellings of one text that are compared with all names: bounds the time on a long text."""

Guess = tuple[float, Stretch, list[int]]
"""A score, the words, and the positions of the accounts that they may name."""


class Slips:
    """Names, as keys with the positions of their accounts, by how they can be typed wrong."""

    def __init__(self, names: Mapping[str, list[int]]) -> None:
        self._names = names
        self._masked: dict[str, set[int]] = {}
        self._spellings: dict[int, list[str]] = {}
        for key, positions in names.items():
            if wording.IDEOGRAPH.search(key):
                for masked in _masks(key):
                    self._masked.setdefault(masked, set()).update(positions)
            elif len(key) > 3:
                self._spellings.setdefault(len(key), []).append(key)

    def guesses(self, words: list[Word], taken: list[bool]) -> list[Guess]:
        """What the words that are not taken may name, the likeliest first."""
        found = [*self._latin(words, taken), *self._chinese(words, taken)]
        return sorted(found, key=lambda guess: (-guess[0], guess[1].first))

    def _latin(self, words: list[Word], taken: list[bool]) -> Iterator[Guess]:
        tried = 0
        for stretch in stretches(words, 4):
            inside = words[stretch.first : stretch.last]
            if any(taken[stretch.first : stretch.last]) or not _could_be_a_typo(inside):
                continue
            tried += 1
            if tried > MOST_GUESSES:
                return
            distance, keys = self._closest(stretch.key)
            if keys:
                positions = list(dict.fromkeys(p for key in keys for p in self._names[key]))
                # A longer stretch that fits is better evidence than a short one.
                score = 0.9 - 0.5 * distance / len(stretch.key) + 0.02 * len(inside)
                if len(positions) <= SHARED_BY_MANY:
                    yield min(score, 0.95), stretch, positions

    def _closest(self, key: str) -> tuple[int, list[str]]:
        """The names at the smallest distance from `key`, if that could be a slip of the fingers."""
        allowed = _slips(len(key))
        best = allowed + 1
        closest: list[str] = []
        for length in range(len(key) - allowed, len(key) + allowed + 1):
            names = self._spellings.get(length, [])
            for name, distance, _ in process.extract(
                key, names, scorer=OSA.distance, score_cutoff=allowed, limit=SHARED_BY_MANY
            ):
                # An exact fit was already judged, and not taken for a name.
                if not distance or distance > best or not _same_build(key, name, int(distance)):
                    continue
                if distance < best:
                    best, closest = int(distance), []
                closest.append(name)
        return best, closest

    def _chinese(self, words: list[Word], taken: list[bool]) -> Iterator[Guess]:
        for stretch in stretches(words, LONGEST_NAME):
            if any(taken[stretch.first : stretch.last]) or not words[stretch.first].chinese:
                continue
            for masked in _masks(stretch.key):
                if masked in self._masked:
                    yield 0.8, stretch, sorted(self._masked[masked])
        yield from self._homophones(words, taken)

    def _homophones(self, words: list[Word], taken: list[bool]) -> Iterator[Guess]:
        """云凡 for 云帆: typed by its sound, with another of the characters that are spelt so."""
        if not self._sounding or not any(word.chinese for word in words):
            return
        starts = _starts_of_words(words)
        for stretch in stretches(words, max(self._sounding)):
            length = stretch.last - stretch.first
            whole = stretch.first in starts and stretch.last in starts
            apart = whole and not any(taken[stretch.first : stretch.last])
            if not apart or length not in self._sounding or starts[stretch.first] == length:
                continue
            for name in self._sounding[length].get(pinyin.spelt(stretch.key), ()):
                if set(name) & set(stretch.key):
                    yield 0.75, stretch, self._names[name]

    @cached_property
    def _sounding(self) -> dict[int, dict[tuple[str, ...], list[str]]]:
        """Chinese names by their length and their sound."""
        heard: dict[int, dict[tuple[str, ...], list[str]]] = {}
        for name in self._names:
            if CHINESE_NAME.fullmatch(name):
                heard.setdefault(len(name), {}).setdefault(pinyin.spelt(name), []).append(name)
        return heard


def stretches(words: list[Word], longest: int) -> Iterator[Stretch]:
    for first in range(len(words)):
        key = ""
        for last in range(first + 1, min(first + longest, len(words)) + 1):
            key += words[last - 1].key
            yield Stretch(first, last, key)


def _could_be_a_typo(inside: list[Word]) -> bool:
    """Whether the words are mostly unusual ones: "la vera" is no slip of anything."""
    if any(word.chinese for word in inside):
        return False
    letters = sum(len(word.key) for word in inside)
    unusual = sum(len(word.key) for word in inside if usage.telling(word))
    return letters > 3 and unusual * 2 >= letters


def _starts_of_words(words: list[Word]) -> dict[int, int]:
    """Where Chinese words begin, each with its length where it is one of our own questions'.

    A name typed by its sound is cut into words that no dictionary has, but never through one:
    今天和 is 今天 and 和, and holds no 天和.
    """
    import rjieba  # its dictionary is read only where a text may hold a name typed by its sound

    starts: dict[int, int] = {}
    place = 0
    for token in rjieba.cut("".join(w.key if w.chinese else " " for w in words)):
        starts[place] = len(token) if token in utterances.vocabulary() else 0
        place += len(token)
    return {**starts, place: 0}


def _slips(length: int) -> int:
    """Slips of the fingers allowed in a name of that length."""
    return 1 if length < 7 else 2 if length < 13 else 3


def _same_build(key: str, name: str, distance: int) -> bool:
    """Numbers are never typos of each other; two slips must leave the first letter alone."""
    digits = [c for c in key if c.isdigit()] == [c for c in name if c.isdigit()]
    return digits and (distance < 2 or key[0] == name[0])


def _masks(key: str) -> Iterator[str]:
    """`key` with each character in turn unknown; names of two characters are too short for it."""
    if len(key) > 2:
        for place in range(len(key)):
            yield f"{key[:place]}*{key[place + 1 :]}"
