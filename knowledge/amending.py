"""Correcting what was just prepared: "no, I said Thursday", "l'importo è 85k", 再加一句…."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from knowledge import lists, note_days, wording
from playbooks.commitments import Span

FILE = Path(__file__).parent / "amending.yaml"
LONGEST = 160
"""Characters of the longest correction; a longer text is a note of its own."""

FEWEST = 2
"""Words that an addition has at least."""

BRIEF = 7
"""Words up to which what is said only names the figure that it puts right."""

BESIDE = 3
"""Words before and behind a figure that tell which of several is meant: "budget", "seats"."""


def amended(text: str, said: str, today: date, people: Sequence[str] = ()) -> str | None:
    """`text` as `said` corrects it, or None where `said` corrects nothing in it.

    What is put right is what `said` names as wrong, or the one day, time, figure or person of
    `people` that stands in its place; a day for which there is none is told beside the rest. What
    is to be added becomes a sentence at the end.
    """
    said = wording.narrowed(wording.lines(said)).strip(" .。!！")
    if len(said) > LONGEST or not said:
        return None
    added = _added(said)
    if added:
        return f"{text.rstrip()}{_between(text, added)}{added[0].upper()}{added[1:]}"
    return (
        _paired(text, said) or _in_place(text, said, today, people) or _on_a_day(text, said, today)
    )


def asks_again(said: str) -> bool:
    """Whether `said` asks to see what was prepared once more, and what was read in it."""
    return bool(_any("again").search(wording.folded(wording.narrowed(said))))


def leaves_open(said: str) -> bool:
    """Whether `said` tells that the promise in what was prepared was not kept."""
    brief = len(said) <= LONGEST
    return brief and bool(_any("leaves_open").search(wording.folded(wording.narrowed(said))))


def moves(said: str) -> bool:
    """Whether `said`, without its names, only tells that something else is meant: "no, for …"."""
    told, wrong = _without_openers(wording.narrowed(said))
    return wrong and len(wording.words(told)) < FEWEST


def _added(said: str) -> str | None:
    """What is to be told as well: "add that she wants a training"."""
    opening = _any("more").match(wording.folded(said))
    rest = said[opening.end() :].strip() if opening else ""
    return rest if len(wording.words(rest)) >= FEWEST else None


def _between(text: str, added: str) -> str:
    """What parts an added sentence from the text before it."""
    chinese = bool(wording.IDEOGRAPH.match(added))
    if text.rstrip().endswith((".", "!", "?", "。", "！", "？")):
        return "" if chinese else " "
    return "。" if chinese else ". "


def _paired(text: str, said: str) -> str | None:
    """Where both are said: "not Friday but Thursday", "change 58k to 85k", 是周四不是周五."""
    told, _ = _without_openers(said)
    for pattern in lists.patterns(FILE)["pairs"]:
        pair = pattern.search(wording.folded(told))
        if pair is None:
            continue
        old, new = (_bare(told[slice(*pair.span(name))]) for name in ("old", "new"))
        places = [m.span() for m in re.finditer(_whole(old), text, re.IGNORECASE)] if old else []
        if new and len(places) == 1:
            return _with(text, places[0], new)
    return None


def _in_place(text: str, said: str, today: date, people: Sequence[str]) -> str | None:
    """The one thing of its kind replaced: a time for a time, a figure for a figure."""
    told, wrong = _without_openers(said)
    told = _bare(told)
    for kind in (_times, _figures, _named):
        new, places = kind(told, today, people), kind(text, today, people)
        if len(new) != 1:
            continue
        alone = new[0] == (0, len(told))
        if not (wrong or alone or (kind is _figures and _beside(text, places, told, new[0]))):
            continue
        place = _meant(text, places, told, new[0])
        if place is not None and text[slice(*place)] != told[slice(*new[0])]:
            return _with(text, place, told[slice(*new[0])])
    return None


def _on_a_day(text: str, said: str, today: date) -> str | None:
    """Another day for the one of its kind: for a deadline, for what has been. Where the text names
    none, beside it."""
    told, wrong = _without_openers(said)
    day = _one_day(said, today)
    alone = day is not None and said[slice(*day.place)] == _bare(told)
    if day is None or not (wrong or alone):
        return None
    fitting = note_days.like(text, day, today)
    if not fitting:
        return note_days.beside(text, said, day) if wrong and alone else None
    meant = _meant(text, [one.place for one in fitting], said, day.place)
    old = next((one for one in fitting if one.place == meant), None)
    return old and note_days.instead(text, old, said, day)


def _one_day(said: str, today: date) -> note_days.Day | None:
    named = note_days.named(said, today)
    return named[0] if len(named) == 1 else None


def _meant(text: str, places: Sequence[Span], told: str, new: Span) -> Span | None:
    """The only place, or the only one with a word beside it that the correction names too."""
    named = places if len(places) == 1 else _beside(text, places, told, new)
    return named[0] if len(named) == 1 else None


def _beside(text: str, places: Sequence[Span], told: str, new: Span) -> list[Span]:
    """The places beside which `text` has a word that the correction has too: "the budget is …"."""
    if len(told.split()) > BRIEF:
        return []
    named = set(wording.keys(f"{told[: new[0]]} {told[new[1] :]}"))
    return [place for place in places if named & _words_beside(text, place)]


def _words_beside(text: str, place: Span) -> set[str]:
    before, after = wording.keys(text[: place[0]]), wording.keys(text[place[1] :])
    return {*before[-BESIDE:], *after[:BESIDE]}


def _with(text: str, place: Span, new: str) -> str:
    return f"{text[: place[0]]}{new}{text[place[1] :]}"


def _without_openers(said: str) -> tuple[str, bool]:
    """What follows the words that tell of a mistake, and whether there were any."""
    owned = _any("behind").search(wording.folded(said))
    said, wrong = (said[: owned.start()], True) if owned else (said, False)
    folded, at = wording.folded(said), 0
    while True:
        at += len(folded[at:]) - len(folded[at:].lstrip(" ,.;:，。；：-–—…"))
        strong, weak = _any("wrong").match(folded, at), _any("weak").match(folded, at)
        if strong is None and weak is None:
            return said[at:], wrong
        wrong = wrong or strong is not None
        at = max(found.end() for found in (strong, weak) if found)


def _bare(told: str) -> str:
    """The words without courtesy behind them."""
    told = told.strip(" ,.;:，。；：!?\"“”'")
    while (found := _any("after").search(told)) and found.start() > 0:
        told = told[: found.start()]
    return told


def _times(text: str, _today: date, _people: Sequence[str]) -> list[Span]:
    return [found.span() for found in _any("time").finditer(text)]


def _figures(text: str, today: date, people: Sequence[str]) -> list[Span]:
    taken = [*note_days.places(text, today), *_times(text, today, people)]
    found = (match.span() for match in _any("figure").finditer(text))
    return [one for one in found if all(end <= one[0] or one[1] <= start for start, end in taken)]


def _named(text: str, _today: date, people: Sequence[str]) -> list[Span]:
    """Where one of the people stands, by the full name or its first part."""
    places: dict[int, Span] = {}
    for name in sorted(people, key=len, reverse=True):
        for said in _ways(name):
            for found in re.finditer(_whole(said), text, re.IGNORECASE):
                places.setdefault(found.start(), found.span())
    return sorted(places.values())


def _ways(name: str) -> Iterator[str]:
    yield name
    if " " in name.strip():
        yield name.split()[0]


def _whole(said: str) -> str:
    """A pattern for the words, not for a part of one."""
    return rf"(?<![^\W_{wording.CHINESE}]){re.escape(said)}(?![^\W_{wording.CHINESE}])"


@cache
def _any(name: str) -> re.Pattern[str]:
    """One of the wordings of a list."""
    return re.compile("|".join(f"(?:{one})" for one in lists.read(FILE)[name]), re.IGNORECASE)
