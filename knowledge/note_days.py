"""Days that a note names: when it was, what is due, and the day that puts another one right."""

import re
from datetime import date
from typing import NamedTuple

from knowledge import dates, periods, phrasing, wording
from knowledge.notes import promises
from playbooks.commitments import Span

_DUE = re.compile(
    r"(?:\b(?:by|before|until|till|due|within|entro|per|prima di|prima del|fino a|fino al)"
    r"(?: the| il| l['’]| lo)?|截至|最晚)\s*$",
    re.IGNORECASE,
)
"""Words before a day up to which something is due."""

_DUE_BEHIND = re.compile(r"\s?[之以]?[前内]")
"""What Chinese says behind such a day."""

_WAS = re.compile(
    r"\b(?:was|were|happened|took place|era|erano|[eè] stat[oa])(?: on| il| l['’]| lo)?\s*$",
    re.IGNORECASE,
)
"""Words before a day on which something was."""


_LEAD = re.compile(r"(?:in|on|of|for|during|ad?|nel|di|per|durante|il) ", re.IGNORECASE)
"""Small words before a day that are no part of it."""


class Day(NamedTuple):
    """A day that a text names: its place, the same with the words up to which something is `due`,
    and whether it is `coming`; None where that cannot be told, as of a Friday."""

    place: Span
    whole: Span
    due: bool
    coming: bool | None


def places(text: str, today: date) -> list[Span]:
    """Where a text names a day or a month, in order."""
    promised = [one for one in promises.days(text) if not text[slice(*one)].isdigit()]
    found = [(one.start, one.end) for one in periods.named(text, today)]
    apart = (
        one for one in found if all(one[1] <= start or end <= one[0] for start, end in promised)
    )
    return sorted({*promised, *(_without_lead(text, one) for one in apart)})


def _without_lead(text: str, place: Span) -> Span:
    lead = _LEAD.match(text, *place)
    return (lead.end() if lead else place[0]), place[1]


def named(text: str, today: date) -> list[Day]:
    """The days that a text names, in order."""
    return [_read(text, place, today) for place in places(text, today)]


def gone(text: str, today: date) -> list[date]:
    """The days up to today on which the text says that something was."""
    found = (
        periods.find(text[slice(*day.place)], today)
        for day in named(text, today)
        if day.coming is False
    )
    return [
        one.since
        for one in found
        if one and one.since and one.since == one.until and one.since <= today
    ]


def like(text: str, day: Day, today: date) -> list[Day]:
    """The days of the text that `day` may stand for: not a deadline for what has been."""
    there = named(text, today)
    if day.coming is None:
        return there
    return [one for one in there if one.coming == day.coming] or [
        one for one in there if one.coming is None
    ]


def instead(text: str, old: Day, said: str, day: Day) -> str | None:
    """The text with the day that is said for the `old` one; None where it is the same."""
    (start, end), (begins, ends) = (
        (old.whole, day.whole) if old.due and day.due else (old.place, day.place)
    )
    same = text[start:end] == said[begins:ends]
    return None if same else f"{text[:start]}{said[begins:ends]}{text[end:]}"


def beside(text: str, said: str, day: Day) -> str | None:
    """The text with the day that it did not name: "Yesterday: …", "… by 9 December"."""
    words = said[slice(*day.whole)].strip()
    chinese = bool(wording.IDEOGRAPH.search(words))
    if day.coming is False:
        return f"{words[0].upper()}{words[1:]}{'：' if chinese else ': '}{text}"
    if day.due:
        return f"{text.rstrip(' .。')}{'，' if chinese else ' '}{words}"
    return None


def _read(text: str, place: Span, today: date) -> Day:
    start, end = place
    before, behind = _DUE.search(text[:start]), _DUE_BEHIND.match(text, end)
    if before or behind or text[start:end].endswith(("前", "内")):
        whole = before.start() if before else start, behind.end() if behind else end
        return Day(place, whole, due=True, coming=True)
    was = _WAS.search(text[:start])
    return Day(place, place, due=False, coming=False if was else _is_coming(text[start:end], today))


def _is_coming(said: str, today: date) -> bool | None:
    """Whether the words name a day after today; of both readings, the nearer one."""
    if any(phrasing.weekdays(wording.folded(said))) and not re.search(r"\d", said):
        return None
    gone, comes = periods.find(said, today), dates.parse(said, today)
    if gone is None or gone.until is None or gone.until > today:
        return None if comes is None else comes > today
    return comes is not None and today < comes < today + (today - gone.until)
