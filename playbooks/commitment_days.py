"""Which words of a promise name the day it is for."""

import re
from collections.abc import Iterable, Sequence

from playbooks.wording import patterns
from playbooks.wording.reading import Reading

Span = tuple[int, int]
"""Where something begins and ends in a text."""

BEFORE = re.compile(
    r"(?:^|\s+)(?:by|before|until|entro|per|prima di|tra|fra|in|on|within|at|for|al?|dal)"
    r"(?: the| il| la| l['’]?)?$"
    r"|(?:在|于|最晚|最迟|争取)$",
    re.IGNORECASE,
)
"""What leads up to a date and belongs to it."""


_JOINS = re.compile(r",? (?:the |il )?|[（(]", re.IGNORECASE)
"""What stands between a day of the week and its date."""

AGAIN_AND_AGAIN = re.compile(r"(?:\b(?:every|each|ogni|tutti i|tutte le) |每个?)$", re.IGNORECASE)
"""What makes a day one of many: "every Tuesday"."""


def in_text(text: str, languages: Iterable[str]) -> list[Span]:
    """Where words of time stand in a text, in order; of several that overlap the longest.

    What comes again and again names no day.
    """
    found = [
        one.span()
        for code in languages
        for one in patterns.wording(code).lists["commitments"]["when"].expression.finditer(text)
        if not AGAIN_AND_AGAIN.search(text, 0, one.start())
    ]
    chosen: list[Span] = []
    for first, end in sorted(found, key=lambda span: span[0] - span[1]):
        if all(end <= start or stop <= first for start, stop in chosen):
            chosen.append((first, end))
    return _named_twice(text, sorted(chosen))


def _named_twice(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, those of one day as one: "Friday" and "6 March" in "Friday 6 March"."""
    joined: list[Span] = []
    for first, end in spans:
        follows = joined and _JOINS.fullmatch(text, joined[-1][1], first)
        if follows and text[first].isdecimal():
            joined[-1] = joined[-1][0], end
        else:
            joined.append((first, end))
    return joined


def behind(read_in: Reading, start: int, after: int, end: int) -> re.Match[str] | None:
    """The date's wording behind the opening words, or else before them in the same clause."""
    text = read_in.sentence.text
    dates = read_in.wording.lists["commitments"]["when"].expression
    found = dates.search(text, after, end)
    if found or start == 0:
        return found
    return dates.search(text, read_in.sentence.clause(start, after)[0], start)
