"""What a wish to write changes beside the note: something owed from now on, or a promise kept."""

from collections.abc import Collection, Sequence
from datetime import date

from knowledge import cues, dates, tokens, wording
from playbooks.handoffs import Promise
from playbooks.wording import patterns

REMINDER = "reminder"
PROMISE = "promise"
DELIVERED = "delivered"

SPOKEN = ("en", "it", "zh")
STEM = 4
"""Letters by which two forms of a word are known for one."""


def of(text: str) -> str | None:
    """Whether `text` asks for a reminder, tells a promise, or that one was kept."""
    folded = wording.folded(wording.plain(text))
    if cues.about("marks_kept").search(folded):
        return DELIVERED
    wishes = (REMINDER, DELIVERED, PROMISE)
    return next((wish for wish in wishes if cues.about(wish).search(folded)), None)


def due(text: str, language: str, today: date) -> date | None:
    """The day by which `text` wants something done, as said on `today`."""
    said = patterns.wording(language if language in SPOKEN else "en")
    when = said.lists["commitments"]["when"].expression.search(text)
    return dates.parse(when[0].strip(), today) if when else None


def kept(text: str, promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """The open promises that `text` may mean: the only one, or those that share most of its words.

    Empty when there are several and the words fit none.
    """
    if len(promises) < 2:
        return tuple(promises)
    said = set(tokens.asked(text))
    shared = [sum(_says(said, word) for word in tokens.asked(one.what)) for one in promises]
    most = max(shared)
    return tuple(p for p, count in zip(promises, shared, strict=True) if most and count == most)


def _says(said: Collection[str], word: str) -> bool:
    """Whether the word is said, or one that begins like it: "pager" for "page"."""
    begins = word[:STEM]
    return word in said or (len(begins) == STEM and any(one.startswith(begins) for one in said))
