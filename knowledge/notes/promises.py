"""Promises in a note: where sentences sound like one, a taught model marks whose, what and when."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from knowledge import dates
from knowledge.judging import judge
from knowledge.notes import keeping, tagging, whole_words
from knowledge.notes.hearing import Heard
from playbooks import commitment_days, commitments
from playbooks.commitment_tasks import EDGE
from playbooks.commitments import Commitment, Span
from playbooks.wording import sentences
from playbooks.wording.sentences import Sentence

JUDGE = "promises"

WORTH = 0.2
"""Score of a sentence, alone and among its neighbours, from which it may hold a promise."""

LONGER = 1.0
"""By how much of the rise of all floors this one rises in a long note: most of what somebody tells
at length is no promise. Chosen by 118 long and 142 short notes that taught nothing."""

HIGHEST = 0.45
"""It rises no further: a list of things to do is long as well."""

HALF = 0.5
"""The share of what is enough from which a promise counts where who is known opens its clause."""

LONGEST = {"zh": 300, "en": 900, "it": 900}
"""Characters that are read together at most: as long as what taught the model."""

TOGETHER, ENOUGH = 4, {"zh": 70, "en": 220, "it": 220}
"""Sentences that are read together, and more where they are short: so many characters. In a chat
what is asked for stands some turns before "sure, Monday"."""

_SAME_DAY = re.compile(
    r"\b(?:by then|that (?:same )?day|on the spot|quel giorno|per allora|sul posto)\b"
    r"|那天|当天|届时|到时",
    re.IGNORECASE,
)
"""What speaks of a day that was named before."""

_LETTERS = re.compile(r"[^\W\d_\u3400-\u9fff]{2}")

_CONTRACTED = re.compile(r"['’](?:t|s|ll|re|ve|d|m)\b")
"""The rest of a word of which the mark before it is a part: isn't."""

_LEADS_ON = re.compile(
    r"(?:\s+(?:of|by|for|as|with|to|on|in|at|from|and|or|the|an?|what|where|which|that|until"
    r"|(?:what|which|that|whether|if)\s+(?:they|we|he|she|you|i)"
    r"|di|da|con|per|su|in|tra|entro|e|ed|o|il|lo|la|i|gli|le|una?|che|cosa|dove))+$",
    re.IGNORECASE,
)
"""Words behind which something is missing."""

_CALLING = re.compile(
    r"^(?:(?:i|we|they|he|she)\s+)?(?:promised|committed to|agreed to)\s+"
    r"(?:(?:them|her|him|us)\s+)?(?:to\s+)?(?=\w+\s+\w)|^(?:(?:ho|abbiamo)\s+)?promesso\s+(?:di\s+)?(?=\w+\s+\w)",
    re.IGNORECASE,
)
"""Words that call a promise by its name and lead on to what it is."""

_BEFORE = re.compile("^(?:之?前|以?内)(?!期|容)")
"""What is left of 周三前 without the day."""

_POINTS = re.compile(
    r"(?:gliel[aoie]|gliene|(?:ce|ve|te|me) (?:l[aoie]|ne)|l[aoie]|it|them|this|that|这个|那个|它)",
    re.IGNORECASE,
)
"""A promise of such a word alone says nothing without its verb: "gliela mando", "send it"."""

_CALLED_ONE = re.compile(
    r"(?:\b(?:promised?|committed to|promesso|impegnat[oiae])\b|承诺|答应)"
    r"[^.,;:!?，。；！？]{0,30}$",
    re.IGNORECASE,
)
"""Words that call a promise by its name, in the clause before it."""

