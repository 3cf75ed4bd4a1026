"""A wish for a letter to a customer, read out of words: whether it is one, and what it is about."""

import re
from pathlib import Path

from knowledge import lists, wording

FILE = Path(__file__).parent / "letter_wishes.yaml"

OCCASIONS = ("apology", "thanks")

_ADDRESSED = [
    (re.compile(said, re.IGNORECASE), address)
    for said, address in (
        (r"\b(?:she|he|they)(?:['’]s|['’]re| is| are)\b", "you are"),
        (r"\b(?:she|he|they)(?:['’]ve| has| have)\b", "you have"),
        (r"\b(?:she|he) was\b", "you were"),
        (r"\b(?:she|he|they)\b", "you"),
        (r"\bhim\b|\bthem\b", "you"),
        (
            r"\bher\b(?=\W*$|\W*[,;.]|\s+(?:and|to|for|if|whether|about|on|that|when|why|how|what"
            r"|who|with|in|at|a|an|the|again)\b)",
            "you",
        ),
        (r"\b(?:her|his|their)\b", "your"),
        (r"(?<=r)lo\b", "la"),
        (r"(?<=r)gli\b", "le"),
        (r"[他她]们?|对方", "您"),
    )
]
"""How those to whom a letter goes are spoken of, and how they are addressed. Italian says both in
one way, but for a man."""


def is_meant(text: str) -> bool:
    """Whether the text asks to write to somebody, in English, Italian or Chinese."""
    said, known = wording.plain(text), lists.patterns(FILE)
    return lists.first((*known["wishes"], *known["to_them"]), said) is not None


def is_to_them(text: str) -> bool:
    """Whether its reader is whoever was spoken of before: "what do I write to him?"."""
    return lists.first(lists.patterns(FILE)["to_them"], wording.plain(text)) is not None


def matter(text: str) -> str | None:
    """What the letter is to be about, in the text's own words; None where it does not say."""
    said = wording.plain(text)
    before = lists.first(lists.patterns(FILE)["before"], said)
    if before is None:
        return None
    rest = said[before.end() :]
    for pattern in lists.patterns(FILE)["behind"]:
        rest = pattern.sub("", rest)
    return rest or None


def purpose(text: str) -> str | None:
    """What the letter is to do, in the words in which its reader is addressed: "to thank her and
    ask whether she has time" gives "thank you and ask whether you have time". None where the text
    does not say.
    """
    found = lists.first(lists.patterns(FILE)["purposes"], wording.plain(text))
    if found is None:
        return None
    said = found["said"]
    for pattern in lists.patterns(FILE)["behind"]:
        said = pattern.sub("", said)
    for pattern, address in _ADDRESSED:
        said = pattern.sub(address, said)
    return (said.replace(",", "，") if wording.IDEOGRAPH.search(said) else said) or None


def occasion(text: str) -> str | None:
    """`apology` or `thanks`, where the letter is one."""
    known, said = lists.patterns(FILE), wording.plain(text)
    return next((name for name in OCCASIONS if lists.first(known[name], said)), None)
