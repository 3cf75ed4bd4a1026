"""Where a later note may tell that a promise was kept."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from knowledge import tokens
from playbooks.handoffs import Promise
from playbooks.notes import Note
from playbooks.wording import sentences

_DONE = re.compile(
    r"\b(?:sent|delivered|shared|gave|handed over|presented|ran|finished|completed|shipped|fixed"
    r"|installed|trained|published|forwarded|signed off|provided|set up|showed"
    r"|went out|called(?: \w+)? back|got back to|is (?:live|done))\b|\bdone\W*$"
    r"|\b(?:mandat|inviat|consegnat|presentat|completat|installat|pubblicat|girat|spedit|corrett"
    r"|risolt|caricat|condivis|richiamat|pront)[oaie]\b|\bfatt[oaie]\b"
    r"|已经?(?:发|交|完成|提交|上线|修|给|做|装|开通)|(?:完成|交付|提交|上线|开通|发出)了|(?:发|交|送|寄|做|修|装|开|弄|搞)(?:给|好|完|定)?了",
    re.IGNORECASE,
)
"""Words for what was done."""

_NOT_YET = re.compile(
    r"\b(?:not|never|yet|still|will|won't|should|must|once|as soon as|when|if|wants?|asked)\b|n't\b"
    r"|\b(?:non|ancora|mai|manca(?:no)?|appena|quando|se|vuole|chiede)\b|还没|尚未|没有?|未|等|如果|希望|要求",
    re.IGNORECASE,
)
"""What leaves such a deed undone; in a whole sentence, only before its word."""

_PARTLY = re.compile(
    r"\d ?[%％]|\b(?:half|part(?:s|ly|ial\w*)?|most of|some of|almost|nearly|draft)\b"
    r"|\b(?:metà|in parte|quasi|bozza)\b"
    r"|一半|部分|大半|差不多|百分之|初稿|草稿",
    re.IGNORECASE,
)
"""What says that it is not done altogether."""

_AS_PROMISED = re.compile(
    r"\bas (?:promised|agreed)\b|\bcome (?:promesso|concordato|d'accordo)\b|如约|按承诺|按约定",
    re.IGNORECASE,
)

_TO_COME = re.compile(
    r"\b(?:shall|to|going|would|can|could|by|promis\w*|commit\w*|needs?|ask|until|next|tomorrow)\b"
    r"|['’](?:ll|d|t)\b"
    r"|\b(?:entro|dev\w+|dobbiam\w|dovr\w+|promess\w|promett\w+|impegn\w*|vogliono|chied\w*|chiest\w"
    r"|prossim\w|domani|da|per)\b"
    r"|[要会将应请前内]|答应|承诺|需|明天|下周|下个?月",
    re.IGNORECASE,
)
"""What else, in a clause, tells that something is yet to be done."""

_CLAUSE = re.compile(
    r"[.;:!?\n,。；：！？，、]|\s(?:and|but|then|so|e|ed|ma|poi|quindi)\s", re.IGNORECASE
)

SHARE, SHARE_PROMISED = 0.5, 0.3
"""The share of a promise's words that the sentence must hold, and where it says "as promised"."""

SURE = 0.6
"""The share from which what is told marks the promise as kept, once somebody confirms."""


class Told(NamedTuple):
    """The note and its sentence."""

    note: Note
    sentence: str


def is_done(text: str, place: tuple[int, int]) -> bool:
    """Whether the clause that holds the place tells it as done: "I sent the offer on Monday"."""
    ends = [match.end() for match in _CLAUSE.finditer(text, 0, place[0])]
    start = ends[-1] if ends else 0
    behind = _CLAUSE.search(text, place[1])
    clause = text[start : behind.start() if behind else len(text)]
    to_come = _TO_COME.search(clause) or _NOT_YET.search(clause)
    return bool(_DONE.search(clause)) and not to_come


def tells_a_deed(text: str) -> bool:
    """Whether the text has a word for what was done, of whatever."""
    return bool(_DONE.search(text))


def share_told(text: str, what: str, language: str | None) -> float:
    """The share of the words promised, 0 to 1, that the text tells as done; 0 for too few."""
    told = (_share_told(one.text, what, language) for one in sentences.split(text))
    return max(told, default=0.0)


def apart_from(kept: str, made: Iterable[Promise], language: str | None) -> list[Promise]:
    """The promises that a note makes beside the one that it tells as `kept`, which its words may
    name again: "the promise of the plan"."""
    words = frozenset(tokens.words(kept, language))
    return [one for one in made if not _names(words, one.what, language)]


def _names(words: frozenset[str], what: str, language: str | None) -> bool:
    said = frozenset(tokens.words(what, language))
    return len(said & words) >= SHARE * len(said)


def told(what: str, notes: Iterable[Note]) -> Told | None:
    """The first sentence of the notes, in their order, that tells what was promised as done."""
    for note in notes:
        for sentence in sentences.split(note.text):
            if _share_told(sentence.text, what, note.language):
                return Told(note, sentence.text.strip())
    return None


def _share_told(said: str, what: str, language: str | None) -> float:
    done = _DONE.search(said)
    if done is None or _NOT_YET.search(said, 0, done.end()) or _PARTLY.search(said):
        return 0.0
    promised = frozenset(tokens.words(what, language))
    shared = len(promised & frozenset(tokens.words(said, language)))
    needed = SHARE_PROMISED if _AS_PROMISED.search(said) else SHARE
    return shared / len(promised) if shared and shared >= needed * len(promised) else 0.0
