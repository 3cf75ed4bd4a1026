"""A text as the pieces of words that a language model knows, each with its place in the text."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.encoding import package
from knowledge.encoding.package import Pieces

SPACE = "▁"
"""What the vocabulary writes for a space."""

UNLIKELY = 10.0
"""By how much a character that is no piece is less likely than the least likely piece."""

FACTOR = 0x9E3779B97F4A7C15
"""An odd number, whose powers tell the places of bytes apart in a hash."""

Numbers = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Cut:
    """The numbers of a text's pieces, and the stretch of the text that each stands for."""

    ids: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


class Vocabulary:
    """Cuts a text where its pieces are likeliest together (a unigram model, by Viterbi).

    Pieces are found by their hashes, which takes 3 MB where a table of strings takes 50.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        starts, ends = pieces.offsets[:-1], pieces.offsets[1:]
        hashes = _hashes(pieces.blob, starts.astype(np.int64), ends.astype(np.int64))
        self._order = np.argsort(hashes).astype(np.int32)
        self._hashes = hashes[self._order]
        self._longest = int((ends - starts).max())
        self._unlikely = float(pieces.scores.min()) - UNLIKELY

    def cut(self, text: str) -> Cut:
        """The pieces of a text, in order; a character that nothing stands for is `unknown`."""
        written, sources = self._written(text)
        best = self._best(written)
        ids: list[int] = []
        places: list[tuple[int, int]] = []
        end = len(written)
        while end > 0:
            piece, start = best[end]
            first = start + (written[start] == SPACE and end - start > 1 and start > 0)
            ids.append(piece)
            # The space that is written before a text stands nowhere in it.
            places.append((max(sources[first], 0), sources[end - 1] + 1))
            end = start
        return Cut(tuple(reversed(ids)), tuple(reversed(places)))

    def _written(self, text: str) -> tuple[str, list[int]]:
        """The text as the vocabulary writes it, and the place from which each character came."""
        written: list[str] = []
        sources: list[int] = []
        for place, character in enumerate(text):
            for one in self._pieces.normal.get(ord(character), character):
                if one == " " and written and written[-1] == SPACE:
                    continue
                written.append(SPACE if one == " " else one)
                sources.append(place)
        if written[:1] != [SPACE]:
            written.insert(0, SPACE)
            sources.insert(0, -1)
        return "".join(written), sources

    def _best(self, written: str) -> list[tuple[int, int]]:
        """For each end, the last piece of the likeliest cut up to there, and where it starts."""
        likely = [0.0] + [-np.inf] * len(written)
        best = [(self._pieces.unknown, place - 1) for place in range(len(written) + 1)]
        found = self._found(written)
        for start in range(len(written)):
            candidates = [*found.get(start, ()), (start + 1, self._pieces.unknown, self._unlikely)]
            for end, piece, score in candidates:
                if likely[start] + score > likely[end]:
                    likely[end], best[end] = likely[start] + score, (piece, start)
        return best

    def _found(self, written: str) -> dict[int, list[tuple[int, int, float]]]:
        """By start, the ends of the pieces that stand there, with their numbers and scores."""
        encoded = np.frombuffer(written.encode(errors="replace"), np.uint8)
        edges = np.append(np.flatnonzero((encoded & 0xC0) != 0x80), len(encoded))
        spans = [
            (edges[:-count], edges[count:], np.arange(len(edges) - count), count)
            for count in range(1, min(self._longest, len(edges) - 1) + 1)
        ]
        starts, ends = (np.concatenate([span[side] for span in spans]) for side in (0, 1))
        firsts = np.concatenate([span[2] for span in spans])
        counts = np.concatenate([np.full(len(span[2]), span[3]) for span in spans])
        short = ends - starts <= self._longest
        starts, ends, firsts, counts = (each[short] for each in (starts, ends, firsts, counts))
        hashes = _hashes(encoded, starts, ends)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        hit = np.flatnonzero(self._hashes[at] == hashes)
        found: dict[int, list[tuple[int, int, float]]] = {}
        for place in hit.tolist():
            piece = int(self._order[at[place]])
            if piece != self._pieces.unknown:
                start = int(firsts[place])
                score = float(self._pieces.scores[piece])
                found.setdefault(start, []).append((start + int(counts[place]), piece, score))
        return found


@cache
def vocabulary() -> Vocabulary:
    """That of the package; raises NotReady without it."""
    return Vocabulary(package.opened().pieces)


def _hashes(
    content: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> Numbers:
    """A number for each stretch of bytes, the same wherever the stretch stands.

    The sum of byte × FACTOR to the power of its place, from which the place is divided out: all
    modulo 2⁶⁴, where an odd number has an inverse.
    """
    powers = _powers(FACTOR, len(content) + 1)
    inverse = _powers(pow(FACTOR, -1, 1 << 64), len(content) + 1)
    sums = np.zeros(len(content) + 1, np.uint64)
    np.cumsum((content.astype(np.uint64) + 1) * powers[:-1], out=sums[1:])
    return (sums[ends] - sums[starts]) * inverse[starts]


def _powers(factor: int, count: int) -> Numbers:
    powers = np.full(count, factor, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)
