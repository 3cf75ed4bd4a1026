"""Lists of who is to do what by when, as minutes and mails have them: an item a line."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from knowledge.notes import promises
from playbooks.commitment_tasks import EDGE
from playbooks.commitment_voices import speaker
from playbooks.commitments import LONGEST, SHORTEST, Commitment, Span

_HEAD = re.compile(
    r"\b(?:actions?(?: (?:list|items|points))?|to[ -]?dos?|next steps|follow[- ]?ups?|who does what"
    r"|azioni|da fare|prossimi passi|chi fa cosa|punti aperti|cose aperte)\b|^\W*(?:next|AP)\b"
    r"|待办|行动项|跟进事项|下一步|后续事项|分工",
    re.IGNORECASE,
)
"""What a line says below which things to do are listed."""

LONGEST_HEAD = 80
"""Characters of such a line."""

_LINE = re.compile(
    r"^[ \t>]*(?P<mark>(?:[-*•·▪–—]|\[[ xX]?\]|[☐☑✓✔✅]|AP ?\d*|\(?\d{1,2}[.)、]|[a-z]\))[ \t]*)*"
    r"(?P<said>\S[^\n]*)$",
    re.MULTILINE,
)
_PARTS = re.compile(r"\s+[–—-]+\s+|\s*[|→]\s*|\s*->\s*|\s*—+\s*")
_COLON = re.compile(r"\s*[:：]\s*")
_TICKED = re.compile(r"\[[xX]\]|[☑✓✔✅]")
_OVER = (
    r"(?:done|closed|sent|signed|completed?|delivered|cancell?ed|dropped|parked|n/?a|nothing|none"
    r"|fatt[oaie]|chius[oaie]|inviat[oaie]|firmat[oaie]|consegnat[oaie]|complet[oaie]|dat[oaie]"
    r"|annullat[oaie]|rinviat[oaie]|nulla|niente)\b|已\w|(?:完成|搞定|暂停|取消)(?!\w)|无$"
)
_DONE = re.compile(rf"(?<!\w)(?:{_OVER})", re.IGNORECASE)
_SAID_DONE = re.compile(
    rf"^\W*(?:已\w|(?:{_OVER})(?=\W*$|\s*[,;:(（]|\s(?:on|by|in|il|ieri|yesterday)\b))"
    rf"|[,，;；(（]\s*(?:già |ora )?(?:{_OVER})\W*$",
    re.IGNORECASE,
)
"""What is done already: said in a part of its own, or at either end of what was to be done."""

_WEEKDAY = re.compile(
    r"\b(?:(?:lun|mer|gio|ven|sab|dom)\.?\s(?=\d)|mar\.?\s(?=\d{1,2}/))", re.IGNORECASE
)
"""An Italian day of the week cut short before the date, which alone tells the day."""

_BEFORE_DAY = re.compile(
    r"[\s,，;(（]*(?:\b(?:by|until|till|due|entro|per|il|lun|mar|mer|gio|ven|sab|dom)\b\.?\s*)*[\s,(（]*$",
    re.IGNORECASE,
)
_AFTER_DAY = re.compile(r"[\s)）.,。]|之?前|以前|为止|前后?|送到|完成|提交|交付")
"""What may stand around a day at the end of an item."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of such a list: its place in the text, who is to do it, and what.

    `name` is a known one in small letters, empty for the author. What was done already, or is
    nothing, has no `said`.
    """

    place: Span
    name: str
    said: Commitment | None

    def holds(self, at: int) -> bool:
        """Whether a place of the text is in this line."""
        return self.place[0] <= at < self.place[1]


def read(text: str, known: Collection[str]) -> list[Item]:
    """The items of a text that name one of the `known` (in small letters), in order.

    Below a line such as "Actions" a name and a colon are enough, or a dash; elsewhere a day has to
    stand in a part of its own.
    """
    items, below = [], False
    for line in [] if _is_talk(text, known) else _LINE.finditer(text):
        if item := _item(line, known, below=below):
            items.append(item)
        below = below or _is_head(line[0], known)
    return items


def _is_talk(text: str, known: Collection[str]) -> bool:
    """Whether somebody asks something in a line that begins with who speaks: that is no list."""
    asked = (line["said"].strip() for line in _LINE.finditer(text))
    return any(
        speaker(_COLON.split(said, maxsplit=1)[0], known) for said in asked if said[-1:] in "?？"
    )


def _is_head(line: str, known: Collection[str]) -> bool:
    """Whether a short line says that what follows is to be done, and is not somebody's words."""
    said = _COLON.split(line.strip(), maxsplit=1)[0]
    short = len(line) <= LONGEST_HEAD and not line.rstrip().endswith((".", "?", "!", "。", "？"))
    return short and _HEAD.search(line) is not None and speaker(said, known) is None


def _item(line: re.Match[str], known: Collection[str], *, below: bool) -> Item | None:
    parts = list(_parts(line["said"], line.start("said"), known, below=below))
    voices = ((place, speaker(said, known)) for place, (said, _) in enumerate(parts))
    place, by = next(((place, one) for place, one in voices if one), (0, None))
    others = [part for part in parts[:place] if not _is_title(part[0])] + parts[place + 1 :]
    if by is None or not others or not (below or any(_days(said) for said, _ in others[1:])):
        return None
    (what, _), *rest = others
    ticked = _TICKED.search(line[0][: line.start("said") - line.start()])
    if ticked or _SAID_DONE.search(what) or any(_DONE.search(said) for said, _ in rest):
        return Item(line.span(), by.name, None)
    return Item(line.span(), by.name, _commitment(others, by.name))


def _commitment(parts: list[tuple[str, int]], name: str) -> Commitment | None:
    (what, at), *rest = parts
    when = next((said for part, _ in rest for said in _days(part)), None)
    if when is None and (days := _days(what)):
        *_, when = days
        what = what[: what.rfind(when)]
    what = _BEFORE_DAY.sub("", what).strip(EDGE)
    if len(what) < SHORTEST:
        return None
    return Commitment(what[:LONGEST], by_us=True, when=when, opening=name, at=at)


def _parts(said: str, at: int, known: Collection[str], *, below: bool) -> Iterator[tuple[str, int]]:
    """What is parted by dashes, each part with its place; of a name before a colon too."""
    colon = _COLON.search(said) if below else None
    if colon and speaker(said[: colon.start()], known):
        yield said[: colon.start()], at
        said, at = said[colon.end() :], at + colon.end()
    start = 0
    for gap in _PARTS.finditer(said):
        yield said[start : gap.start()], at + start
        start = gap.end()
    yield said[start:], at + start


def _is_title(part: str) -> bool:
    """Whether a part says what follows: "after the call: – Theo – the list"."""
    return part.rstrip().endswith((":", "：")) or _HEAD.search(part) is not None


def _days(part: str) -> list[str]:
    """The days that a part ends with, at most one: "bring the list (14 Oct)", "entro mer 1/7"."""
    plain = _WEEKDAY.sub(lambda found: " " * len(found[0]), part)
    named = [span for span in promises.days(plain) if not _AFTER_DAY.sub("", plain[span[1] :])]
    said = [plain[slice(*span)].strip() for span in named]
    return [day for day in said if not day.isdigit() or _WEEKDAY.search(part)]
