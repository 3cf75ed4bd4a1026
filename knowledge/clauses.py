"""What of a message asks: people tell a story around a question, and greet, and thank."""

import re

from knowledge import cues, wording

END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；：?!…])(?!…)|\s[–—-]{1,2}\s|\.{2,}\s*|\n+")
"""Where a part of a message ends; a mark inside a number or a word ends none."""

POSSESSIVE = re.compile(r"^(?:['’]s\b|的)\s*")
"""What is left of "Acme's" where the name was taken out."""

BREAK = re.compile(r"[,，;；:：.。!！?？…\n]+\s*|\s[–—-]{1,2}\s")
"""Where one clause of a message ends and another begins."""

AND = re.compile(
    r"(?:[,，;；、]\s*(?:(?:and|but|e|ed|ma)\s+)?|\s+(?:and|e|ed|&)\s+|[,，]?(?:以及|还有|而且|并且))"
    r"(?=(?:also |anche |pure )?(?:who|what|when|where|why|how|which|whose"
    r"|(?:is|are|was|were|do|does|did|has|have|had|can|will)"
    r"(?= (?:we|they|it|he|she|you|there|any))"
    r"|chi|che cosa|cosa|quando|dove|perch[eé]|come|quant[oaie]|qual[ei]?"
    r"|谁|什么|怎么|为什么|多少|几|哪|主要|现在|还|下一步|有没有|他|她|对方)(?![a-zà-ù])?)",
    re.IGNORECASE,
)
"""Between two questions in one sentence: "who signs and what did he say?"."""

FEWEST = 2
"""Words, or Chinese characters, that one of several questions has at least."""

NAMED = 6
"""Words, or Chinese characters, that name a thing which is asked for, at most."""

TOLD = re.compile(
    r"\b(?:says?|said|tells?|told|wants?|is|are|was|were|dice|dicono|ha|hanno|vuole|vogliono)\b|说|要|想"
)

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


def questions(text: str) -> list[str]:
    """The separate questions of a message, in their order; of one that asks only one, that."""
    parts = [part.strip() for part in END.split(text) if part and part.strip()]
    asked = [one for part in parts if _asks(part) for one in _divided(part)]
    return asked if len(asked) > 1 else [text]


def case(text: str) -> str:
    """What is told beside a question how to act: "the champion has left, what do I do?", or what
    it is about: "what do we do about the discount?"; empty where nothing is."""
    parts = [part.strip() for part in BREAK.split(text) if part.strip()]
    told = [part for part in parts if not _asks(part)]
    if told and len(told) < len(parts):
        said = POSSESSIVE.sub("", " ".join(told))
        return said if len(wording.keys(said)) >= FEWEST else ""
    about = cues.about("acts_about").search(wording.folded(text))
    return text[about.end() :].strip() if about else ""


def _divided(part: str) -> list[str]:
    """Questions that "and" joins; where one of them says too little they are one."""
    pieces = [piece.strip() for piece in AND.split(part) if piece.strip()]
    whole = all(len(wording.words(one)) >= FEWEST for one in pieces) and all(map(_asks, pieces[1:]))
    first = _asks(pieces[0]) or _is_named_only(pieces[0])
    return pieces if whole and first else [part]


def _is_named_only(part: str) -> bool:
    """Whether it names a thing that is asked for: "next step at Acme", not "Acme says no"."""
    return len(wording.words(part)) <= NAMED and not TOLD.search(part)


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
