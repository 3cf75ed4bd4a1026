"""Commitments in a note: who promised what, and until when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playbooks.wording import patterns, reading, sentences
from playbooks.wording.reading import Reading
from playbooks.wording.sentences import Sentence

_STOP = re.compile(
    r"[;。；！!]|[.](?=\s|$)"
    r"|,\s(?:(?:and )?(?:i|we|she|he|they)|but|ma|because|perché|since|which|so)\b",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(
    r"\s+(?:by|before|until|entro|per|prima di|tra|fra|in|on|within|at|for|al?|dal)"
    r"(?: the| il| la| l['’]?)?$"
    r"|(?:在|于|最晚|最迟|争取)$",
    re.IGNORECASE,
)
_CHINESE = re.compile("[\u3400-\u9fff]{2}")
_AFTER_DATE = re.compile(r"^(?:之前|以前|之内|以内|前|内|后|，|,|\s)*")
_LIMIT = re.compile(r"之?前|之?内|以[内前]")
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

_LENGTH = re.compile(
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|(?:a )?couple of|a few"
    r"|una?|un['’]|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|dodici|quindici|un paio di"
    r"|qualche) ?(?:working |business )?(?:days?|weeks?|months?|quarters?|hours?"
    r"|giorn[oi]|settiman[ae]|mes[ei]|or[ae]|trimestri)(?: lavorativi)?",
    re.IGNORECASE,
)
"""How long something takes; a day only behind "in", "within" and the like, or before "from now"."""

_SUBJECT = re.compile(
    r"(?:\b(?i:che|that|poi|then)|(?-i:\b[A-ZÀ-Ý][\w'’-]+))(?:\s+(?i:in|by|on|entro|il|per))?$"
)
"""What has its verb behind the day: "he said that Monday he sends", "Anna Friday brings"."""

_ASIDE = re.compile(
    r"\W*(?:$|(?:to|for|so|with|at|in|and|per|con|in|e|ad?|al(?:la|le|lo)?|da)\b)", re.IGNORECASE
)
"""What stands behind a day and is not what is promised."""

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

_SUBORDINATE = re.compile(
    r"(?:\b(?:what|how|why|whether|which|the|an?|our|their|its|your|you|cosa|come|perché|che)"
    r"|\b(?:not|never|non|nessun|mai)|的)\s*$",
    re.IGNORECASE,
)
"""Words before a promise's opening that make it a question within, a noun, or a denial."""

_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»|「[^」\n]*」")

SHORTEST = 2
"""Characters of what is promised: "SSO" is one, "a" is not."""

THIN = {"en": 1, "it": 2, "zh": 4}
"""Words, or Chinese characters, up to which our promise says too little without its clause.

Italian has the object in the verb ("gliela mando")."""

THIN_PART = {"en": 2, "it": 2, "zh": 4}
"""The same for a part of a sentence, which then belongs to the part beside it."""

