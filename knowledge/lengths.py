"""How long an answer is to be, where the question says so: "in two lines", 一句话, in breve."""

from pathlib import Path

from knowledge import acts, lists, wording

FILE = Path(__file__).with_name("lengths.yaml")
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
SHORT = 3
"""Sentences of an answer that is merely to be short."""


def wished(text: str) -> int | None:
    """How many sentences the answer may have, at least 1; None where nothing is said of it."""
    found = lists.first(lists.patterns(FILE)["said"], wording.plain(text))
    if found is None:
        act = acts.of(text)
        return SHORT if act is not None and act.name == "shorter" else None
    number = next((group for group in found.groups() if group), "")
    return next((most for name, most in NUMBERS.items() if _is(name, number)), SHORT)


def _is(name: str, number: str) -> bool:
    return any(pattern.fullmatch(number) for pattern in lists.patterns(FILE)[name])
