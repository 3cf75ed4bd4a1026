"""Which people at the customers' a text names: in full, by a part of the name, in either script."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from knowledge import pinyin, surfaces, usage, utterances, wording
from knowledge.wording import Word

LONGEST = 5
"""Words of a person's name that are looked up together, titles left out."""

SHORTEST = 3
"""Letters of the shortest part of a Latin name that may stand for all of it."""

TITLES = "总监|总|经理|主管|主任|先生|女士|小姐|太太|老师|工|姐|哥|董|院长|处长|科长"
SURNAME_WITH_TITLE = re.compile(f"([{wording.CHINESE}])(?:{TITLES})")
"""周总, 邵经理: Chinese people are spoken of by surname and rank."""


class Belongs(Protocol):
    """What is needed of a person to find them in a text."""

    @property
    def id(self) -> str: ...
    @property
    def account_id(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Met:
    """A stretch of text that names people; `positions` index those whom it may mean.

    `whole` is true when the whole name is said, not a part that others could share.
    """

    start: int
    end: int
    positions: tuple[int, ...]
    whole: bool


@dataclass
class Index:
    """The names of people, prepared once."""

    people: Sequence[Belongs]
    whole: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, list[int]] = field(default_factory=dict)
    surnames: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position, person in enumerate(self.people):
            for key in _whole(person.name):
                self.whole.setdefault(key, []).append(position)
            for key in _parts(person.name):
                self.parts.setdefault(key, []).append(position)
            if wording.IDEOGRAPH.match(person.name):
                self.surnames.setdefault(person.name[0], []).append(position)

    def find(self, text: str) -> list[Met]:
        """The people named in `text`, in its order, without overlaps; the longest name wins."""
        words = wording.words(text)
        found = sorted(self._candidates(text, words), key=lambda met: met.start - met.end)
        taken: list[Met] = []
        for met in found:
            if all(met.end <= other.start or other.end <= met.start for other in taken):
                taken.append(met)
        return sorted(taken, key=lambda met: met.start)

    def _candidates(self, text: str, words: list[Word]) -> Iterator[Met]:
        for first in range(len(words)):
            key = ""
            for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
                key += words[last - 1].key
                yield from self._named(text, words, first, last, key)
        for said in SURNAME_WITH_TITLE.finditer(text):
            if said[1] in self.surnames:
                yield Met(said.start(), said.end(), tuple(self.surnames[said[1]]), whole=False)

    def _named(
        self, text: str, words: list[Word], first: int, last: int, key: str
    ) -> Iterator[Met]:
        start, end = words[first].start, words[last - 1].end
        whole = self.whole.get(key) or self.whole.get(_romanised(words[first:last], key))
        if whole and (last - first > 1 or _is_a_name(text, words, first)):
            yield Met(start, end, tuple(whole), whole=True)
        elif key in self.parts and (last - first > 1 or _is_a_name(text, words, first)):
            yield Met(start, end, tuple(self.parts[key]), whole=False)


def _is_a_name(text: str, words: list[Word], at: int) -> bool:
    """An ordinary word (Rosa, Mark) needs its capital, and not only that of a sentence's start."""
    word = words[at]
    if word.key not in wording.ordinary():
        return True
    begins = at == 0 or text[words[at - 1].end : word.start].strip(" \"'«“(") != ""
    unusual = word.key not in utterances.vocabulary() and word.key not in usage.VERBS
    return word.capital and (not begins or unusual)


def _whole(name: str) -> set[str]:
    """Keys of the whole name, in both orders, and as it would be written in Latin letters."""
    keys = [key for key in wording.keys(name) if key not in usage.TITLES]
    said = pinyin.spelt(name) if wording.IDEOGRAPH.match(name) else keys
    if len(said) < 2:
        return set()
    return {"".join(keys), "".join(said), "".join((*said[1:], said[0])), _last_first(said)}


def _last_first(said: Sequence[str]) -> str:
    return "".join((said[-1], *said[:-1]))


def _parts(name: str) -> set[str]:
    """Keys of what people call somebody by: the first name, or the last."""
    if wording.IDEOGRAPH.match(name):
        spelt = pinyin.spelt(name)
        latin = {spelt[0], "".join(spelt[1:]) if len(spelt) > 2 else ""}
        return {name[1:]} | _long(latin) if len(name) > 2 else _long(latin)
    parts = {"".join(wording.keys(part)) for part in name.split()} | set(wording.keys(name))
    return _long(parts) - surfaces.JOINING - usage.TITLES


def _long(parts: set[str]) -> set[str]:
    return {part for part in parts if len(part) >= SHORTEST}


def _romanised(words: Sequence[Word], key: str) -> str:
    """Chinese characters as the customer's own people write them in Latin letters."""
    short = 2 <= len(words) <= 4 and all(word.chinese for word in words)
    return "".join(pinyin.spelt(key)) if short else ""
