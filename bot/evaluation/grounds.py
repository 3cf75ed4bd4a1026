"""Whether an answer's sources exist, hold what is quoted, and carry the figures beside them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.evaluation import numbers
from bot.evaluation.asking import Asked
from bot.evaluation.records import Records
from bot.views import blocks
from handlers import quoting
from handlers.answers import Answer, Citation, Part, Sentence
from handlers.evidence import LIBRARY

IN_WORDS = ("note", "handoff", *LIBRARY)
"""Kinds whose quote is the source's own text; of the others it is a line made of their fields."""

UNCLAIMED = (Part.UNKNOWN, Part.NEXT, Part.EXAMPLES)
"""Parts that say what is not known, what to do and what to ask, which needs no source."""

SCALES = "5 7 10"
"""What CSAT, CES and NPS are out of."""

SHORTEST_PART = 4
MARKER = re.compile(r"\[\d+\]")
NOT_A_WORD = re.compile(r"[\W_]+")
QUOTED = re.compile(r"“[^”]*”|«[^»]*»")
DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|º|°)? ([A-Za-z]{3})[a-z]*\.? (\d{4})\b")
YEAR_FIRST = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
MONTHS = re.findall(
    "...", "janfebmaraprmayjunjulaugsepoctnovdec" + "genfebmaraprmaggiulugagosetottnovdic"
)
"""The first letters of the months in English, then in Italian."""


def check(records: Records, asked: Asked) -> Iterator[str]:
    """What is wrong with the sources of an answer, a line each."""
    answer = asked.answer
    if answer is None:
        return
    for citation in answer.citations:
        yield from _citation(records, citation)
    given = [asked.item.ask, records.context.today().isoformat()]
    for sentence in _claims(answer):
        yield from _sentence(records, sentence, answer, given)


def counted(records: Records, asked: Asked) -> tuple[int, int]:
    """Figures shown beside sources, and how many of them only a rule's own word carries."""
    answer = asked.answer
    if answer is None:
        return 0, 0
    cited = [sentence for sentence in _claims(answer) if sentence.cites]
    shown = sum(len(numbers.figures(_stated(sentence))) for sentence in cited)
    return shown, sum(len(_uncarried(records, sentence, answer, ())) for sentence in cited)


def days_in(text: str) -> set[date]:
    """The calendar days written in the text, in any of our languages."""
    found = {(year, month, day) for year, month, day in YEAR_FIRST.findall(text)}
    for day, month, year in DAY_FIRST.findall(text):
        if month.lower() in MONTHS:
            found.add((year, str(MONTHS.index(month.lower()) % 12 + 1), day))
    return {date(int(year), int(month), int(day)) for year, month, day in found}


def _citation(records: Records, citation: Citation) -> Iterator[str]:
    words = records.words(citation.ref)
    if words is None:
        yield f"citation: {citation.kind} {citation.id} does not exist"
    elif citation.kind in IN_WORDS:
        shown = _bare(words) + " " + _bare(quoting.plain(words))
        lost = [part for part in _parts(citation.quote) if part not in shown]
        if lost and not _of_fields(citation, words):
            yield f"citation: {citation.kind} {citation.id} does not say “{lost[0][:60]}”"
    elif loose := _loose(citation.quote, [words, SCALES]):
        loose = _loose(citation.quote, [words, SCALES, *_read(records, citation, citation.quote)])
        yield from (f"citation: {citation.kind} {citation.id} does not hold {f}" for f in loose)


def _of_fields(citation: Citation, words: str) -> bool:
    """A handoff's line of several fields: its figures are the record's."""
    return citation.kind == "handoff" and not _loose(citation.quote, [words])


def _parts(quote: str) -> list[str]:
    parts = (_bare(part) for part in re.split(r"…|\[link\]", quote))
    return [part for part in parts if len(part) >= SHORTEST_PART]


def _bare(text: str) -> str:
    """The letters and digits of the text in one case: marks and layout may differ."""
    return NOT_A_WORD.sub("", text.casefold())


def _claims(answer: Answer) -> Iterator[Sentence]:
    """The sentences that need a source: those that cite, and those that should.

    What is prepared to be saved has none: it is the asker's own word.
    """
    if answer.proposal is not None:
        return
    if answer.lead.cites or not answer.abstained:
        yield answer.lead
    for section in answer.sections:
        yield from (s for s in section.sentences if s.cites or section.part not in UNCLAIMED)


def _sentence(
    records: Records, sentence: Sentence, answer: Answer, given: Sequence[str]
) -> Iterator[str]:
    text = _stated(sentence)
    if len(_shown(sentence, answer)) < len(set(sentence.cites)):
        yield f"source: not every source is shown: {_short(text)}"
    if loose := _uncarried(records, sentence, answer, (*sentence.said, *given)):
        what = "figure" if sentence.cites else "unsourced"
        yield f"{what}: {loose[0]} is not in the sources of “{_short(text)}”"


def _stated(sentence: Sentence) -> str:
    """The sentence without its markers; without sources, a quotation is somebody's own word."""
    return MARKER.sub(" ", sentence.text if sentence.cites else QUOTED.sub("", sentence.text))


def _shown(sentence: Sentence, answer: Answer) -> list[Citation]:
    return [citation for citation in answer.citations if citation.ref in sentence.cites]


def _uncarried(
    records: Records, sentence: Sentence, answer: Answer, given: Sequence[str]
) -> list[str]:
    """The figures of the sentence that neither its sources nor what is `given` states.

    Health is read again only where the record itself is not enough, on the days that are named.
    """
    text, shown = _stated(sentence), _shown(sentence, answer)
    carried = [*given, *(records.words(c.ref) or "" for c in shown)]
    carried += [c.as_of.isoformat() for c in shown if c.as_of]
    if not _loose(text, carried):
        return []
    return _loose(text, [*carried, *(w for c in shown for w in _read(records, c, text))])


def _read(records: Records, citation: Citation, text: str) -> list[str]:
    if citation.kind != "health":
        return []
    today = records.context.today()
    days = {today, citation.as_of or today, *days_in(text)}
    return [records.reading(citation.id, day) for day in sorted(days)]


def _loose(text: str, sources: Sequence[str]) -> list[str]:
    """The figures of the text that no source states."""
    return numbers.unstated(text, sources)


def _short(text: str) -> str:
    return blocks.cut(" ".join(text.split()), 90)
