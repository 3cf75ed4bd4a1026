"""A taught model that marks in a note what somebody promises, whose promise it is, and its day."""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge import wording
from knowledge.encoding.layers import Layers, Place

EXAMPLES = Path(__file__).parent / "commitments.jsonl"
"""Notes with their promises marked, by thirty-one writers."""

TAUGHT = EXAMPLES.with_suffix(".npz")
"""The last layers of the model and what reads them, as the examples taught them.

After a change of the examples: `python -m knowledge.training.commitments`.
"""

HEAD = "head."
"""How the names of weights begin that are not of a layer."""

OUTSIDE, BEGINS, GOES_ON = range(3)
"""What a piece is: no part of a promise, its first piece, or one that follows."""

IMPOSSIBLE = -1e4
FOLLOWS = np.array([[0.0, 0.0, IMPOSSIBLE], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], np.float32)
"""What may follow what, by row and column: nothing goes on that has not begun."""

STOPS = frozenset(".!?。！？；;\n")
SURE = 0.7
"""How likely its pieces must be those of a promise, on the mean: for writers whose notes were held
out, F1 is flat from 0.5 to here."""

AGREED = 0.2
"""The same where the wording tells of a promise as well: "We promised them SSO by Friday."."""

PERHAPS, LEANING = 0.3, 1.0
"""The same where the clause begins with somebody who is known, and by how much the logarithm of
its being none is lowered to look for it."""

FAR = 40
"""Pieces between a promise and a day from which it makes no difference how many there are."""

CLOSE = 2
SENTENCES_BETWEEN = 3

LITTLE = 3
"""Words before its day of a sentence that tells nothing else: "Should be done Monday."."""

_ENDS = re.compile(r"[!?。！？\n]|\.(?=\s)")

_IN_ONE = re.compile(
    r"(?!.*\b(?:and|then|plus|or|but|e|ed|poi|ma)\b)\s?(?:[^\W\d_]+['’]?\s?){0,2}"
    r"|(?!.*[和并再也跟又])[\u3400-\u9fff]{0,3}",
    re.IGNORECASE,
)
"""What may stand inside one promise: one or two words that begin nothing new."""

Floats = NDArray[np.float32]
Range = tuple[int, int]
"""The first of some pieces, and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What is promised as a place in a text, whose promise it is, and where its day is named."""

    place: Place
    by_us: bool
    day: Place | None
    sure: bool = True


class Tagger:
    """Marks promises in up to `LONGEST` pieces of a text; about a millisecond for each."""

    def __init__(self, kept: Mapping[str, NDArray[Any]]) -> None:
        self._heads = {name: held for name, held in kept.items() if name.startswith(HEAD)}
        self._layers = Layers({n: held for n, held in kept.items() if n not in self._heads})

    def marked(
        self, text: str, days: Sequence[Place], worded: Sequence[Place] = ()
    ) -> Iterator[Marked]:
        """What is promised in a text, in its order.

        `days` are where it names one, `worded` where its wording tells of a promise.
        """
        states, places = self._layers.read(text)
        scores = _logs(self._read(states, "what"))
        surely = _surely(scores, ranges(scores), held(places, worded))
        found = list(_whole(text, places, sorted([*surely, *_perhaps(scores, surely)])))
        if not found:
            return
        # A piece may hold the full stop behind a day: the day is what it was named by.
        read = [day for day in days if held(places, [day])]
        sides = self._sides(states)
        reach = within_reach(text, [_place(places, one) for one in found], read)
        chosen = self._linked(states, found, held(places, read), stops(text, places), reach)
        for (first, end), day in zip(found, chosen, strict=True):
            place = _place(places, (first, end))
            when = read[day] if day < len(read) else None
            by_us = bool(sides[first:end].mean() > 0)
            sure = any(first <= one < end for one, _ in surely)
            yield Marked(place, by_us, when, sure)

    def _read(self, states: Floats, name: str) -> Floats:
        weight, bias = (self._heads[f"{HEAD}{name}.{part}"] for part in ("weight", "bias"))
        found: Floats = states @ weight.T + bias
        return found

    def _sides(self, states: Floats) -> Floats:
        """Above 0 for each piece of a promise of ours, with the whole text in view."""
        whole = np.broadcast_to(states.mean(axis=0), states.shape)
        hidden = self._read(np.concatenate([states, whole], axis=1), "side.0")
        return self._read(np.maximum(hidden, 0), "side.2")[:, 0]

    def _linked(
        self,
        states: Floats,
        found: Sequence[Range],
        days: Sequence[Range],
        ends: NDArray[np.int64],
        reach: NDArray[np.bool_],
    ) -> list[int]:
        """For each promise the place of its day among the days in `reach`, or their number."""
        promises = np.stack([states[slice(*one)].mean(axis=0) for one in found])
        scores = self._read(promises, "none")
        if days:
            named = np.stack([states[slice(*one)].mean(axis=0) for one in days])
            one, other = self._read(promises, "promise")[:, None], self._read(named, "day")[None]
            one, other = np.broadcast_arrays(one, other)
            given = np.concatenate([one, other, one * other, beside(found, days, ends)], axis=2)
            hidden = np.maximum(self._read(given, "pair"), 0)
            linked = np.where(reach, self._read(hidden, "link")[..., 0], IMPOSSIBLE)
            scores = np.concatenate([linked, scores], axis=1)
        return [int(best) for best in scores.argmax(axis=1)]


@cache
def tagger() -> Tagger:
    """The one that ships; raises NotReady where the packaged model cannot be run."""
    with np.load(TAUGHT, allow_pickle=False) as kept:
        return Tagger({name: _widened(kept[name]) for name in kept.files if name != "mark"})


