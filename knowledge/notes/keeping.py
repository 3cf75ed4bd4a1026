"""Where a later note may tell that a promise was kept."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from knowledge import tokens
from playbooks.notes import Note
from playbooks.wording import sentences

_DONE = re.compile(
    r"\b(?:sent|delivered|shared|gave|handed over|presented|ran|finished|completed|shipped|fixed"
    r"|installed|trained|published|forwarded|signed off|provided|set up|showed|is (?:live|done))\b"
    r"|\b(?:mandat|inviat|consegnat|presentat|complet|installat|pubblicat|girat|spedit|corrett"
    r"|risolt|caricat|condivis|pront)[oaie]\b|\bfatt[oaie]\b"
    r"|已经?(?:发|交|完成|提交|上线|修|给|做|装|开通)|(?:发|交|送|寄|做|修|装|开|弄|搞)(?:给|好|完|定)?了",
    re.IGNORECASE,
)
"""Words for what was done."""

_NOT_YET = re.compile(
    r"\b(?:not|never|yet|still|will|won't|should|must|once|as soon as|when|if|wants?|asked)\b|n't\b"
    r"|\b(?:non|ancora|mai|manca(?:no)?|appena|quando|se|vuole|chiede)\b|还没|尚未|没有?|未|等|如果|希望|要求",
    re.IGNORECASE,
)
"""What, before such a word, leaves it undone."""

_AS_PROMISED = re.compile(
    r"\bas (?:promised|agreed)\b|\bcome (?:promesso|concordato|d'accordo)\b|如约|按承诺|按约定",
    re.IGNORECASE,
)

SHARE, SHARE_PROMISED = 0.5, 0.3
"""The share of a promise's words that the sentence must hold, and where it says "as promised"."""


class Told(NamedTuple):
    """The note and its sentence."""

    note: Note
    sentence: str


def told(what: str, notes: Iterable[Note]) -> Told | None:
    """The first sentence of the notes, in their order, that tells what was promised as done."""
    for note in notes:
        for sentence in sentences.split(note.text):
            if _tells(sentence.text, what, note.language):
                return Told(note, sentence.text.strip())
    return None


def _tells(said: str, what: str, language: str | None) -> bool:
    done = _DONE.search(said)
    if done is None or _NOT_YET.search(said, 0, done.end()):
        return False
    promised = frozenset(tokens.words(what, language))
    shared = len(promised & frozenset(tokens.words(said, language)))
    needed = SHARE_PROMISED if _AS_PROMISED.search(said) else SHARE
    return shared > 0 and shared >= needed * len(promised)
