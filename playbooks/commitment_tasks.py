"""What a promise is of: the words of a note without the day, and without who promises whom."""

import re

from playbooks import commitment_days as days
from playbooks.wording import patterns
from playbooks.wording.reading import Reading

_CHINESE = re.compile("[\u3400-\u9fff]{2}")

_BEHIND_DATE = re.compile(r"^(?:之前|以前|之内|以内|前|内|后|，|,|\s)*")

OPENING = 4
"""A date this close to the opening words stands before what is promised, as in Chinese."""

_EDGE = " \t\r\n,.;:!?。，；：！？\"'”’»)）"

_BESIDE = re.compile(
    r"\s+(?:until|because|so that|after|before|when|once|as soon as|if|since|whenever|while"
    r"|finché|perché|così|dopo|prima|quando|appena|se|siccome)\s|\s[(（]",
    re.IGNORECASE,
)
"""What stands behind a task and is none."""

_TRAILING = re.compile(r"(?:,?\s*\b(?:mine|ours|due|mio|mia|io))+$", re.IGNORECASE)
"""Whose it is and that it is due, said behind what is promised."""

_FRAGMENT = re.compile(r"(?:and|or|but|which|that is|e|ed|ma|io|noi)\b|日期|的", re.IGNORECASE)
"""Beginnings of what is no object of a promise."""

_SAID = re.compile(
    r"^.*\b(?:(?:said|told (?:me|us|him|her|them)|promised|guarantees?d?|confirm(?:s|ed))"
    r" (?:that )?(?:(?:he|she|they|i|we)(?:['’](?:ll|d)| will| would)? )?"
    r"|(?:detto|dice|conferm[ao]|confermato|assicurato|promesso|garantito) che )"
    r"|^.*?(?:说好了?|说过?|承诺|答应|应允|回复|保证|讲好?|约定)(?:如下)?(?:了)?[：:，,]?\s*",
    re.IGNORECASE,
)
"""Who says it, before what is promised."""

_PIECE = re.compile(r"[,;:]\s|[，；：、]|\s[–—-]\s")
"""Where a part has an end inside; what is promised stands in the piece with its day."""

_SUBJECT = re.compile(
    r"(?:\b(?i:che|that|poi|then)|(?-i:\b[A-ZÀ-Ý][\w'’-]+))(?:\s+(?i:in|by|on|entro|il|per))?$"
)
"""What has its verb behind the day: "he said that Monday he sends", "Anna Friday brings"."""

_ASIDE = re.compile(
    r"\W*(?:$|(?:to|for|so|with|at|in|and|per|con|in|e|ad?|al(?:la|le|lo)?|da)\b)", re.IGNORECASE
)
"""What stands behind a day and is not what is promised."""

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
        return _BEHIND_DATE.sub("", text[when.end() : end], count=1).strip(_EDGE)
    elif when and when.start() > begins:
        task = _BEHIND_DATE.sub("", text[when.end() : end], count=1).strip(_EDGE)
        if _CHINESE.match(task):  # to whom, by when, what: the date stands in the middle
            return f"{text[begins : when.start()].strip(_EDGE)} {task}"
        end = when.start()
    undated = days.BEFORE.sub("", text[begins:end].strip(_EDGE)).strip(_EDGE)
    return days.BEFORE.sub("", _TRAILING.sub("", undated)).strip(_EDGE)


def around_day(language: str, text: str, span: days.Span, when: re.Match[str]) -> str:
    """What is promised in the piece that names the day, or from the beginning of the part to it."""
    first, last = _piece(text, span, when)
    for begins in (first, span[0]):
        before = bare(language, days.BEFORE.sub("", text[begins : when.start()].strip(_EDGE)))
        after = bare(language, _BEHIND_DATE.sub("", text[when.end() : last], count=1).strip(_EDGE))
        if language == "zh":
            what = f"{before} {after}".strip()
        else:
            said = text[begins : when.start()].rstrip()
            follows = _SUBJECT.search(said) and not _ASIDE.match(text[when.end() : last])
            what = after if follows or not before else before
        if size(language, what) > THIN[language]:
            return what
    return ""


def in_full(read_in: Reading, match: re.Match[str], what: str, end: int) -> str:
    """The whole clause where what is promised says too little alone."""
    language = read_in.wording.language
    if size(language, what) > THIN[language]:
        return what
    text = read_in.sentence.text
    first, _ = read_in.sentence.clause(match.start(), match.end())
    clause = text[first:end].strip(_EDGE)
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


def bare(language: str, text: str) -> str:
    """The text without the words at its edges that only say who promises whom, and why or when."""
    if (said := _SAID.match(text)) and size(language, text[said.end() :]) > THIN[language]:
        text = text[said.end() :].strip(_EDGE)
    if (found := _BESIDE.search(text)) and size(language, text[: found.start()]) > THIN[language]:
        text = text[: found.start()].strip(_EDGE)
    edges = patterns.wording(language).lists["commitments"]
    before = edges["before_a_task"].expression
    while found := before.match(text):
        text = text[found.end() :].strip(_EDGE)
    after = edges["after_a_task"].expression
    while found := next((m for m in after.finditer(text) if m.end() == len(text)), None):
        text = text[: found.start()].strip(_EDGE)
    return text


def size(language: str, text: str) -> int:
    """Words, or characters of Chinese."""
    return len(text) if language == "zh" else len(text.split())


def _piece(text: str, span: days.Span, when: re.Match[str]) -> days.Span:
    """Of a part the piece that names the day, between the marks that stand around the day."""
    before = [mark.end() for mark in _PIECE.finditer(text, span[0], when.start())]
    after = _PIECE.search(text, when.end(), span[1])
    return before[-1] if before else span[0], after.start() if after else span[1]
