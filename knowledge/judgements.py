"""A wish to set an account's health by hand, read out of words: which band, until when, and why."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge import dates, lists, wording

FILE = Path(__file__).parent / "judgements.yaml"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was said; None for what was not. `band` is `healthy`, `watch` or `at_risk`."""

    band: str | None
    until: date | None
    reason: str | None


def is_meant(text: str) -> bool:
    """Whether the text asks to set somebody's health, in English, Italian or Chinese."""
    return any(pattern.search(wording.plain(text)) for pattern in lists.patterns(FILE)["wishes"])


def read(text: str, today: date) -> Judgement:
    """Band, end and reason as `text` says them on a day; the reason in the text's own words."""
    said = wording.plain(text)
    head, reason = _cut(said, "reasons")
    head, until = _cut(head, "ends")
    if until is None and reason is not None:
        # The end may also be said last: "… because the CFO froze it, until 1 March".
        reason, until = _cut(reason, "ends")
    return Judgement(_band(head), dates.parse(until, today) if until else None, reason or None)


def _cut(text: str, name: str) -> tuple[str, str | None]:
    """The text before the first of the words, and what stands behind it."""
    first = lists.first(lists.patterns(FILE)[name], text)
    if first is None:
        return text, None
    return text[: first.start()].strip(" ,，;；"), text[first.end() :].strip(" ,，.。;；:：")


def _band(head: str) -> str | None:
    """The band that is named last: what it is set to stands behind what it is."""
    places = {
        band: max(
            (m.start() for pattern in lists.patterns(FILE)[band] for m in pattern.finditer(head)),
            default=-1,
        )
        for band in ("healthy", "watch", "at_risk")
    }
    band = max(places, key=lambda name: places[name])
    return band if places[band] >= 0 else None
