"""What of a message asks: people tell a story around a question, and greet, and thank."""

import re

from knowledge import cues, wording

END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；：?!])|\s[–—-]{1,2}\s|\.{2,}\s*|\n+")
"""Where a part of a message ends; a mark inside a number or a word ends none."""

SAYS_SOMETHING = 3
"""Words, or Chinese characters, that a part needs to ask something by itself."""


def asking(text: str) -> str:
    """The parts that ask, in their order; where none of them does, all but the courtesies."""
    parts = [part.strip() for part in END.split(text) if part]
    asked = " ".join(part for part in parts if _asks(part))
    rest = " ".join(part for part in parts if not _is_courtesy(part))
    return next((said for said in (asked, rest) if _says_something(said)), text)


def _says_something(said: str) -> bool:
    return len(wording.words(said)) >= SAYS_SOMETHING


def _is_courtesy(part: str) -> bool:
    return bool(cues.about("courtesies").fullmatch(" ".join(wording.keys(part))))


def _asks(part: str) -> bool:
    says = bool(wording.words(part))
    return says and bool(cues.about("questions").search(wording.folded(part.strip())))
