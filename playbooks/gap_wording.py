"""How a note words what is missed in the product: one thing or a list of them, and its weight."""

import re

from playbooks import cues, gaps
from playbooks.cues import FoundCue
from playbooks.wording import reading, sentences
from playbooks.wording.reading import Reading

GAP = "product_gap"

SHORT = 4
"""Words of a thing in a list that is not numbered."""

BRIEF = 8
"""Words of a sentence that says no more than what was said before it weighs."""

_NUMBER = re.compile(r"(?:^|(?<=[\s:：;；,，。]))[(（]?(\d{1,2})[.)）、]\s*(?=\D)")
_HEAD = re.compile(r"[:：]\s*")
_BETWEEN = re.compile(
    r"(?:[,;，、；]\s*(?:and |e |以及|和)?|\s+(?:and|or|e|o)\s+|以及|和|与)(?![^(（]*[)）])",
    re.IGNORECASE,
)
_GOVERNS = re.compile(
    r"(?:\b(?:still |what is |what's )?(?:missing(?: is| are)?|lacks?|lacking|miss|misses)"
    r"|\b(?:ancora |cosa )?manca(?:no)?(?: anche)?|缺(?:少|的是)?(?!口))\s*[:：]?\s*",
    re.IGNORECASE,
)
"""A verb whose object is what is missed."""

_ENDS = re.compile(r"[.;!。；！，]")
_AND = re.compile(r"\s(?:and|or|e|o)\s|以及|和|与|、", re.IGNORECASE)

_BESIDE = re.compile(r"[,;]\s*(?:and|or|nor|e|né)\s+|[，；,;]\s*(?:也|还|并且)", re.IGNORECASE)
"""What stands between two clauses of which each tells what is missed."""
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LACKS = re.compile(
    r"^(?:there is |there's )?(?:no|not|cannot|without|lacks?)\b|\bmissing\b|\bcan't\b"
    r"|^(?:non|manca|mancano|senza|nessun[ao]?)\b|^(?:没有|没法|不能|不支持|无法|缺)|不(?:能|支持)|没有$",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:feature|product|functional) (?:gap|request)s?|wish ?list"
    r"|(?:功能|产品)(?:缺口|缺失|不足|短板|差距)",
    re.IGNORECASE,
)
_WEIGHING = re.compile(
    r"deal[- ]?breaker|(?:blocker|blocking|showstopper|show-stopper)(?: for| is|:)?|limitation"
    r"|bloccante|requisito essenziale|condizione essenziale|硬伤|一票否决|必要条件",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:gap|lacuna|缺口) ?\d{0,2} ?[:：]\s*", re.IGNORECASE)
_ONLY_WEIGHS = re.compile(
    r"\s*[,;，；(（–—-]\s*(?:[^,;，；()（）]{0,24}?\b)?"
    r"(?:deal[- ]?breakers?|show[- ]?stoppers?|blockers?|must[- ]haves?|nice[- ]to[- ]haves?"
    r"|challenges?|bloccant[ei]|indispensabil[ei]|gradit[oa]|sfida"
    r"|硬伤|一票否决|锦上添花|挑战)\s*[)）]?\W*$",
    re.IGNORECASE,
)
"""A last clause that tells no more than the weight: ", Silvia says deal breaker."."""

_AROUND = " \t,;，；、.。"


def items(sentence: str) -> list[str]:
    """The things that one sentence lists as missed, each an exact part of it; none if it is one.

    Of numbered ones ("1) no SSO 2) no Gantt view 3) a call") those that lack something count, and
    all of them where what stands before the first tells it; of short ones behind a colon or a verb
    ("Missing: SSO, audit log", "they lack SSO and an audit log") all; and clauses of which each
    tells one.
    """
    head, numbered = _numbered(sentence)
    if numbered and _tells(head):
        return numbered
    if any(map(_tells, numbered)):
        return [part for part in numbered if _tells(part) or _LACKS.search(part)]
    return _behind_a_colon(sentence) or _governed(sentence) or _side_by_side(sentence)


def _behind_a_colon(sentence: str) -> list[str]:
    colon = _HEAD.search(sentence)
    if colon is None or not _tells(sentence[: colon.end()] + "…"):
        return []
    return _short_ones(sentence[colon.end() :])


