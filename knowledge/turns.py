"""A long note, such as the transcript of a meeting, cut into parts of a few turns each."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from knowledge import chunks
from playbooks.wording import sentences

STRETCH = 400
"""Words of a stretch that is shown, at most; a text that is no longer is one part."""

PART = 80
"""Words of a part, at most, unless it is one turn."""

TURN = 250
"""Words of a turn that is kept whole, at most; a longer one is cut between its sentences."""


@lru_cache(maxsize=512)
def parts(text: str) -> tuple[str, ...]:
    """Consecutive parts that make up the text when joined, cut between turns; a turn is a line."""
    if chunks.count_words(text) <= STRETCH:
        return (text,)
    return tuple(packed(_pieces(text), PART))


def packed(pieces: Iterable[str], most: int) -> list[str]:
    """Pieces joined one after the other, at most `most` words together unless one has more."""
    texts, size = [""], 0
    for piece in pieces:
        words = chunks.count_words(piece)
        if size and size + words > most:
            texts.append("")
            size = 0
        texts[-1] += piece
        size += words
    return texts


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        if chunks.count_words(line) <= TURN:
            yield line
            continue
        for sentence in _sentences(line):
            yield from _short(sentence)


def _sentences(line: str) -> Iterator[str]:
    """The line's sentences with all that stands between them."""
    starts = [sentence.start for sentence in sentences.split(line)][1:]
    return (line[start:end] for start, end in pairwise([0, *starts, len(line)]))


def _short(sentence: str) -> Iterator[str]:
    """The last resort: a sentence without an end, cut by length."""
    length = PART * 5
    if chunks.count_words(sentence) <= PART:
        yield sentence
    else:
        yield from (sentence[at : at + length] for at in range(0, len(sentence), length))