LONGEST = 200
"""Characters of a promise that are kept."""


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise read out of a note. `what` and `when` are exact parts of the text.

    `by_us` is true when the author's side made it; otherwise `owner` is the name that the text
    gives, or None. `when` is the wording of the date, such as "Friday", or None.
    """

    what: str
    by_us: bool
    owner: str | None = None
    when: str | None = None


def read(text: str) -> list[Commitment]:
    """The commitments of a note in English, Italian or Chinese, in the order of the text.

    What somebody says of themselves within quotation marks is no promise of ours.
    """
    quoted = quotations(text)
    return [
        commitment
        for sentence in sentences.told(text)
        for commitment in in_sentence(sentence, quoted)
    ]


def quotations(text: str) -> list[Span]:
    """Where something stands in quotation marks."""
    return [match.span() for match in _QUOTED.finditer(text)]


def in_sentence(sentence: Sentence, quoted: Sequence[Span] = ()) -> list[Commitment]:
    """The commitments that the wording of one sentence tells; `quoted` as places of the note."""
    return list(_in_sentence(reading.read(sentence), quoted))


def subject(sentence: Sentence, span: Span) -> str | None:
    """`ours` or `theirs`: the side that a part of the sentence names first; None for neither."""
    lists = reading.read(sentence)[0].wording.lists["commitments"]
    named = {
        side: found.start()
        for side in ("ours", "theirs")
        if (found := lists[f"{side}_subject"].expression.search(sentence.text, *span))
    }
    return min(named, key=lambda side: named[side]) if named else None


def from_part(sentence: Sentence, span: Span, around: Span, *, by_us: bool) -> Commitment | None:
    """A part of a sentence that is known to promise something, read as one; None without a task.

    What is promised is the part without its date and without the words that only say who promises.
    Where that is too little, or the date is missing, what stands `around` it is taken in.
    """
    read_in = reading.read(sentence)[0]
    language = read_in.wording.language
    text = sentence.text
    when = _day(read_in, span)
    what = _around_a_day(language, text, span, when) if when else ""
    if _size(language, what) <= THIN[language]:
        what = _task(language, _what(text, *span, when))
    if _size(language, what) <= THIN[language]:
        what = _task(language, _what(text, around[0], span[1], when))
    if when is None:
        when = _day(read_in, (span[1], around[1])) or _day(read_in, (around[0], span[0]))
    if len(what) < SHORTEST:
        return None
    owner = None if by_us else _someone(read_in, span)
    return Commitment(what[:LONGEST], by_us, owner, _said(when))


def _around_a_day(language: str, text: str, span: Span, when: re.Match[str]) -> str:
    """What is promised in the piece that names the day, or from the beginning of the part to it."""
    first, last = _piece(text, span, when)
    for begins in (first, span[0]):
        before = _task(language, _BEFORE_DATE.sub("", text[begins : when.start()].strip(_EDGE)))
        after = _task(language, _AFTER_DATE.sub("", text[when.end() : last], count=1).strip(_EDGE))
        if language == "zh":
            what = f"{before} {after}".strip()
        else:
            said = text[begins : when.start()].rstrip()
            follows = _SUBJECT.search(said) and not _ASIDE.match(text[when.end() : last])
            what = after if follows or not before else before
        if _size(language, what) > THIN[language]:
            return what
    return ""


def _piece(text: str, span: Span, when: re.Match[str]) -> Span:
    """Of a part the piece that names the day, between the marks that stand around the day."""
    before = [mark.end() for mark in _PIECE.finditer(text, span[0], when.start())]
    after = _PIECE.search(text, when.end(), span[1])
    return before[-1] if before else span[0], after.start() if after else span[1]


def _someone(read_in: Reading, span: Span) -> str | None:
    """A name in a part. The first word of a sentence is one only where it opens a promise."""
    lists, text = read_in.wording.lists["commitments"], read_in.sentence.text
    opening = lists["theirs"].expression.match(text, *span)
    if opening and (person := lists["person"].expression.match(opening[0])):
        return person[0]
    days = [day.span() for day in lists["when"].expression.finditer(text, *span)]
    for name in lists["someone"].expression.finditer(text, *span):
        first, last = name.span()
        of_a_day = any(first < end and start < last for start, end in days)
        if not of_a_day and (first > 0 or read_in.wording.language == "zh"):
            return name[0]
    return None


def is_over(sentence: Sentence, span: Span) -> bool:
    """Whether a part tells of something that is done: no promise is made any more."""
    lists = reading.read(sentence)[0].wording.lists["commitments"]
    return lists["over"].expression.search(sentence.text, *span) is not None


def is_thin(sentence: Sentence, span: Span) -> bool:
    """Whether a part says too little to be a promise of its own, as "at the latest" does."""
    read_in = reading.read(sentence)[0]
    language = read_in.wording.language
    day = _day(read_in, span)
    if day and subject(sentence, span):
        return False
    task = _task(language, _what(sentence.text, *span, day))
    return _size(language, task) <= THIN_PART[language]


def is_dated(sentence: Sentence, span: Span) -> bool:
    """Whether a part names a day."""
    return _day(reading.read(sentence)[0], span) is not None


def _day(read_in: Reading, span: Span) -> re.Match[str] | None:
    """The day's wording in a part: rather one that is said to be the limit than any other."""
    text = read_in.sentence.text
    days = read_in.wording.lists["commitments"]["when"].expression.finditer(text, *span)
    found = [one for one in days if _is_a_day(text, one)]
    limits = (
        one
        for one in found
        if _BEFORE_DATE.search(text[: one.start()].rstrip()) or _LIMIT.match(text, one.end())
    )
    return next(limits, found[-1] if found else None)


def _is_a_day(text: str, found: re.Match[str]) -> bool:
    """Whether words of time name a day to come, rather than a length or what something is of."""
    before, behind = text[: found.start()].rstrip(), text[found.end() :]
    if _LENGTH.fullmatch(found[0]):
        return not before or bool(_BEFORE_DATE.search(before))
    begins = _BEGINNING.search(before) or _BEGUN.match(behind)
    if begins and _MONTH.fullmatch(found[0]) and not _WEEKDAY.search(found[0]):
        return False
    return not (_OF_A_TIME.search(before) or _BEHIND_TIME.match(behind))


def _task(language: str, text: str) -> str:
    """The text without the words at its edges that only say who promises whom, and why or when."""
    if (said := _SAID.match(text)) and _size(language, text[said.end() :]) > THIN[language]:
        text = text[said.end() :].strip(_EDGE)
    if (found := _BESIDE.search(text)) and _size(language, text[: found.start()]) > THIN[language]:
        text = text[: found.start()].strip(_EDGE)
    edges = patterns.wording(language).lists["commitments"]
    before = edges["before_a_task"].expression
    while found := before.match(text):
        text = text[found.end() :].strip(_EDGE)
    after = edges["after_a_task"].expression
    while found := next((m for m in after.finditer(text) if m.end() == len(text)), None):
        text = text[: found.start()].strip(_EDGE)
    return text


