"""How alike two texts are in their letters; works without spaces, too."""

from itertools import pairwise


def shared(one: str, other: str) -> float:
    """Share of pairs of letters in common, 0 to 1; two texts without any are the same."""
    first, second = _letter_pairs(one), _letter_pairs(other)
    both = len(first) + len(second)
    return 2 * len(first & second) / both if both else 1.0


def _letter_pairs(text: str) -> set[str]:
    letters = [letter for letter in text.casefold() if letter.isalnum()]
    return {a + b for a, b in pairwise(letters)}