_RESUMES = re.compile(
    r"\b(?:glie|te |ve )?l[oaie]?['’ ]\s?(?:ho|abbiamo|avevo|avevamo) (?:già )?promess\w"
    r"|\b(?:i|we)(?:['’]ve| have|['’]d| had)? promised (?:(?:him|her|them) )?(?:that|it|this)\b"
    r"|(?:这个?|那个?|这件事|这一点)[^，。,.]{0,6}(?:答应|承诺)(?:过|了|他们?|她们?|客户)*",
    re.IGNORECASE,
)
"""Words that call what was said just before a promise: "gliel'ho promesso io"."""

_TAKEN_BACK = re.compile(
    r"\b(?:scrap that|forget (?:that|it)\b|never mind|no longer need(?:ed|s)?|come non detto"
    r"|lascia(?:mo)? (?:stare|perdere)|non serv(?:e|ono) più|è annullat\w)"
    r"|(?<!你)不用\w{0,2}了|作废|(?<=[，。,；！\s])算了|不需要了|当我没说",
    re.IGNORECASE,
)
"""What takes back what was promised just before."""

SOON = 90
"""Characters behind a promise within which it is taken back."""

SOME_DAY = date(2026, 1, 1)
"""Any day: what names a day names one, whenever it is said."""


def read(text: str, heard: Heard) -> list[Commitment]:
    """The promises of a note, in the order of the text; `heard` are its sentences.

    Those that are not `sure` are promises only where somebody who is known opens their clause.
    Raises `NotReady` when the judge does not fit the encoder or the model cannot be run.
    """
    scores = heard.judged_strictly(judge.shipped(JUDGE)).max(axis=1, initial=0.0)
    floor = min(WORTH + LONGER * heard.rise, HIGHEST)
    sounding = dict(zip(heard.told, (float(score) / floor for score in scores), strict=True))
    return [
        made
        for window in _windows(heard.told)
        if any(sounding[told] >= HALF for told in window)
        for made in _resumed(text, _in_window(text, window, sounding))
    ]


def days(text: str) -> list[Span]:
    """Where a text names a day, in order, also one that can be read in two ways."""
    spoken = sentences.languages(text)
    return [
        span
        for span in commitment_days.in_text(text, spoken)
        if any(_is_a_day(text[slice(*span)].strip(), code) for code in spoken)
    ]


def _is_a_day(said: str, language: str) -> bool:
    return bool(dates.parse(said, SOME_DAY, language) or dates.readings(said, SOME_DAY, language))


