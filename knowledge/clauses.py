"""What of a message asks: people tell a story around a question, and greet, and thank."""

import re

from knowledge import cues, wording

END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；：?!])|\s[–—-]{1,2}\s|\.{2,}\s*|\n+")
"""Where a part of a message ends; a mark inside a number or a word ends none."""

SAYS_SOMETHING = 3
"""Words, or Chinese characters, that a part needs to ask something by itself."""


def asking(text: str) -> str:
    """The parts that ask, in their order; the whole text where none of them does."""
    asked = " ".join(part.strip() for part in END.split(text) if part and _asks(part))
    return asked if len(wording.words(asked)) >= SAYS_SOMETHING else text


def _asks(part: str) -> bool:
    says = bool(wording.words(part))
    return says and bool(cues.about("questions").search(wording.folded(part.strip())))
