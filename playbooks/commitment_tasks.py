"""What a promise is of: the words of a note without the day, and without who promises whom."""

import re

from playbooks import commitment_days as days
from playbooks.wording.reading import Reading

_CHINESE = re.compile("[\u3400-\u9fff]{2}")

_BEHIND_DATE = re.compile(r"^(?:之前|以前|之内|以内|前|内|后|，|,|\s)*")

OPENING = 4
"""A date this close to the opening words stands before what is promised, as in Chinese."""

EDGE = " \t\r\n,.;:!?。，；：！？\"'”’»)）"

_TRAILING = re.compile(r"(?:,?\s*\b(?:mine|ours|due|mio|mia|io))+$", re.IGNORECASE)
"""Whose it is and that it is due, said behind what is promised."""

_FRAGMENT = re.compile(r"(?:and|or|but|which|that is|e|ed|ma|io|noi)\b|日期|的", re.IGNORECASE)
"""Beginnings of what is no object of a promise."""

_SUBORDINATE = re.compile(
    r"(?:\b(?:what|how|why|whether|which|the|an?|our|their|its|your|you|cosa|come|perché|che)"
    r"|\b(?:not|never|non|nessun|mai)|的)\s*$",
    re.IGNORECASE,
)
"""Words before a promise's opening that make it a question within, a noun, or a denial."""

THIN = {"en": 1, "it": 2, "zh": 4}
"""Words, or Chinese characters, up to which our promise says too little without its clause.

Italian has the object in the verb ("gliela mando")."""


def without_day(text: str, begins: int, end: int, when: re.Match[str] | None) -> str:
    """What is promised, without the date that stands behind it or opens it."""
    if when and begins <= when.start() <= begins + OPENING:
        return _BEHIND_DATE.sub("", text[when.end() : end], count=1).strip(EDGE)
    elif when and when.start() > begins:
        task = _BEHIND_DATE.sub("", text[when.end() : end], count=1).strip(EDGE)
        if _CHINESE.match(task):  # to whom, by when, what: the date stands in the middle
            return f"{text[begins : when.start()].strip(EDGE)} {task}"
        end = when.start()
    undated = days.BEFORE.sub("", text[begins:end].strip(EDGE)).strip(EDGE)
    return days.BEFORE.sub("", _TRAILING.sub("", undated)).strip(EDGE)


def in_full(read_in: Reading, match: re.Match[str], what: str, end: int) -> str:
    """The whole clause where what is promised says too little alone."""
    language = read_in.wording.language
    if size(language, what) > THIN[language]:
        return what
    text = read_in.sentence.text
    first, _ = read_in.sentence.clause(match.start(), match.end())
    clause = text[first:end].strip(EDGE)
    return clause if what in clause else what


def is_one(read_in: Reading, match: re.Match[str], what: str) -> bool:
    """Whether what stands behind the opening words of a promise is something to be done."""
    language = read_in.wording.language
    too_short = len(what) < (2 if language == "zh" else 4)
    if too_short or read_in.wording.lists["commitments"]["not_a_task"].expression.match(what):
        return False
    before = read_in.sentence.text[: match.start()]
    if _FRAGMENT.match(what) or _SUBORDINATE.search(before):
        return False
    return read_in.wording.modifiers["hypothetical"].expression.search(before.lower()) is None


def size(language: str, text: str) -> int:
    """Words, or characters of Chinese."""
    return len(text) if language == "zh" else len(text.split())
