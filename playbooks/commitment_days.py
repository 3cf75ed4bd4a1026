"""Which words of a promise name the day it is for: not a length, nor what something is of."""

import re

from playbooks.wording.reading import Reading

Span = tuple[int, int]
"""Where something begins and ends in a sentence."""

BEFORE = re.compile(
    r"(?:^|\s+)(?:by|before|until|entro|per|prima di|tra|fra|in|on|within|at|for|al?|dal)"
    r"(?: the| il| la| l['’]?)?$"
    r"|(?:在|于|最晚|最迟|争取)$",
    re.IGNORECASE,
)
"""What leads up to a date and belongs to it."""

_LENGTH = re.compile(
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|(?:a )?couple of|a few"
    r"|una?|un['’]|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|quindici|un paio di"
    r"|qualche) ?(?:working |business )?(?:days?|weeks?|months?|quarters?|hours?"
    r"|giorn[oi]|settiman[ae]|mes[ei]|or[ae]|trimestri)(?: lavorativi)?",
    re.IGNORECASE,
)
"""How long something takes; a day only behind "in", "within" and the like, or before "from now"."""

_OF_A_TIME = re.compile(r"\b(?:of|di|d['’]|last|scors[oa])\s*$", re.IGNORECASE)
_BEHIND_TIME = re.compile(r"\s*(?:的|份的?|(?:scors[oa]|passat[oa]|last)\b)", re.IGNORECASE)
"""What stands beside a time that something is of, or one that is past."""

_BEGINNING = re.compile(r"\b(?:since|from|starting|dal?)\s*$", re.IGNORECASE)

_BEGUN = re.compile(r"\s*(?:起|开始)")

_MONTH = re.compile(r"[^\W\d]{3,}|[\d一二三四五六七八九十]{1,3}月")

_WEEKDAY = re.compile(
    r"day\b|[iì]\b|sabato|domenica|domani|tomorrow|周|星期|礼拜|天", re.IGNORECASE
)
"""From a month on no day is named; from Monday on one is."""

_LIMIT = re.compile(r"之?前|之?内|以[内前]")


def in_part(read_in: Reading, span: Span) -> re.Match[str] | None:
    """The day's wording in a part: rather one that is said to be the limit than any other."""
    text = read_in.sentence.text
    days = read_in.wording.lists["commitments"]["when"].expression.finditer(text, *span)
    found = [one for one in days if _is_a_day(text, one)]
    limits = (
        one
        for one in found
        if BEFORE.search(text[: one.start()].rstrip()) or _LIMIT.match(text, one.end())
    )
    return next(limits, found[-1] if found else None)


def behind(read_in: Reading, start: int, after: int, end: int) -> re.Match[str] | None:
    """The date's wording behind the opening words, or else before them in the same clause."""
    text = read_in.sentence.text
    dates = read_in.wording.lists["commitments"]["when"].expression
    found = dates.search(text, after, end)
    if found or start == 0:
        return found
    return dates.search(text, read_in.sentence.clause(start, after)[0], start)


def _is_a_day(text: str, found: re.Match[str]) -> bool:
    """Whether words of time name a day to come, rather than a length or what something is of."""
    before, behind = text[: found.start()].rstrip(), text[found.end() :]
    if _LENGTH.fullmatch(found[0]):
        return not before or bool(BEFORE.search(before))
    begins = _BEGINNING.search(before) or _BEGUN.match(behind)
    if begins and _MONTH.fullmatch(found[0]) and not _WEEKDAY.search(found[0]):
        return False
    return not (_OF_A_TIME.search(before) or _BEHIND_TIME.match(behind))
