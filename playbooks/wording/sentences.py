"""Sentences and clauses of a note, each an exact part of its text, and their language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playbooks.wording import orders

_END = re.compile(
    r"(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？!?]+[\"'”’」』）]*|\n+)",
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|vs|approx|no|inc|ltd|corp|co|dept|dott|sig|ing|ecc|etc|es|e\.g|i\.e"
    r"|art|tel|avv|prof|ca|max|min|jr|sr)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_CLAUSE = {
    "spaced": re.compile(
        r"[,;:]\s|\s[—–-]\s|\s(?:but|however|although|though|while|whereas|yet"
        r"|ma|però|tuttavia|mentre|invece|anche se)\s",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"[，、；：]|但是|但|不过|可是|然而|而是"),
}
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = re.compile(
    r"\b(?:the|and|of|is|was|are|were|they|she|he|with|for|to|we|our|their|has|have|not|on|in|at"
    r"|from|us|by|it|that|this|no|her|his|will|be|new|all|i'll|i|you)\b",
    re.IGNORECASE,
)
_ITALIAN = re.compile(
    r"\b(?:il|lo|la|gli|le|un|una|di|del|della|dei|che|non|è|sono|ha|hanno|con|per|da|dal|si|ci|ma"
    r"|nel|nella|al|alla|anche|più|come|e|ho|abbiamo|loro|nostro|questo|stato|se|su|i|entro|mi)\b"
    r"|\b(?:l|d|dell|all|un|nell|c|n)['’]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence at `start` of the note; `languages` are those in which to read it."""

    text: str
    start: int
    languages: tuple[str, ...]

    @property
    def is_question(self) -> bool:
        """True for a sentence that asks."""
        bare = self.text.rstrip("\"'”’»」』）) 。.")
        return bare.endswith(("?", "？", "吗", "呢"))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause begins and ends that holds the part from `start` to `end`."""
        kind = "zh" if self.languages == ("zh",) else "spaced"
        first, last = 0, len(self.text)
        for mark in _CLAUSE[kind].finditer(self.text):
            if mark.end() <= start:
                first = mark.end()
            elif mark.start() >= end:
                last = mark.start()
                break
        return first, last


def split(text: str) -> Iterator[Sentence]:
    """The sentences of a text, without the white space around them."""
    start = 0
    for mark in _END.finditer(text):
        if _ABBREVIATION.search(text, max(start, mark.end() - 8), mark.end()):
            continue
        yield from _sentence(text, start, mark.end())
        start = mark.end()
    yield from _sentence(text, start, len(text))


def told(text: str) -> Iterator[Sentence]:
    """The sentences that tell something: all but orders to an assistant."""
    return (sentence for sentence in split(text) if not orders.is_order(sentence.text))


def languages(text: str) -> tuple[str, ...]:
    """Languages to read a sentence in: Chinese, English or Italian; both when it is not clear."""
    if len(_CHINESE.findall(text)) >= 2:
        return ("zh",)
    english, italian = len(_ENGLISH.findall(text)), len(_ITALIAN.findall(text))
    if english == italian:
        return ("en", "it")
    return ("en",) if english > italian else ("it",)


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    stripped = text[start:end].strip(" \t\r\n•*-–")
    if stripped:
        at = text.index(stripped, start)
        yield Sentence(stripped, at, languages(stripped))