def _governed(sentence: str) -> list[str]:
    """Short things that a verb says to be missing: "what is missing is SSO and batch export"."""
    verb = _GOVERNS.search(sentence)
    if verb is None:
        return []
    end = _ENDS.search(sentence, verb.end())
    said = sentence[verb.end() : end.start() if end else None]
    last = max((found.end() for found in _AND.finditer(said)), default=0)
    listed = _short_ones(said[:last] + said[last:].split(",")[0])
    return listed if all(_tells(f"{verb[0]}{part}") for part in listed) else []


def _side_by_side(sentence: str) -> list[str]:
    parts = [part.strip(_AROUND) for part in _BESIDE.split(sentence)]
    each = len(parts) > 1 and all(_LACKS.search(part) and _tells(part) for part in parts)
    return parts if each else []


def _short_ones(said: str) -> list[str]:
    """Two or more short names of something, parted by commas or "and"."""
    listed = [part.strip(_AROUND) for part in _BETWEEN.split(said)]
    return listed if len(listed) > 1 and all(map(_is_named, listed)) else []


def named(sentence: str, cue: FoundCue) -> list[str]:
    """What a sentence that tells of gaps names as missed; nothing when it only speaks of them.

    "Logged both as product gaps" names none, nor does "that is a deal breaker for IT".
    """
    if listed := items(sentence):
        return listed
    told = cue.words.strip()
    if _GENERAL.fullmatch(told) or (_WEIGHING.fullmatch(told) and _only_weighs(sentence, told)):
        return []
    return [_LABEL.sub("", cue.quote)]


def is_labelled(sentence: str) -> bool:
    """Whether a sentence is headed as a gap: "Gap 2: no voice picking"."""
    return _LABEL.match(sentence) is not None


def unweighed(words: str) -> str:
    """The words without a last clause that only says what they weigh."""
    return _ONLY_WEIGHS.sub("", words) or words


def around(sentence: str, parts: list[str]) -> str:
    """What a sentence says beside some of its parts."""
    for part in parts:
        sentence = sentence.replace(part, "", 1)
    return sentence


def weight(text: str) -> str | None:
    """`deal_breaker` or `nice_to_have`, the worst that the words say; None for a challenge."""
    read_in = [one for sentence in sentences.split(text) for one in reading.read(sentence)]
    worded = (kind for kind in gaps.WEIGHTS if kind != gaps.CHALLENGE)
    return next((kind for kind in worded if any(_is_said(one, kind) for one in read_in)), None)


def _numbered(sentence: str) -> tuple[str, list[str]]:
    """What stands before the first number, and what behind each, if they count from one."""
    marks = list(_NUMBER.finditer(sentence))
    if len(marks) < 2 or [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)):
        return sentence, []
    ends = [mark.start() for mark in marks[1:]] + [len(sentence)]
    parts = (sentence[mark.end() : end] for mark, end in zip(marks, ends, strict=True))
    return sentence[: marks[0].start()], [part.strip(_AROUND) for part in parts]


def _tells(part: str) -> bool:
    sentence = next(sentences.split(part), None)
    return sentence is not None and cues.one(sentence, GAP) is not None


def _is_named(part: str) -> bool:
    """Whether the part is a short name of something, and not what it weighs."""
    bare = _BRACKETS.sub("", part).strip()
    return bool(bare) and _counts(bare) <= SHORT and weight(bare) is None


def _only_weighs(sentence: str, told: str) -> bool:
    """Whether a brief sentence tells no gap but by the words for its weight."""
    return _counts(sentence) <= BRIEF and not _tells(sentence.replace(told, ""))


def _counts(text: str) -> int:
    """Words; of Chinese, every third character."""
    return len(text) // 3 if _CHINESE.search(text) else len(text.split())


def _is_said(read_in: Reading, kind: str) -> bool:
    """True when the words stand there and are neither denied nor said to be over."""
    worded, text = read_in.wording.lists["gaps"], read_in.sentence.text
    for match in worded[kind].expression.finditer(text):
        first, _ = read_in.sentence.clause(match.start(), match.end())
        over = worded["over"].expression.search(text, first, match.start())
        if not over and not read_in.negated(match):
            return True
    return False