def _in_sentence(readings: list[Reading], quoted: Sequence[Span]) -> Iterator[Commitment]:
    for read_in in readings:
        if read_in.sentence.is_question:
            continue
        found = list(_commitments(read_in, quoted))
        yield from found
        if found:
            return


def _commitments(read_in: Reading, quoted: Sequence[Span]) -> Iterator[Commitment]:
    at = 0
    text = read_in.sentence.text
    while opening := _opening(read_in, at):
        match, by_us, begins = opening
        end = _end(text, match.end())
        made = _commitment(read_in, match, by_us, begins, end)
        place = read_in.sentence.start + match.start()
        theirs_after_all = by_us and any(first < place < last for first, last in quoted)
        if made and not theirs_after_all:
            yield made
        at = max(end, match.end() + 1)


def _opening(read_in: Reading, at: int) -> tuple[re.Match[str], bool, int] | None:
    """The next words that open a promise, whose it is, and where what is promised begins."""
    text = read_in.sentence.text
    found = []
    for name in ("ours", "ours_doing", "theirs", "theirs_doing"):
        if name not in read_in.wording.lists["commitments"]:
            continue
        match = read_in.wording.lists["commitments"][name].expression.search(text, at)
        if match:
            found.append((match.start(), not name.startswith("ours"), name, match))
    if not found:
        return None
    _, theirs, name, match = min(found, key=lambda one: one[:3])
    return match, not theirs, match.start() if name == "ours_doing" else match.end()


def _commitment(
    read_in: Reading, match: re.Match[str], by_us: bool, begins: int, end: int
) -> Commitment | None:
    text = read_in.sentence.text
    person = (
        None if by_us else read_in.wording.lists["commitments"]["person"].expression.match(match[0])
    )
    if person is not None and read_in.wording.language == "it":
        begins = match.start() + person.end()
    when = _when(read_in, match.start(), match.end(), end)
    what = _what(text, begins, end, when)
    if not _is_task(read_in, match, what):
        return None
    what = _in_full(read_in, match, what, end) if by_us else what
    return Commitment(what[:LONGEST], by_us, person[0] if person else None, _said(when))


def _what(text: str, begins: int, end: int, when: re.Match[str] | None) -> str:
    """What is promised, without the date that stands behind it or opens it."""
    if when and begins <= when.start() <= begins + OPENING:
        return _AFTER_DATE.sub("", text[when.end() : end], count=1).strip(_EDGE)
    elif when and when.start() > begins:
        task = _AFTER_DATE.sub("", text[when.end() : end], count=1).strip(_EDGE)
        if _CHINESE.match(task):  # to whom, by when, what: the date stands in the middle
            return f"{text[begins : when.start()].strip(_EDGE)} {task}"
        end = when.start()
    undated = _BEFORE_DATE.sub("", text[begins:end].strip(_EDGE)).strip(_EDGE)
    return _BEFORE_DATE.sub("", _TRAILING.sub("", undated)).strip(_EDGE)


def _in_full(read_in: Reading, match: re.Match[str], what: str, end: int) -> str:
    """The whole clause where what is promised says too little alone."""
    language = read_in.wording.language
    if _size(language, what) > THIN[language]:
        return what
    text = read_in.sentence.text
    first, _ = read_in.sentence.clause(match.start(), match.end())
    clause = text[first:end].strip(_EDGE)
    return clause if what in clause else what


def _size(language: str, text: str) -> int:
    """Words, or characters of Chinese."""
    return len(text) if language == "zh" else len(text.split())


def _is_task(read_in: Reading, match: re.Match[str], what: str) -> bool:
    language = read_in.wording.language
    too_short = len(what) < (2 if language == "zh" else 4)
    if too_short or read_in.wording.lists["commitments"]["not_a_task"].expression.match(what):
        return False
    before = read_in.sentence.text[: match.start()]
    if _FRAGMENT.match(what) or _SUBORDINATE.search(before):
        return False
    return read_in.wording.modifiers["hypothetical"].expression.search(before.lower()) is None


def _when(read_in: Reading, start: int, after: int, end: int) -> re.Match[str] | None:
    """The date's wording behind the opening words, or else before them in the same clause."""
    text = read_in.sentence.text
    dates = read_in.wording.lists["commitments"]["when"].expression
    found = dates.search(text, after, end)
    if found or start == 0:
        return found
    return dates.search(text, read_in.sentence.clause(start, after)[0], start)


def _end(text: str, at: int) -> int:
    stop = _STOP.search(text, at)
    return stop.start() if stop else len(text)


def _said(when: re.Match[str] | None) -> str | None:
    return when[0].strip() if when else None