def ranges(scores: Floats) -> list[Range]:
    """The likeliest stretches of pieces; `scores` are logarithms, shape (pieces, 3)."""
    if not len(scores):
        return []
    likely = scores[0] + FOLLOWS[OUTSIDE]
    came = []
    for row in scores[1:]:
        paths = likely[:, None] + FOLLOWS
        came.append(paths.argmax(axis=0))
        likely = paths.max(axis=0) + row
    marks = [int(likely.argmax())]
    for before in reversed(came):
        marks.append(int(before[marks[-1]]))
    return list(_joined(marks[::-1]))


def _surely(scores: Floats, found: Sequence[Range], worded: Sequence[Range]) -> list[Range]:
    """The stretches that are likely enough, and those of the wording that are not unlikely."""
    likely = np.exp(scores[:, BEGINS:]).sum(axis=1)
    chosen = [one for one in found if likely[slice(*one)].mean() >= SURE]
    for first, end in worded:
        apart = all(end <= start or stop <= first for start, stop in chosen)
        if apart and likely[first:end].mean() >= AGREED:
            chosen.append((first, end))
    return sorted(chosen)


def _perhaps(scores: Floats, surely: Sequence[Range]) -> list[Range]:
    """Further stretches that are promises where something else tells so as well."""
    likely = np.exp(scores[:, BEGINS:]).sum(axis=1)
    leaning = scores + np.array([-LEANING, 0.0, 0.0], np.float32)
    return [
        one
        for one in ranges(leaning)
        if likely[slice(*one)].mean() >= PERHAPS
        and all(one[1] <= start or stop <= one[0] for start, stop in surely)
    ]


def _whole(text: str, places: Sequence[Place], found: Sequence[Range]) -> Iterator[Range]:
    """Stretches between which only a word or two stand ("send | Dana | the export") as one."""
    open_one: Range | None = None
    for one in found:
        if open_one and _IN_ONE.fullmatch(text[places[open_one[1] - 1][1] : places[one[0]][0]]):
            open_one = open_one[0], one[1]
        else:
            if open_one:
                yield open_one
            open_one = one
    if open_one:
        yield open_one


def _logs(scores: Floats) -> Floats:
    """Logarithms of probabilities, by row."""
    even = scores - scores.max(axis=1, keepdims=True)
    logs: Floats = even - np.log(np.exp(even).sum(axis=1, keepdims=True))
    return logs


def _joined(marks: Sequence[int]) -> Iterator[Range]:
    """Stretches of marks; one of a single piece ("a") belongs to what begins right behind it."""
    start = None
    for place, mark in enumerate([*marks, OUTSIDE]):
        alone = start is not None and place - start == 1
        if start is not None and (mark == OUTSIDE or (mark == BEGINS and not alone)):
            yield start, place
            start = None
        if mark != OUTSIDE and start is None:
            start = place


def held(places: Sequence[Place], spans: Sequence[Place]) -> list[Range]:
    """The pieces of each span of a text; of one that is cut off there are none."""
    found = []
    for start, stop in spans:
        inside = [n for n, (first, end) in enumerate(places) if first < stop and end > start]
        found += [(inside[0], inside[-1] + 1)] if inside else []
    return found


def stops(text: str, places: Sequence[Place]) -> NDArray[np.int64]:
    """The pieces that end a sentence; not the point of "14."."""
    said = [text[first:end] for first, end in places]
    ends = [n for n, one in enumerate(said) if STOPS & set(one) and not one.strip()[:-1].isdigit()]
    return np.array(ends, np.int64)


def within_reach(text: str, promises: Sequence[Place], days: Sequence[Place]) -> NDArray[np.bool_]:
    """Which days may be those of which promises, shape (promises, days)."""
    rows = [[_reaches(text, one, day) for day in days] for one in promises]
    return np.array(rows, np.bool_).reshape(len(promises), len(days))


def _reaches(text: str, promise: Place, day: Place) -> bool:
    """Whether both stand in one sentence, or the next one tells little more: "By Friday."."""
    first, last = sorted((promise, day))
    between = text[first[1] : last[0]]
    *_, rest = _ENDS.split(between)
    if rest == between:
        return True
    return "\n" not in between and first == promise and len(wording.words(rest)) <= LITTLE


def _place(places: Sequence[Place], pieces: Range) -> Place:
    """Where some pieces stand in their text."""
    return places[pieces[0]][0], places[pieces[1] - 1][1]


def beside(found: Sequence[Range], days: Sequence[Range], ends: NDArray[np.int64]) -> Floats:
    """How each day stands to each promise, shape (promises, days, 7)."""
    return np.array(
        [[_between(one, day, found, days, ends) for day in days] for one in found], np.float32
    )


def mark() -> int:
    """A number that differs when the examples do."""
    return zlib.crc32(EXAMPLES.read_bytes())


def _between(
    promise: Range,
    day: Range,
    promises: Sequence[Range],
    days: Sequence[Range],
    ends: NDArray[np.int64],
) -> list[float]:
    """How a day stands to a promise: behind it or not, how far, and what lies between them."""
    behind = day[0] >= promise[1]
    first, end = (promise[1], day[0]) if behind else (day[1], promise[0])
    distance = max(0, end - first)
    return [
        float(behind),
        min(distance, FAR) / 10,
        float(distance <= CLOSE),
        float(sum(first <= one[0] and one[1] <= end for one in promises)),
        float(sum(first <= one[0] and one[1] <= end for one in days)),
        float(promise[0] <= day[0] < promise[1]),
        float(min(SENTENCES_BETWEEN, int(((ends >= first) & (ends < end)).sum()))),
    ]


def _widened(held: NDArray[Any]) -> NDArray[Any]:
    return held.astype(np.float32) if held.dtype == np.float16 else held
