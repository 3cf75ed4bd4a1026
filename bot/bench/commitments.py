"""How well commitments are read: who promised what until when, on labelled notes."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.bench import labelled
from bot.bench.labelled import Count, Line
from handlers import note_reading
from handlers.note_reading import Known
from playbooks.customer_promises import CustomerPromise
from playbooks.handoffs import Promise
from playbooks.notes import Note
from playbooks.people import Contact, Member, Role

ALIKE = 0.5
"""Dice's coefficient of the words (Chinese: characters) from which two say the same thing."""

Said = tuple[str, bool, str | None]
"""What is promised, whether by us, and the day by which as ISO."""

Alike = Callable[[str, str], float]

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


def read(some: Sequence[Line]) -> dict[str, Any]:
    """Counts over lines `{"text", "at", "commitments"}`, of which each `{"what", "owner", "due"}`.

    Found and labelled ones are paired one to one. `all` asks for the same side, the same day (or
    none for both) and `ALIKE` words of what is promised; `within` is the same, but content when
    `ALIKE` of the words of the shorter stand in the longer, as people label "the invoice" where
    "the invoice, with the new address" was promised; `undated` leaves the day out; `dates` asks
    for the day, of the pairs alike that have one. `wrong` holds what was not as labelled.
    """
    judged = [(line, found(line), labels(line)) for line in some]
    return {
        "n": len(judged),
        "all": _counted([(said, true) for _, said, true in judged], dated=True),
        "within": _counted([(said, true) for _, said, true in judged], dated=True, alike=_within),
        "undated": _counted([(said, true) for _, said, true in judged], dated=False),
        "dates": _dates([(said, true) for _, said, true in judged]),
        "wrong": [
            {"text": line["text"], "at": line["at"], "found": said, "labelled": true}
            for line, said, true in judged
            if not len(_pairs(said, true, dated=True)) == len(said) == len(true)
        ],
    }


def measured(some: list[Line]) -> dict[str, dict[str, str | int]]:
    """The counts of labelled lines, by language, as they are shown."""
    figures = {}
    for code, own in labelled.by_language(some).items():
        counts = read(own)
        shown = {name: counts[name].shown() for name in ("all", "within", "undated", "dates")}
        figures[code] = {"notes": counts["n"]} | shown
    return figures


def found(line: Line) -> list[Said]:
    """What is read out of a line's text as a note of its day."""
    note = note_reading.read(
        Note("n", "a", date.fromisoformat(line["at"]), line["text"]), known(line)
    )
    return [_said(one, True) for one in note.promises] + [_said(one, False) for one in note.theirs]


def known(line: Line) -> Known:
    """The people around the account, where the line names any: its contacts, and our members."""
    contacts = [Contact(name, "a", name) for name in line.get("contacts", ())]
    members = [Member(name, name, Role.CSM) for name in line.get("members", ())]
    return note_reading.acquainted(contacts, note_reading.our_people(members))


def labels(line: Line) -> list[Said]:
    """What a person says stands there."""
    return [(one["what"], one["owner"] == "us", one["due"]) for one in line["commitments"]]


def _said(promise: Promise | CustomerPromise, by_us: bool) -> Said:
    return promise.what, by_us, promise.due.isoformat() if promise.due else None


def _counted(
    judged: Sequence[tuple[list[Said], list[Said]]], *, dated: bool, alike: Alike | None = None
) -> Count:
    return Count(
        sum(len(_pairs(said, true, dated=dated, alike=alike)) for said, true in judged),
        sum(len(said) for said, _ in judged),
        sum(len(true) for _, true in judged),
    )


def _dates(judged: Sequence[tuple[list[Said], list[Said]]]) -> Count:
    pairs = [pair for said, true in judged for pair in _pairs(said, true, dated=False)]
    return Count(
        sum(said[2] == true[2] for said, true in pairs if true[2]),
        sum(said[2] is not None for said, _ in pairs),
        sum(true[2] is not None for _, true in pairs),
    )


def _pairs(
    said: list[Said], true: list[Said], *, dated: bool, alike: Alike | None = None
) -> list[tuple[Said, Said]]:
    """The most alike first; each is paired once."""
    measure = alike or _alike
    possible = [
        (measure(one[0], other[0]), at, place)
        for at, one in enumerate(said)
        for place, other in enumerate(true)
        if one[1] == other[1] and (not dated or one[2] == other[2])
    ]
    taken: set[tuple[str, int]] = set()
    pairs = []
    for likeness, at, place in sorted(possible, reverse=True):
        if likeness >= ALIKE and not {("said", at), ("true", place)} & taken:
            taken |= {("said", at), ("true", place)}
            pairs.append((said[at], true[place]))
    return pairs


def _alike(one: str, other: str) -> float:
    """Dice's coefficient of their words."""
    first, second = _words(one), _words(other)
    both = first.total() + second.total()
    return 2 * (first & second).total() / both if both else 0.0


def _within(one: str, other: str) -> float:
    """The share of the shorter one's words that stand in the other."""
    first, second = _words(one), _words(other)
    shorter = min(first.total(), second.total())
    return (first & second).total() / shorter if shorter else 0.0


def _words(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(text.lower()))
