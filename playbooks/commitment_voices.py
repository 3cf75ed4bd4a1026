"""Who speaks at a place of a note: in a mail or an exchange that somebody pasted into it."""

import re
from collections.abc import Collection
from dataclasses import dataclass

_GREETING = (
    r"dear|hi|hello|hey|good (?:morning|afternoon)|ciao|gentile|gent\.mo|car[oa]|egregi[oa]"
    r"|buongiorno|buonasera|salve|尊敬的|亲爱的"
)
_TITLE = r"(?:(?:mrs?|ms|dr|sig(?:nor)?a?|dott(?:oressa|or)?|ing|avv)\b\.?\s*)?"
_GREETED = re.compile(
    rf"(?:^|[\n>\"“«‘']|:\s)\s*(?:{_GREETING})[ ,]*{_TITLE}(?P<name>[^\n,:：，!！.]{{1,40}})", re.I
)
_GREETED_IN_CHINESE = re.compile(
    r"(?:^|[\n>\"“「：:])\s*(?P<name>[\u3400-\u9fff]{2,5}?)(?:[您你]?好[，,！!。]?|[：:，,]\s*\n)"
)
_LABEL = re.compile(
    r"^[\s>*•\-–]*(?P<name>[^\n:：,，(（]{1,40}?)"
    r"\s*(?:[(（][^)）\n]{0,20}[)）]|[,，][^:：\n]{0,16})?\s*[:：](?!\s*\n)"
)
_SIGNED = re.compile(
    r"(?:^|[\n,，.。!！])[ \t]*(?P<name>[^\n,，.。!！:：]{1,40}?)\s*[\"”»」]?\s*(?:\n|$)"
)

SIGNED_WITHIN = 600
"""Characters behind a promise within which its mail is signed."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody known, by a name in small letters, who speaks (or else is spoken to)."""

    name: str
    speaks: bool


AUTHOR = Voice("", speaks=True)
"""Whoever wrote the note, where a line of theirs is headed "me:"."""

_TOLD = re.compile(
    r"\b(?:i (?:said|told|promised|answered)|(?:gli |le )?ho (?:detto|promesso|risposto)|"
    r"she|he|lei|lui)\b|我(?:说|答应|回|跟)|[她他](?:要|说|想|让)",
    re.IGNORECASE,
)
"""Words of somebody who tells of a talk: then what stands before a colon is whom it was with."""

_ME = frozenset(("me", "io", "i", "我"))


def voice(text: str, at: int, known: Collection[str]) -> Voice | None:
    """Whose words stand at a place of a text, or to whom they are said; None where nothing tells.

    `known` are names in small letters. Who stands before the colon of a line speaks in it; whom a
    greeting before it names is spoken to, and who signs behind it speaks.
    """
    line = text[text.rfind("\n", 0, at) + 1 : at]
    label = _LABEL.match(line)
    if label and _TOLD.search(line, label.end()):
        return None
    if label and (name := _whole(label["name"], known)):
        return Voice(name, speaks=True)
    if label and label["name"].strip().casefold() in _ME:
        return AUTHOR
    return _of_a_mail(text, at, known)


def greets(words: str) -> bool:
    """Whether some words greet somebody: "Ciao Anna" names whom it is said to."""
    return _GREETED.match(words) is not None


def begins(words: str, name: str) -> bool:
    """Whether a name opens some words, as a whole word where words are parted; in small letters."""
    follows = words[len(name) : len(name) + 1]
    return words.startswith(name) and not (name[-1:].isascii() and follows.isalpha())


def _of_a_mail(text: str, at: int, known: Collection[str]) -> Voice | None:
    greeted = [
        (found.start(), name)
        for pattern in (_GREETED, _GREETED_IN_CHINESE)
        for found in pattern.finditer(text, 0, at)
        if (name := _begins(found["name"], known))
    ]
    if not greeted:
        return None
    for signed in _SIGNED.finditer(text, at, at + SIGNED_WITHIN):
        if name := _whole(signed["name"], known):
            return Voice(name, speaks=True)
    return Voice(max(greeted)[1], speaks=False)


def _whole(said: str, known: Collection[str]) -> str | None:
    name = said.strip(' \t>*•-–"“«').casefold()
    return name if name in known else None


def _begins(said: str, known: Collection[str]) -> str | None:
    """The longest known name with which some words begin."""
    folded = said.strip().casefold()
    return max((one for one in known if begins(folded, one)), key=len, default=None)
