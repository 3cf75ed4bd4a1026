"""What a wish to write changes beside the note: something owed from now on, or a promise kept."""

from collections.abc import Sequence
from datetime import date

from knowledge import cues, dates, tokens, wording
from playbooks.handoffs import Promise
from playbooks.wording import patterns

REMINDER = "reminder"
PROMISE = "promise"
DELIVERED = "delivered"

SPOKEN = ("en", "it", "zh")


def of(text: str) -> str | None:
    """Whether `text` asks for a reminder, tells a promise, or that one was kept."""
    folded = wording.folded(wording.plain(text))
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
    shared = [len(said.intersection(tokens.asked(promise.what))) for promise in promises]
    most = max(shared)
    return tuple(p for p, count in zip(promises, shared, strict=True) if most and count == most)
