"""Which accounts a text names: exactly, in part, by alias, id or domain, or with a typo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process, utils

from knowledge import bare_names, surfaces, usage, wording
from knowledge.halves import Halves
from knowledge.slips import LONGEST_NAME, SHARED_BY_MANY, Slips, stretches
from knowledge.surfaces import Named
from knowledge.usage import Stretch
from knowledge.wording import Word


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
        self.slips = Slips(
            self.whole | {k: at for k, at in self.parts.items() if k not in self.whole}
        )

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

    def _at(self, key: str) -> list[int]:
        return self.whole.get(key) or self.parts.get(key, [])

    def _exact(
        self, text: str, words: list[Word], taken: list[bool], refused: list[bool]
    ) -> Iterator[Match]:
        known = [s for s in stretches(words, LONGEST_NAME) if self._at(s.key)]
        for stretch in sorted(known, key=lambda s: s.first - s.last):
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
        for score, stretch, positions in self.slips.guesses(words, taken):
            # What is a name to the letter, but not used as one, is no slip of another either.
            inside = range(stretch.first, stretch.last)
            to_the_letter = any(refused[at] for at in inside) and not any(
                usage.telling(words[at]) for at in inside if not refused[at]
            )
            if not any(taken[stretch.first : stretch.last]) and not to_the_letter:
                yield _take(words, taken, stretch, positions, score)


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
