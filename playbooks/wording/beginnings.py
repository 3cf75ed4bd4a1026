"""With which letters a pattern can begin to match: what lets most patterns be passed over unread.

It reads the small part of regular expressions that `patterns` writes; of anything else it says that
any letters may begin it, which is slower and never wrong.
"""

import re

LENGTH = 5
"""Letters of a beginning that are compared."""

_ASSERTION = re.compile(r"\(\?(?:<?[=!])")
_OPENING = re.compile(r"\((?:\?(?:-i)?:)?")
_LITERAL = re.compile(r"[^\\\[\](){}|?*+.^$\s]|\\[.'|]")
_OPTIONAL = re.compile(r"\?|\*|\{0")
_QUANTIFIER = re.compile(r"[?*+]\??|\{[^}]*\}\??")
_WORD = re.compile(r"\w+")


def of(pattern: str) -> frozenset[str] | None:
    """The lower-case beginnings, each of at most `LENGTH` letters; None when any may begin it."""
    found = _alternatives(pattern)
    return None if found is None or "" in found else frozenset(found)


def in_text(lower: str) -> frozenset[str]:
    """Every beginning, of one to `LENGTH` letters, of every word of a lower-case text."""
    words = _WORD.findall(lower)
    return frozenset(word[:end] for word in words for end in range(1, min(len(word), LENGTH) + 1))


def _alternatives(pattern: str) -> set[str] | None:
    """Beginnings of `a|b|c`; an empty one stands for a branch that can match nothing."""
    found: set[str] = set()
    for branch in _split(pattern):
        begun = _sequence(branch)
        if begun is None:
            return None
        found |= begun
    return found


def _sequence(branch: str) -> set[str] | None:
    at = 0
    while assertion := _ASSERTION.match(branch, at):
        at = _closing(branch, assertion.start()) + 1
    opening = _OPENING.match(branch, at)
    if opening:
        return _group(branch, at, opening.end())
    return _run(branch, at)


def _group(branch: str, start: int, inside: int) -> set[str] | None:
    end = _closing(branch, start)
    found = _alternatives(branch[inside:end])
    rest = end + 1
    quantifier = _QUANTIFIER.match(branch, rest)
    if quantifier:
        rest = quantifier.end()
    optional = quantifier is not None and _OPTIONAL.match(quantifier[0]) is not None
    if found is None or not (optional or "" in found):
        return found
    following = _sequence(branch[rest:])
    return None if following is None else (found - {""}) | following


def _run(branch: str, at: int) -> set[str] | None:
    """The literal letters at `at`; one that may be left out opens a second way to begin."""
    letters = ""
    while len(letters) < LENGTH and (letter := _LITERAL.match(branch, at)):
        quantifier = _QUANTIFIER.match(branch, letter.end())
        if quantifier and _OPTIONAL.match(quantifier[0]):
            if not letters:
                return _optional(branch, letter[0], quantifier.end())
            break
        letters += letter[0][-1].lower()
        at = letter.end()
    if letters:
        word = _WORD.match(letters)
        return {word[0]} if word else None
    return {""} if at == len(branch) and not letters else None


def _optional(branch: str, letter: str, rest: int) -> set[str] | None:
    following = _sequence(branch[rest:])
    return None if following is None else {letter.lower()} | following


def _split(pattern: str) -> list[str]:
    """The branches of a pattern, as far as bars stand outside of groups and classes."""
    branches, start, depth, at = [], 0, 0, 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "[":
            at = pattern.index("]", at + 2)
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            branches.append(pattern[start:at])
            start = at + 1
        at += 2 if letter == "\\" else 1
    return [*branches, pattern[start:]]


def _closing(pattern: str, opening: int) -> int:
    """Where the group that opens there closes."""
    depth, at = 0, opening
    while True:
        letter = pattern[at]
        if letter == "[":
            at = pattern.index("]", at + 2)
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at
        at += 2 if letter == "\\" else 1
