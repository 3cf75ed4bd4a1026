"""Patterns as a person writes them in the language files, compiled to regular expressions.

A file lists `words` (phrases separated by ` ; `) and patterns over them, one a line:

- `<goal>` is any phrase of that list;
- ` .. ` skips up to seven words, ` ... ` up to sixteen (ten and twenty-two characters in Chinese);
- the rest is a regular expression in which a space is any white space and groups do not capture.

What is skipped is captured, so that a negation standing there can be seen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from playbooks.wording import beginnings

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "it", "zh")

_GAPS = {
    "spaced": {"..": r"(\W+(?:\w+\W+){0,7}?)", "...": r"(\W+(?:\w+\W+){0,16}?)"},
    "zh": {"..": r"([^。！？；]{0,10}?)", "...": r"([^。！？；]{0,22}?)"},
}
_NOTATION = re.compile(r"\(\?<[=!][^)]*\)|\s*(?<![\\.])\.\.\.?(?![.{])\s*|\s+\?|\s+|<\w+>|\((?!\?)")
_REQUIRED = re.compile(r"<(\w+)>(?!\?)")


@dataclass(frozen=True)
class Pattern:
    """One pattern; `needs` names the word lists without which it cannot match.

    Unless `cased`, it is meant for text in lower case: that halves the time of a search.
    """

    body: str
    needs: tuple[str, ...]
    cased: bool

    @cached_property
    def beginnings(self) -> frozenset[str] | None:
        """The letters with which a word must begin for this to match; None when any may."""
        return beginnings.of(self.body)

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The compiled pattern; compiling all of a language takes a second, so only when used."""
        return re.compile(self.body, re.IGNORECASE if self.cased else 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """The patterns of one cue and the modifiers that void a match.

    `firm` patterns carry their own negation, so that a further "not" does not void them; `contrary`
    ones say the opposite of the cue.
    """

    patterns: tuple[Pattern, ...]
    firm: tuple[Pattern, ...]
    contrary: tuple[Pattern, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One language: its word lists, modifiers and rules by cue, and phrase lists."""

    language: str
    words: Mapping[str, Pattern]
    modifiers: Mapping[str, Pattern]
    rules: Mapping[str, Rule]
    lists: Mapping[str, Mapping[str, Pattern]]


CASED = "(?-i:"
"""How a part of a pattern says that capitals matter, as in names."""

LISTS = ("sentiment", "kinds", "gaps", "commitments")
"""Sections that are phrase lists without rules; those of `commitments` may name one another."""


@cache
def wording(language: str) -> Wording:
    """The wording of `en`, `it` or `zh`, compiled once."""
    written = _written(language)
    words = _joined(written["words"])
    own = words | _joined(written["commitments"])
    return Wording(
        language,
        words=_each(words, language, words),
        modifiers=_each(_joined(written["modifiers"]), language, words),
        rules={name: _rule(cue, language, words) for name, cue in written["cues"].items()},
        lists={name: _each(_joined(written[name]), language, own, cased=True) for name in LISTS},
    )


@lru_cache(maxsize=512)
def leaving(names: tuple[str, ...], language: str) -> Rule:
    """The rule for these very people leaving, which their names alone would not tell."""
    rule = wording(language).rules["champion_left"]
    words = _joined(_written(language)["words"])
    people = "(" + "|".join(re.escape(name.lower()) for name in names) + ")"
    written = (f"{people} .. <{how}>" for how in ("gone", "moved"))
    named = tuple(_pattern(w, language, words) for w in written)
    return replace(rule, patterns=named, firm=(), contrary=())


@cache
def _written(language: str) -> dict[str, Any]:
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def _joined(lists: Mapping[str, str]) -> dict[str, str]:
    return {name: "(" + "|".join(_items(body)) + ")" for name, body in lists.items()}


def _each(
    lists: Mapping[str, str], language: str, words: Mapping[str, str], *, cased: bool = False
) -> dict[str, Pattern]:
    return {name: _pattern(body, language, words, cased=cased) for name, body in lists.items()}


def _items(body: str) -> Iterator[str]:
    for line in body.splitlines():
        yield from (item.strip() for item in line.split(" ; ") if item.strip())


def _rule(cue: Mapping[str, Any], language: str, words: Mapping[str, str]) -> Rule:
    def patterns(name: str) -> tuple[Pattern, ...]:
        return tuple(_pattern(item, language, words) for item in _items(cue.get(name, "")))

    return Rule(patterns("patterns"), patterns("firm"), patterns("contrary"), tuple(cue["unless"]))


def _pattern(item: str, language: str, words: Mapping[str, str], *, cased: bool = False) -> Pattern:
    body = _expression(item, language, words)
    if language != "zh":
        body = rf"(?<!\w){body}(?!\w)"
    cased = cased or language == "zh" or CASED in body
    return Pattern(body, tuple(_needs(item)), cased)


def _needs(item: str) -> Iterator[str]:
    """Word lists named outside of every group: inside one, another branch may match instead."""
    depth = 0
    for part in re.split(r"([()])", re.sub(r"\\[()]|\[[^\]]*\]", "", item)):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if depth == 0:
            yield from _REQUIRED.findall(part)


def _expression(item: str, language: str, words: Mapping[str, str]) -> str:
    gaps = _GAPS["zh" if language == "zh" else "spaced"]

    def written(found: re.Match[str]) -> str:
        part = found[0]
        if part.startswith("(?<"):
            return part
        if part.strip() in gaps:
            return gaps[part.strip()]
        if part.startswith("<"):
            return _expression(words[part[1:-1]], language, words)
        if part == "(":
            return "(?:"
        if language == "zh":
            return "?" if part.endswith("?") else ""
        return r"\s?" if part.endswith("?") else r"\s+"

    return "(?:" + _NOTATION.sub(written, item) + ")"
