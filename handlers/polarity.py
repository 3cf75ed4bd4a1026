"""Whether a sentence denies what its source says, or says what its source denies."""

import re
from collections.abc import Iterable

from knowledge import tokens
from playbooks.wording import sentences

DENIALS = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|stopped|lacks?)\b|n[’']t\b"
    r"|\b(?:non|nessun[oa]?|nulla|niente|mai|né|senza|neanche|nemmeno|smesso)\b"
    r"|不再|不|没有|没|未|无法|无|尚未|并非|别",
    re.I,
)
NO_DENIALS = re.compile(
    r"\bnot only\b|\bno doubt\b|\bnon solo\b|\bnon vedo l[’']ora\b|\bsenza dubbio\b"
    r"|不仅|不但|不断|不错|不同|无论|没问题|不少|对不起|未来|无疑",
    re.I,
)
RISES = re.compile(
    r"\b(?:r[io]se|risen|grew|grown|grow|increas\w+|climbed|improv\w+|gained)\b"
    r"|\b(?:aument\w+|cresciut\w+|cresce|salit[aoei]|migliorat\w+)\b|上升|增长|增加|提高|上涨|改善",
    re.I,
)
FALLS = re.compile(
    r"\b(?:fell|fall(?:en|ing|s)?|drop\w*|decreas\w+|declin\w+|shrank|lost|worsened)\b"
    r"|\b(?:cal[ao]\w*|diminui\w+|sces[aoei]|ridott\w+|peggiorat\w+)\b|下降|减少|降低|下跌|下滑|恶化",
    re.I,
)
ALIKE = 0.5
"""From this share of its words on, a sentence speaks of the same thing as a source's sentence."""

FEWEST = 2
"""Words that both must have, so that one name in common is not yet the same thing."""


def turned(text: str, sources: Iterable[str]) -> bool:
    """True when the sentence of a source that `text` follows says the contrary.

    The contrary is a denial on one side alone, or a rise against a fall. Only sentences that share
    their words with the text are compared, so a source in another language decides nothing.
    """
    said = set(tokens.words(text))
    rivals = [(_alike(said, line), line) for source in sources for line in _lines(source)]
    near = [(share, line) for share, line in rivals if share >= ALIKE]
    if not near:
        return False
    best = max(share for share, _ in near)
    return all(_contrary(text, line) for share, line in near if share == best)


def _lines(source: str) -> list[str]:
    return [found.text for found in sentences.split(source)]


def _alike(said: set[str], line: str) -> float:
    shared = said & set(tokens.words(line))
    return len(shared) / len(said) if len(shared) >= FEWEST else 0.0


def _contrary(text: str, line: str) -> bool:
    if _denies(text) != _denies(line):
        return True
    one, other = _direction(text), _direction(line)
    return 0 not in (one, other) and one != other


def _denies(text: str) -> bool:
    return DENIALS.search(NO_DENIALS.sub(" ", text)) is not None


def _direction(text: str) -> int:
    """1 for a rise, -1 for a fall, 0 for neither or both."""
    return (RISES.search(text) is not None) - (FALLS.search(text) is not None)
