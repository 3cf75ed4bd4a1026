"""Recorded texts as they are searched, and the stretches of consecutive sentences in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.particulars import terms
from playbooks.wording import sentences
from playbooks.wording.sentences import Sentence

LONGEST = 340
"""Characters of a stretch of several sentences."""

SEVERAL = 3
"""Sentences of a stretch, at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded text. `about` is only searched: who wrote it, what its fields are called.

    `own` words are somebody's own; others are a line that was made of a record's fields.
    """

    id: str
    text: str
    about: str = ""
    own: bool = True
    at: date | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """What it tells, in order; a made line is one."""
        return _told(self.text) if self.own else (Sentence(self.text, 0, ()),)

    @property
    def terms(self) -> tuple[str, ...]:
        """The words that carry its meaning."""
        return terms.of(f"{self.text} {self.about}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive sentences of an entry, from the one at place `first` on."""

    entry: Entry
    first: int
    count: int

    @property
    def text(self) -> str:
        """The words from the first sentence to the last, as they stand."""
        said = self.entry.sentences
        last = said[self.first + self.count - 1]
        return self.entry.text[said[self.first].start : last.start + len(last.text)]

    @property
    def places(self) -> range:
        """The places of its sentences."""
        return range(self.first, self.first + self.count)


def stretches(entry: Entry) -> Iterator[Stretch]:
    """All stretches of the entry: each sentence, and short runs of them."""
    count = len(entry.sentences)
    for first in range(count):
        for several in range(1, min(SEVERAL, count - first) + 1):
            stretch = Stretch(entry, first, several)
            if several == 1 or len(stretch.text) <= LONGEST:
                yield stretch


def whole(stretch: Stretch, longest: int = LONGEST) -> Stretch:
    """The stretch with the sentences after and before it, as far as they are not too long."""
    grown = stretch
    for wider in _wider(stretch):
        if len(wider.text) <= longest:
            grown = _joined(grown, wider)
    return grown if len(grown.text) <= longest else stretch


def _wider(stretch: Stretch) -> Iterator[Stretch]:
    if stretch.first + stretch.count < len(stretch.entry.sentences):
        yield Stretch(stretch.entry, stretch.first, stretch.count + 1)
    if stretch.first > 0:
        yield Stretch(stretch.entry, stretch.first - 1, stretch.count + 1)


def _joined(one: Stretch, other: Stretch) -> Stretch:
    first = min(one.first, other.first)
    end = max(one.first + one.count, other.first + other.count)
    return Stretch(one.entry, first, end - first)


@lru_cache(maxsize=4096)
def _told(text: str) -> tuple[Sentence, ...]:
    return tuple(sentences.told(text))
