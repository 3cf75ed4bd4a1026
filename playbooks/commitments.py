"""Commitments in a note: who promised what, and until when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playbooks import commitment_days as days
from playbooks import commitment_tasks as tasks
from playbooks.wording import reading, sentences
from playbooks.wording.reading import Reading
from playbooks.wording.sentences import Sentence

_STOP = re.compile(
    r"[;。；！!]|[.](?=\s|$)"
    r"|,\s(?:(?:and )?(?:i|we|she|he|they)|but|ma|because|perché|since|which|so)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»|「[^」\n]*」")

SHORTEST = 2
"""Characters of what is promised: "SSO" is one, "a" is not."""

THIN_PART = {"en": 2, "it": 2, "zh": 4}
"""Words, or Chinese characters, up to which a part of a sentence says too little on its own, and
belongs to the part beside it."""

DAY_ALONE = {"en": 4, "it": 6, "zh": 10}
"""Words, or Chinese characters, of a sentence that does no more than name a promise's day."""

LONGEST = 200
"""Characters of a promise that are kept."""

Span = days.Span


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
    when = days.in_part(read_in, span)
    what = tasks.around_day(language, text, span, when) if when else ""
    if tasks.size(language, what) <= tasks.THIN[language]:
        what = tasks.bare(language, tasks.without_day(text, *span, when))
    if tasks.size(language, what) <= tasks.THIN[language]:
        what = tasks.bare(language, tasks.without_day(text, around[0], span[1], when))
    if tasks.size(language, what) <= tasks.THIN[language]:
        # "Anna li sistema" says more than "sistema".
        what = max(what, tasks.without_day(text, *span, when), key=len)
    if when is None:
        when = days.in_part(read_in, (span[1], around[1])) or days.in_part(
            read_in, (around[0], span[0])
        )
    if len(what) < SHORTEST:
        return None
    owner = None if by_us else _someone(read_in, span)
    return Commitment(what[:LONGEST], by_us, owner, _said(when))


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
    day = days.in_part(read_in, span)
    if day and subject(sentence, span):
        return False
    task = tasks.bare(language, tasks.without_day(sentence.text, *span, day))
    return tasks.size(language, task) <= THIN_PART[language]


def day_alone(sentence: Sentence) -> str | None:
    """The day's wording of a sentence that says little else: "Said Monday.", "Domani."."""
    read_in = reading.read(sentence)[0]
    size = tasks.size(read_in.wording.language, sentence.text)
    if size > DAY_ALONE[read_in.wording.language]:
        return None
    return _said(days.in_part(read_in, (0, len(sentence.text))))


def is_dated(sentence: Sentence, span: Span) -> bool:
    """Whether a part names a day."""
    return days.in_part(reading.read(sentence)[0], span) is not None


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
    when = days.behind(read_in, match.start(), match.end(), end)
    what = tasks.without_day(text, begins, end, when)
    if not tasks.is_one(read_in, match, what):
        return None
    what = tasks.in_full(read_in, match, what, end) if by_us else what
    return Commitment(what[:LONGEST], by_us, person[0] if person else None, _said(when))


def _end(text: str, at: int) -> int:
    stop = _STOP.search(text, at)
    return stop.start() if stop else len(text)


def _said(when: re.Match[str] | None) -> str | None:
    return when[0].strip() if when else None
