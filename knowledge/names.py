"""Which accounts a text names: exactly, in part, by alias, id or domain, or with a typo."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA

from knowledge import bare_names, pinyin, surfaces, usage, utterances, wording
from knowledge.halves import Halves
from knowledge.surfaces import Named
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


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of text that names accounts; `positions` index the accounts, best first.

    More than one position means that the name is ambiguous. `score` runs from 0 to 1.
    """

    start: int
    end: int
    positions: tuple[int, ...]
    score: float


@dataclass
class Index:
    """The names of a snapshot of accounts, prepared once so that a question costs milliseconds."""

    accounts: Sequence[Named]
    whole: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, list[int]] = field(default_factory=dict)
    initials: dict[str, list[int]] = field(default_factory=dict)
    called: dict[str, list[int]] = field(default_factory=dict)
    masked: dict[str, set[int]] = field(default_factory=dict)
    spellings: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position, account in enumerate(self.accounts):
            for key in surfaces.whole(account):
                self.whole.setdefault(key, []).append(position)
            for key in surfaces.parts(account):
                self.parts.setdefault(key, []).append(position)
            if (short := surfaces.initials(account)) is not None:
                self.initials.setdefault(short, []).append(position)
            for key in surfaces.calling(account):
                self.called.setdefault(key, []).append(position)
        self.parts = {key: at for key, at in self.parts.items() if len(at) <= SHARED_BY_MANY}
        for key in self.whole.keys() | self.parts.keys():
            self._spell(key)

    def find(self, text: str, typos: bool = True, talked_of: Sequence[int] = ()) -> list[Match]:
        """The accounts named in `text`, in the order of the text, without overlaps.

        `talked_of` are positions of accounts whose namesakes need no more than the other half
        of their name.
        """
        words = wording.words(text)
        taken = [False] * len(words)
        refused = [False] * len(words)
        found = list(self._exact(text, words, taken, refused))
        found += self._by_initials(text, words, taken)
        found += self._by_what_it_is(words, taken)
        if typos:
            found += self._misspelt(words, taken, refused)
        found += self._beside_others(text, words, taken, refused)
        found += list(self._by_halves(text, words, taken, found, talked_of))
        return sorted(found, key=lambda match: match.start)

    def nearest(self, name: str, limit: int = 3) -> list[int]:
        """Positions of the accounts whose names resemble `name` most, best first."""
        hits = process.extract(
            name,
            self._labels[0],
            scorer=fuzz.ratio,
            processor=utils.default_process,
            limit=limit * 3,
            score_cutoff=60,
        )
        return list(dict.fromkeys(self._labels[1][place] for _, _, place in hits))[:limit]

    @cached_property
    def halves(self) -> Halves:
        """The names by their halves."""
        return Halves(self.accounts)

    @cached_property
    def _labels(self) -> tuple[list[str], list[int]]:
        labelled = [
            (label, position)
            for position, account in enumerate(self.accounts)
            for label in (account.name, *account.aliases)
        ]
        return [label for label, _ in labelled], [position for _, position in labelled]

    def _spell(self, key: str) -> None:
        if wording.IDEOGRAPH.search(key):
            for masked in _masks(key):
                self.masked.setdefault(masked, set()).update(self._at(key))
        elif len(key) > 3:
            self.spellings.setdefault(len(key), []).append(key)

    def _at(self, key: str) -> list[int]:
        return self.whole.get(key) or self.parts.get(key, [])

    def _exact(
        self, text: str, words: list[Word], taken: list[bool], refused: list[bool]
    ) -> Iterator[Match]:
        stretches = [s for s in _stretches(words, LONGEST_NAME) if self._at(s.key)]
        for stretch in sorted(stretches, key=lambda s: s.first - s.last):
            held = [*taken[stretch.first : stretch.last], *refused[stretch.first : stretch.last]]
            if any(held):
                continue
            full = stretch.key in self.whole
            if usage.is_meant(text, words, stretch, full):
                yield _take(words, taken, stretch, self._at(stretch.key), 1.0 if full else 0.9)
            else:
                refused[stretch.first : stretch.last] = [True] * (stretch.last - stretch.first)

    def _by_initials(self, text: str, words: list[Word], taken: list[bool]) -> Iterator[Match]:
        """BPS, where one account alone has these initials and nothing of ours is called so."""
        for place, word in enumerate(words):
            fits = self.initials.get(text[word.start : word.end], [])
            if len(fits) == 1 and not taken[place] and word.key not in wording.ordinary():
                yield _take(words, taken, Stretch(place, place + 1, word.key), fits, 0.8)

    def _by_what_it_is(self, words: list[Word], taken: list[bool]) -> Iterator[Match]:
        """The bank, le fonderie: where one account alone is one."""
        for place, word in enumerate(words):
            fits = self.called.get(word.key, [])
            before = words[place - 1].key if place else ""
            alone = len(fits) == 1 and not taken[place]
            if alone and before in surfaces.BEFORE_A_PLACE_MEANT:
                yield _take(words, taken, Stretch(place, place + 1, word.key), fits, 0.7)

    def _beside_others(
        self, text: str, words: list[Word], taken: list[bool], refused: list[bool]
    ) -> Iterator[Match]:
        """Ordinary words joined to a name that was found: 3rivers o relay."""
        left = [at for at, word in enumerate(words) if refused[at] and self._at(word.key)]
        for place in (*left, *reversed(left)):
            if not taken[place] and _is_joined(text, words, place, taken):
                key = words[place].key
                yield _take(words, taken, Stretch(place, place + 1, key), self._at(key), 0.8)

    def _by_halves(
        self,
        text: str,
        words: list[Word],
        taken: list[bool],
        found: list[Match],
        talked_of: Sequence[int],
    ) -> Iterator[Match]:
        """NW Energy, and Traders beside it: the half of a name that tells it from its namesakes."""
        for stretch, position in self.halves.shortened(words, taken):
            yield _take(words, taken, stretch, [position], 0.7)
        open_ = {at for match in found if len(match.positions) > 1 for at in match.positions}
        sure = {*talked_of, *(match.positions[0] for match in found)} - open_
        for stretch, position in self.halves.others(text, words, taken, sure, open_):
            yield _take(words, taken, stretch, [position], 0.7)

    def _misspelt(
        self, words: list[Word], taken: list[bool], refused: list[bool]
    ) -> Iterator[Match]:
        guesses = [*self._latin_guesses(words, taken), *self._chinese_guesses(words, taken)]
        for score, stretch, positions in sorted(guesses, key=lambda g: (-g[0], g[1].first)):
            # What is a name to the letter, but not used as one, is no slip of another either.
            inside = range(stretch.first, stretch.last)
            to_the_letter = any(refused[at] for at in inside) and not any(
                usage.telling(words[at]) for at in inside if not refused[at]
            )
            if not any(taken[stretch.first : stretch.last]) and not to_the_letter:
                yield _take(words, taken, stretch, positions, score)

    def _latin_guesses(
        self, words: list[Word], taken: list[bool]
    ) -> Iterator[tuple[float, Stretch, list[int]]]:
        tried = 0
        for stretch in _stretches(words, 4):
            inside = words[stretch.first : stretch.last]
            if any(taken[stretch.first : stretch.last]) or not _could_be_a_typo(inside):
                continue
            tried += 1
            if tried > MOST_GUESSES:
                return
            distance, keys = self._closest(stretch.key)
            if keys:
                positions = list(dict.fromkeys(p for key in keys for p in self._at(key)))
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
            names = self.spellings.get(length, [])
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

    def _chinese_guesses(
        self, words: list[Word], taken: list[bool]
    ) -> Iterator[tuple[float, Stretch, list[int]]]:
        for stretch in _stretches(words, LONGEST_NAME):
            if any(taken[stretch.first : stretch.last]) or not words[stretch.first].chinese:
                continue
            for masked in _masks(stretch.key):
                if masked in self.masked:
                    yield 0.8, stretch, sorted(self.masked[masked])
        yield from self._homophones(words, taken)

    def _homophones(
        self, words: list[Word], taken: list[bool]
    ) -> Iterator[tuple[float, Stretch, list[int]]]:
        """云凡 for 云帆: typed by its sound, with another of the characters that are spelt so."""
        if not self._sounding or not any(word.chinese for word in words):
            return
        starts = _starts_of_words(words)
        for stretch in _stretches(words, max(self._sounding)):
            length = stretch.last - stretch.first
            whole = stretch.first in starts and stretch.last in starts
            apart = whole and not any(taken[stretch.first : stretch.last])
            if not apart or length not in self._sounding or starts[stretch.first] == length:
                continue
            for name in self._sounding[length].get(pinyin.spelt(stretch.key), ()):
                if set(name) & set(stretch.key):
                    yield 0.75, stretch, self._at(name)

    @cached_property
    def _sounding(self) -> dict[int, dict[tuple[str, ...], list[str]]]:
        """Chinese names by their length and their sound."""
        heard: dict[int, dict[tuple[str, ...], list[str]]] = {}
        for name in dict.fromkeys((*self.whole, *self.parts)):
            if CHINESE_NAME.fullmatch(name):
                heard.setdefault(len(name), {}).setdefault(pinyin.spelt(name), []).append(name)
        return heard


def _stretches(words: list[Word], longest: int) -> Iterator[Stretch]:
    for first in range(len(words)):
        key = ""
        for last in range(first + 1, min(first + longest, len(words)) + 1):
            key += words[last - 1].key
            yield Stretch(first, last, key)


def _is_joined(text: str, words: list[Word], place: int, taken: list[bool]) -> bool:
    near = (place - 2, place - 1, place + 1, place + 2)
    sides = [at for at in near if 0 <= at < len(words) and taken[at]]
    return any(bare_names.is_beside(text, words, place, at) for at in sides)


def _take(
    words: list[Word], taken: list[bool], stretch: Stretch, positions: list[int], score: float
) -> Match:
    for place in range(stretch.first, stretch.last):
        taken[place] = True
    start, end = words[stretch.first].start, words[stretch.last - 1].end
    return Match(start, end, tuple(positions), score)


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
