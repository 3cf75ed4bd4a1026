"""Promises in a note: which parts make one and whose, judged; what and until when, read off."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge import embedders
from knowledge.judging import judge
from knowledge.judging.judge import Judge
from knowledge.notes import memory
from knowledge.notes.hearing import Heard
from playbooks import commitments
from playbooks.commitments import Commitment, Span
from playbooks.wording.sentences import Sentence

JUDGE = "promises"

WORTH_CUTTING = 0.12
"""Score of a sentence from which its parts are looked at one by one."""

CAUTION = 0.04
"""Added to the floor: somebody is reminded of a promise, so one that nobody made does harm."""

BY_WORDING = 0.3
"""What a part gains on the side for which its wording speaks as well."""

BY_SUBJECT = 0.1
"""What a part gains on the side that its subject names first, such as "we" or "their"."""

UNDATED = 0.16
"""What a part must score above the floor when it neither names a day nor says "promise"."""

OVER = 0.4
"""The same when it tells of what was sent, fixed or paid already."""

_CUT = re.compile(
    r"[;；]\s*|\s[–—]\s|[：:]\s|：|[,，]\s?(?:and |while |e |mentre )?"
    r"|\s(?:and|while|then|e|mentre|poi)\s|然后|(?<=\D)[）)]\s",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(
    r"\b(?:by then|that (?:same )?day|on the spot|quel giorno|per allora|sul posto)\b"
    r"|那天|当天|届时|到时",
    re.IGNORECASE,
)
"""What speaks of a day that was named before."""

SHORTEST = {"zh": 4, "en": 10, "it": 10}
"""Characters of a part that can promise something."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence with what it scores for our promise and for theirs."""

    span: Span
    ours: float
    theirs: float

    @property
    def score(self) -> float:
        """How much it sounds like a promise of either side."""
        return max(self.ours, self.theirs)


def read(heard: Heard, quoted: Sequence[Span] = ()) -> list[Commitment]:
    """The promises of what was heard, in the order of the text.

    `quoted` are places in quotation marks, where "I" is not the author. Raises `NotReady` when the
    judge does not fit the encoder.
    """
    own = judge.shipped(JUDGE)
    rows = heard.judged_strictly(own)
    floor = float(own.floors.mean()) + heard.rise + CAUTION
    made = [
        []
        if sentence.is_question
        else list(_in_sentence(own, sentence, quoted, _sides(own, row.tolist()), floor))
        for sentence, row in zip(heard.told, rows, strict=True)
    ]
    return list(_dated(heard.told, made))


def _dated(told: Sequence[Sentence], made: Sequence[Sequence[Commitment]]) -> Iterator[Commitment]:
    """The promises of each sentence; one without a day has that which is said of it elsewhere.

    "I owe them a price. Said Monday."; "she sends the data on the 12th, we load them by then".
    """
    before: str | None = None
    for place, promised in enumerate(made):
        for one in promised:
            when = one.when
            if when is None and one is promised[-1] and place + 1 < len(made):
                when = None if made[place + 1] else commitments.day_alone(told[place + 1])
            if when is None and _SAME_DAY.search(told[place].text):
                when = before
            before = when or before
            yield replace(one, when=when)


def _in_sentence(
    own: Judge,
    sentence: Sentence,
    quoted: Sequence[Span],
    sides: tuple[float, float],
    floor: float,
) -> Iterator[Commitment]:
    by_wording = commitments.in_sentence(sentence, quoted)
    whole = _helped(sentence, Part((0, len(sentence.text)), *sides), by_wording)
    if whole.score < WORTH_CUTTING:
        return
    for part, around in _parts(own, sentence, whole, by_wording, floor):
        first, last = (sentence.start + place for place in part.span)
        inside = any(start < last and first < end for start, end in quoted)
        by_us = part.ours >= part.theirs and not inside
        worded = _worded(sentence, part, by_wording, by_us=by_us)
        made = worded or commitments.from_part(sentence, part.span, around, by_us=by_us)
        if made:
            yield made


def _worded(
    sentence: Sentence, part: Part, by_wording: Sequence[Commitment], *, by_us: bool
) -> Commitment | None:
    """The one promise of a part that its wording gives whole: of this side and with its day."""
    text = sentence.text[slice(*part.span)]
    found = [said for said in by_wording if said.what in text and said.by_us == by_us]
    if len(found) != 1 or (found[0].when is None and commitments.is_dated(sentence, part.span)):
        return None
    return found[0]


def _parts(
    own: Judge,
    sentence: Sentence,
    whole: Part,
    by_wording: Sequence[Commitment],
    floor: float,
) -> list[tuple[Part, Span]]:
    """The parts that promise on their own, each with the stretch up to the next one's.

    When fewer than two do, the whole sentence promises or does not.
    """
    spans = list(_joined(sentence, _spans(sentence)))
    scored = _scored(own, sentence, spans, by_wording) if len(spans) > 1 else []
    promising = [part for part in scored if part.score >= floor]
    if len(promising) < 2:
        best = max(promising, key=lambda part: part.score, default=whole)
        if max(best.score, whole.score) < floor:
            return []
        return [(replace(whole, span=best.span, ours=best.ours, theirs=best.theirs), whole.span)]
    ends = [part.span[0] for part in promising[1:]] + [len(sentence.text)]
    starts = [0] + [part.span[0] for part in promising[1:]]
    return list(zip(promising, zip(starts, ends, strict=True), strict=True))


def _spans(sentence: Sentence) -> list[Span]:
    """Parts between separators; one too short to stand alone belongs to what is before it."""
    text = sentence.text
    shortest = SHORTEST[sentence.languages[0]]
    spans: list[Span] = []
    start = 0
    cuts = [cut.span() for cut in _CUT.finditer(text)]
    for end, following in [*cuts, (len(text), len(text))]:
        if end - start >= shortest or not spans:
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], end)
        start = following
    return spans


def _joined(sentence: Sentence, spans: Sequence[Span]) -> Iterator[Span]:
    """The parts, of which one that says too little belongs to the one before it."""
    held: Span | None = None
    for span in spans:
        if held is None:
            held = span
        elif commitments.is_thin(sentence, span) or commitments.is_thin(sentence, held):
            held = held[0], span[1]
        else:
            yield held
            held = span
    if held is not None:
        yield held


def _scored(
    own: Judge, sentence: Sentence, spans: Sequence[Span], by_wording: Sequence[Commitment]
) -> list[Part]:
    texts = [sentence.text[start:end] for start, end in spans]
    rows = own.scores(texts, memory.vectors(texts, embedders.default())).tolist()
    return [
        _helped(
            sentence, Part(span, *_sides(own, row)), [one for one in by_wording if one.what in text]
        )
        for span, text, row in zip(spans, texts, rows, strict=True)
    ]


def _sides(own: Judge, row: Sequence[float]) -> tuple[float, float]:
    scores = dict(zip(own.labels, row, strict=True))
    return scores["ours"], scores["theirs"]


def _helped(sentence: Sentence, part: Part, by_wording: Sequence[Commitment]) -> Part:
    subject = commitments.subject(sentence, part.span)
    ours = BY_WORDING * any(said.by_us for said in by_wording) + BY_SUBJECT * (subject == "ours")
    theirs = BY_WORDING * any(not said.by_us for said in by_wording)
    theirs += BY_SUBJECT * (subject == "theirs")
    doubt = 0.0
    if not by_wording:
        doubt += UNDATED * (not commitments.is_dated(sentence, part.span))
        doubt += OVER * commitments.is_over(sentence, part.span)
    return replace(part, ours=part.ours + ours - doubt, theirs=part.theirs + theirs - doubt)
