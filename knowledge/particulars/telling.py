"""Which kinds of answer a passage holds: a figure, a sum, a day, a name, a reason, words said."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

import yaml

from knowledge import wording
from knowledge.particulars import likeness, terms
from knowledge.particulars.inquiry import Inquiry, Want

PATTERNS = Path(__file__).with_name("tells.yaml")
BEHIND, BEFORE = 24, 16
"""Characters behind and before a figure in which what it counts stands."""

CAPITAL = re.compile(r"(?<![.!?:\"“«]\s)(?<!^)\b[A-Z][\w&’'.-]+")
SPOKEN_OF = re.compile(r"[\"“«]\w+[\"”»]")
LATIN = re.compile(r"[A-Za-z][\w.-]+")


def tells(kind: str, passage: str) -> bool:
    """Whether the passage has something of the kind; of kinds without a mark any passage may.

    A single word in quotation marks is only spoken of.
    """
    pattern = _patterns().get(kind)
    return pattern is None or bool(pattern.search(SPOKEN_OF.sub(" ", passage)))


def holds(
    want: Want, passage: str, asked: Inquiry, people: Collection[str], own: bool = True
) -> bool:
    """Whether the passage has something of the kind that is wanted which the question has not.

    `own` tells that the passage is somebody's own words, not a line that was made of fields.
    """
    if want.kind == "reason" and not own:
        return tells("reason_of_line", passage)
    if want.kind == "number":
        return any(match.group() not in asked.bare for match in _numbers(passage))
    if want.kind == "person":
        return _names_somebody(passage, asked, people)
    if want.kind == "called":
        known = {part for name in people for part in name.split()}
        return any(name not in known for name in _new_names(passage, asked))
    if want.kind == "name":
        return bool(_new_names(passage, asked)) or tells("words", passage)
    return tells(want.kind, passage)


def counted(want: Want, passage: str, asked: Inquiry) -> float:
    """How like what stands beside a figure of the passage is to what is to be counted, 0 to 1."""
    best = 0.0
    for match in _numbers(passage):
        behind = terms.of(passage[match.end() : match.end() + BEHIND])[:2]
        before = terms.of(passage[max(0, match.start() - BEFORE) : match.start()])[-1:]
        beside = (*behind, *before)
        if match.group() not in asked.bare and beside:
            best = max(best, float(likeness.words(want.of, beside).max()))
    return best


def _numbers(passage: str) -> list[re.Match[str]]:
    return list(_patterns()["number"].finditer(passage))


def _names_somebody(passage: str, asked: Inquiry, people: Collection[str]) -> bool:
    said = (part for name in people for part in (name, *name.split()[:1]) if part in passage)
    known = any(part.lower() not in asked.bare.lower() for part in said)
    return (
        known
        or tells("nobody", passage)
        or tells("titled", passage)
        or bool(_new_names(passage, asked))
    )


def _new_names(passage: str, asked: Inquiry) -> list[str]:
    """Names in the passage that the question has not; frequent words, days and months are none."""
    pattern = LATIN if wording.IDEOGRAPH.search(asked.bare + passage) else CAPITAL
    chinese = wording.IDEOGRAPH.search(passage) is not None
    spoken_of = filter(terms.is_name, terms.of(passage)) if chinese else ()
    return [
        name
        for name in (*pattern.findall(passage), *spoken_of)
        if name.lower() not in asked.bare.lower()
        and wording.fold(name) not in wording.ordinary()
        and not _patterns()["time"].fullmatch(name)
    ]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    kept = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))
    return {kind: _compiled(kind, "|".join(said)) for kind, said in kept.items()}


def _compiled(kind: str, said: str) -> re.Pattern[str]:
    """Titles are known by their capitals; all else is written either way."""
    return re.compile(said, 0 if kind == "titled" else re.IGNORECASE)
