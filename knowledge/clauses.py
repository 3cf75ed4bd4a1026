"""What of a message asks: people tell a story around a question, and greet, and thank."""

import re

from knowledge import cues, wording

END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；：?!…])(?!…)|\s[–—-]{1,2}\s|\.{2,}\s*|\n+")
"""Where a part of a message ends; a mark inside a number or a word ends none."""

SAYS_SOMETHING = 3
"""Words, or Chinese characters, that a part needs to ask something by itself."""

REMARK = 4
"""Words of a remark, at most: "mamma mia", 天哪."""


def asking(text: str) -> str:
    """The parts that ask, in their order; where none of them does, all but the courtesies."""
    parts = [part.strip() for part in END.split(text) if part]
    asked = " ".join(part for part in parts if _asks(part))
    rest = " ".join(part for part in parts if not _is_courtesy(part))
    return next((said for said in (asked, rest) if _says_something(said)), text)


def remark(text: str) -> int:
    """Where a few words before somebody goes on end: "oh dear. and Acme?"; 0 without any."""
    end = END.search(text)
    if end is None or not text[end.end() :].strip():
        return 0
    brief = 0 < len(wording.words(text[: end.start()])) <= REMARK
    more = wording.folded(text[end.end() :]).strip()
    goes_on = brief and not _asks(text[: end.start()]) and cues.about("goes_on").match(more)
    return end.end() if goes_on else 0


def _says_something(said: str) -> bool:
    return len(wording.words(said)) >= SAYS_SOMETHING


def _is_courtesy(part: str) -> bool:
    return bool(cues.about("courtesies").fullmatch(" ".join(wording.keys(part))))


def _asks(part: str) -> bool:
    says = bool(wording.words(part))
    return says and bool(cues.about("questions").search(wording.folded(part.strip())))
