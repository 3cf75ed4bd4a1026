"""Who speaks at a place of a note: in a mail or an exchange that somebody pasted into it."""

import re
from collections.abc import Collection
from dataclasses import dataclass

_GREETING = (
    r"dear|hi|hello|hey|good (?:morning|afternoon)|ciao|gentile|gent\.mo|car[oa]|egregi[oa]"
    r"|buongiorno|buonasera|salve|尊敬的|亲爱的"
)
_TITLE = r"(?:(?:mrs?|ms|dr|sig(?:nor)?a?|dott(?:\.ssa|oressa|or)?|ing|avv)\b\.?\s*)?"
_DATE = r"(?:\d{1,4}[./\-年月]\d{1,2}(?:[./\-月]\d{1,4})?日?,?\s+)"
_TIME = rf"(?:[\[(]?{_DATE}?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:\s?[ap]\.?m\.?)?[\])]?[\s,\-–]*)"
_GREETED = re.compile(
    rf"(?:^|[\n>\"“«‘']|:\s)\s*(?:{_GREETING})[ ,]*{_TITLE}(?P<name>[^\n,:：，!！.]{{1,40}})", re.I
)
_GREETED_IN_CHINESE = re.compile(
    r"(?:^|[\n>\"“「：:])\s*(?P<name>[\u3400-\u9fff]{2,5}?)(?:[您你]?好[，,！!。]?|[：:，,]\s*\n)"
)
_GREETED_BEHIND = re.compile(
    r"(?:^|[\n>\"“«])\s*(?P<name>[^\n,:：.!?]{1,30}?),? (?:ciao|buongiorno|buonasera|salve)\b", re.I
)
_GREETED_ALONE = re.compile(
    rf"(?:^|\n)[ \t>]*{_TITLE}(?P<name>[^\n,:：.!?]{{1,30}}),[ \t]*(?=\n)", re.I
)
_FROM = re.compile(
    r"^[\s>*]*(?:from|da|von|发件人)\s*[:：]\s*(?P<name>[^\n<(（;；]{1,60})", re.I | re.M
)
_LABEL = re.compile(
    rf"^[\s>*•~\-–]*{_TIME}?(?:(?P<bold>\*)?(?P<name>[^\n:：,，(（\[\]*]{{1,40}}?)\s*"
    rf"(?:[(（][^)）\n]{{0,20}}[)）]|\[[^\]\n]{{0,20}}\]|[,，][^:：\n]{{0,16}}|{_TIME})?"
    rf"(?(bold)\*\s+|(?:\s*[:：](?!\s*\n)|(?<=[\])])(?<=\d.)\s)))"
)
_QUOTED = re.compile(
    r"(?:^|[\n.!?。！？])(?P<lead>[^\n.!?。！？:：]{1,80})[:：]\s*[\"“«「][^\"”»」]*$"
)
_ADDRESSED = re.compile(r"(?:\b(?:to|ad?|per|for)|给|对|跟)\s*$", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:^|[\n,，.。!！])[ \t]*(?P<name>[^\n,，.。!！:：]{1,40}?)\s*[\"”»」]?\s*(?:\n|$)"
)

_LINE = re.compile(r"[^\n]+")
_HEAD = re.compile(
    rf"\s*(?P<before>{_TIME})?(?P<name>[^\n:：,，.!?]{{1,40}}?)\s*[—–-]?\s*(?P<behind>{_TIME})?\s*",
    re.I,
)

_INITIAL = re.compile(r"(?<=\w\w) [^\W\d]\.?$")
"""What is left of a surname in "Marco T."."""

SIGNATURE = 3
"""Lines at the end of a note of which one may be a signature."""

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
    named = speaker(label["name"], known) if label else None
    found = named or _quoted(text[:at], known)
    return found or _headed(text, at, known) or _of_a_mail(text, at, known)


def speaker(said: str, known: Collection[str]) -> Voice | None:
    """Whom some words name and say nothing else: somebody known, or the author as "me"."""
    if name := _whole(said, known):
        return Voice(name, speaks=True)
    return AUTHOR if _bare(said) in _ME else None


