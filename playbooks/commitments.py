"""Commitments in a note: who promised what, and until when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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

PRONOUNS = frozenset({"she", "he", "they", "lei", "lui", "loro", "她", "他", "他们"})
"""Words for somebody that name nobody."""

LONGEST = 200
"""Characters of a promise that are kept."""

Span = days.Span


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise read out of a note. `what` and `when` are exact parts of the text.

    `by_us` is true when the author's side made it; otherwise `owner` is the name that the text
    gives, or None. `when` is the wording of the date, such as "Friday", or None. `opening` is
    what leads to it in its sentence, where who promises is named; `at` is its place in the text.
    One that is not `sure` counts only where that name is known around the account.
    """

    what: str
    by_us: bool
    owner: str | None = None
    when: str | None = None
    opening: str = field(default="", compare=False)
    at: int = field(default=0, compare=False)
    sure: bool = True


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


def someone(sentence: Sentence, span: Span) -> str | None:
    """Who is named in a part of a sentence that tells of a promise; the first, or None.

    The first word of a sentence is a name only where it opens a promise.
    """
    read_in = reading.read(sentence)[0]
    lists, text = read_in.wording.lists["commitments"], sentence.text
    opening = lists["theirs"].expression.match(text, *span)
    person = lists["person"].expression.match(opening[0]) if opening else None
    if person and person[0].lower() not in PRONOUNS:
        return person[0]
    days = [day.span() for day in lists["when"].expression.finditer(text, *span)]
    for name in lists["someone"].expression.finditer(text, *span):
        first, last = name.span()
        of_a_day = any(first < end and start < last for start, end in days)
        if not of_a_day and (first > 0 or read_in.wording.language == "zh"):
            return name[0]
    return None


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
    who = person[0] if person else None
    at = read_in.sentence.start + begins
    return Commitment(what[:LONGEST], by_us, who, _said(when), text[:begins], at)


def _end(text: str, at: int) -> int:
    stop = _STOP.search(text, at)
    return stop.start() if stop else len(text)


def _said(when: re.Match[str] | None) -> str | None:
    return when[0].strip() if when else None