def _windows(told: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences in a row that are read together."""
    window: list[Sentence] = []
    for sentence in told:
        if window and _is_full(window, sentence):
            yield window
            window = []
        window.append(sentence)
    if window:
        yield window


def _is_full(window: Sequence[Sentence], further: Sentence) -> bool:
    """Whether what is read together is enough without one more sentence."""
    start, language = window[0].start, further.languages[0]
    enough = len(window) >= TOGETHER and _end(window[-1]) - start >= ENOUGH[language]
    return enough or _end(further) - start > LONGEST[language]


def _in_window(
    text: str, window: Sequence[Sentence], sounding: Mapping[Sentence, float]
) -> Iterator[Commitment]:
    """The promises of some sentences; `sounding` tells of each how much it sounds like one, 1 being
    enough."""
    start = window[0].start
    passage = text[start : _end(window[-1])]
    before, named = 0, None
    worded = [span for told in window for span in _worded(told, told.start - start)]
    dated = days(passage)
    for marked in tagging.tagger().marked(passage, dated, worded):
        place = whole_words.chinese(passage, _beside_day(marked.place, marked.day), dated)
        what = _in_whole_words(passage, place)
        sentence = _around(window, start + marked.place[0])
        taken_back = _TAKEN_BACK.search(passage, marked.place[1], marked.place[1] + SOON)
        over = taken_back or keeping.is_done(passage, marked.place)
        stands = sentence and sounding[sentence] >= HALF and not over
        if sentence and stands and len(what) >= commitments.SHORTEST:
            beside = (max(before + start, sentence.start), start + marked.place[1])
            owner = None if marked.by_us else _owner(sentence, beside)
            when = passage[slice(*marked.day)].strip() if marked.day else None
            when = named = when or (named if _SAME_DAY.search(sentence.text) else None)
            opening = passage[beside[0] - start : marked.place[0]]
            sure = sounding[sentence] >= 1 and (marked.sure or bool(_CALLED_ONE.search(opening)))
            said, at = what[: commitments.LONGEST], start + marked.place[0]
            yield Commitment(said, marked.by_us, owner, when, opening, at, sure)
        before = marked.place[1]


def _resumed(text: str, made: Iterable[Commitment]) -> list[Commitment]:
    """With what is called a promise in the rest of its sentence: "he expects a figure, I promised
    him that", of which the words that follow ("in person") are none of their own."""
    kept: list[Commitment] = []
    for one in made:
        if not (kept and _is_called(text, kept[-1], one.at)):
            called = _is_called(text, one, len(text))
            kept.append(
                replace(one, by_us=True, owner=None, opening="", sure=True) if called else one
            )
    return kept


def _is_called(text: str, one: Commitment, end: int) -> bool:
    """Whether the rest of its sentence, up to `end`, calls it a promise of ours."""
    start = one.at + len(one.what)
    stop = next((at for at in range(start, end) if text[at] in tagging.STOPS), end)
    return bool(_RESUMES.search(text, start, stop))


def _worded(sentence: Sentence, start: int) -> Iterator[Span]:
    """Where the wording of a sentence, at `start` of a passage, tells of a promise."""
    for said in commitments.in_sentence(sentence):
        if (at := sentence.text.find(said.what)) >= 0:
            yield start + at, start + at + len(said.what)


def _beside_day(place: Span, day: Span | None) -> Span:
    """The longer part of a place beside the day that stands in it: 承诺下周三前改好."""
    if day is None or day[1] <= place[0] or place[1] <= day[0]:
        return place
    parts = (place[0], max(day[0], place[0])), (min(day[1], place[1]), place[1])
    return max(parts, key=lambda part: part[1] - part[0])


def _in_whole_words(passage: str, place: Span) -> str:
    """What stands at a place, with words that begin or end beside it, without what leads on."""
    first, end = place
    while first > 0 and _LETTERS.fullmatch(passage[first - 1 : first + 1]):
        first -= 1
    while _LETTERS.fullmatch(passage[end - 1 : end + 1]):
        end += 1
    if cut := _CONTRACTED.match(passage, end):
        end = cut.end()
    if first > 0 and (cut := _CONTRACTED.match(passage, first - 1)):
        first = min(cut.end(), end)
    first, end = _with_verb(passage, first, end)
    said = _CALLING.sub("", _BEFORE.sub("", passage[first:end].strip(EDGE)))
    return _LEADS_ON.sub("", said).strip(EDGE)


def _with_verb(passage: str, first: int, end: int) -> Span:
    """The place of a bare pronoun with its verb: behind it in Italian, before it otherwise."""
    said = _POINTS.fullmatch(passage[first:end].strip(EDGE))
    if said is None:
        return first, end
    if said[0].lower() in {"it", "them", "this", "that"} or not said[0].isascii():
        before = re.search(r"\w+\s*$", passage[:first])
        return (before.start() if before else first), end
    behind = re.match(r"\s*\w+", passage[end:])
    return first, end + (behind.end() if behind else 0)


def _owner(sentence: Sentence, beside: Span) -> str | None:
    """Who of them is named between the promise before and the end of this one."""
    first, end = (place - sentence.start for place in beside)
    return commitments.someone(sentence, (first, min(end, len(sentence.text))))


def _around(window: Sequence[Sentence], at: int) -> Sentence | None:
    """The sentence at a place; None in an order to an assistant, which tells nothing."""
    return next((told for told in window if told.start <= at < _end(told)), None)


def _end(sentence: Sentence) -> int:
    return sentence.start + len(sentence.text)