def unlabelled(opening: str, known: Collection[str]) -> str:
    """What leads to a promise, without the speaker before the colon of its line."""
    label = _LABEL.match(opening)
    return opening[label.end() :] if label and _whole(label["name"], known) else opening


def greets(words: str) -> bool:
    """Whether some words greet somebody: "Ciao Anna" names whom it is said to."""
    return _GREETED.match(words) is not None


def begins(words: str, name: str) -> bool:
    """Whether a name opens some words, as a whole word where words are parted; in small letters."""
    follows = words[len(name) : len(name) + 1]
    return words.startswith(name) and not (name[-1:].isascii() and follows.isalpha())


def _quoted(before: str, known: Collection[str]) -> Voice | None:
    """Whom what leads to the last quotation names as the one quoted: 'message from Anna: "…'."""
    quoted = _QUOTED.search(before)
    if quoted is None or _TOLD.search(quoted["lead"]):
        return None
    lead = quoted["lead"].casefold()
    named = {name: lead.find(name) for name in known if _stands(name, lead)}
    longest = [one for one in named if not any(one != other and one in other for other in named)]
    if len(longest) != 1 or _ADDRESSED.search(lead[: named[longest[0]]]):
        return None
    return Voice(longest[0], speaks=True)


def _stands(name: str, said: str) -> bool:
    """Whether a name stands in some words, as a whole word where words are parted."""
    if re.search("[\u3400-\u9fff]", name):
        return name in said
    letter = r"[^\W\u3400-\u9fff]"
    return re.search(rf"(?<!{letter}){re.escape(name)}(?!{letter})", said) is not None


def _headed(text: str, at: int, known: Collection[str]) -> Voice | None:
    """Who alone stands in a line above, as in a copied chat: "Anna Bauer 10:32", then her words.

    Without a time the name may be the title of a note, unless somebody else's heads another part.
    """
    heads = [
        (line.start(), head, one)
        for line in _LINE.finditer(text)
        if (head := _HEAD.fullmatch(line[0])) and (one := speaker(head["name"], known))
    ]
    is_talk = len({one for _, _, one in heads}) > 1
    paragraph = text.rfind("\n\n", 0, at)
    above = [
        one
        for start, head, one in heads
        if paragraph < start < at and (is_talk or head["before"] or head["behind"])
    ]
    return above[-1] if above else None


def _of_a_mail(text: str, at: int, known: Collection[str]) -> Voice | None:
    """Who sent or signs a mail; failing that, whom it greets is spoken to."""
    senders = [
        name for head in _FROM.finditer(text, 0, at) if (name := _begins(head["name"], known))
    ]
    if senders:
        return Voice(senders[-1], speaks=True)
    greeted = [
        (found.start(), name)
        for pattern in (_GREETED, _GREETED_IN_CHINESE, _GREETED_BEHIND, _GREETED_ALONE)
        for found in pattern.finditer(text, 0, at)
        if (name := _begins(found["name"], known))
    ]
    if greeted:
        for signed in _SIGNED.finditer(text, at, at + SIGNED_WITHIN):
            if name := _whole(signed["name"], known):
                return Voice(name, speaks=True)
        return Voice(max(greeted)[1], speaks=False)
    signed_below = _signature(text, at, known)
    return Voice(signed_below, speaks=True) if signed_below else None


def _signature(text: str, at: int, known: Collection[str]) -> str | None:
    """Who alone stands in one of the last lines: a mail without a known greeting is theirs."""
    last = text[at:].strip().splitlines()[1:][-SIGNATURE:]
    return next((name for line in last if (name := _whole(line, known))), None)


def _whole(said: str, known: Collection[str]) -> str | None:
    name = _bare(said)
    short = _INITIAL.sub("", name)
    return next((one for one in (name, short) if one in known), None)


def _bare(said: str) -> str:
    return said.strip(' \t>*•~-–"“«@').casefold()


def _begins(said: str, known: Collection[str]) -> str | None:
    """The longest known name with which some words begin."""
    folded = said.strip().casefold()
    return max((one for one in known if begins(folded, one)), key=len, default=None)
