"""The example utterances from which kinds of request are learned, in three languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge import wording

FOLDER = Path(__file__).parent / "examples"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, in C where it was built: the examples are read before the first answer."""

CHOICE = re.compile(r"\(([^()]*)\)")
PLACEHOLDERS = {"{account}": "Google", "{other}": "Microsoft", "{member}": "Maya"}
"""Stand-ins for names, the same in the examples and in a question that is to be understood.

Companies that the sentence encoder knows as such; invented ones cost it a point of accuracy.
"""


PARTICULAR = "particular"
"""The label of examples that ask for a particular thing; never a request by itself."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One example: what is said, the label of what is asked for, the pattern it is a reading of."""

    text: str
    label: str
    language: str
    pattern: str


@cache
def examples() -> tuple[Utterance, ...]:
    """All examples, with their choices written out and names replaced by stand-ins."""
    return tuple(
        Utterance(evened(masked(line)), label, path.stem, pattern)
        for path in sorted(FOLDER.glob("*.yaml"))
        for label, patterns in yaml.load(path.read_text(encoding="utf-8"), LOADER).items()
        for pattern in patterns
        for line in written_out(pattern)
    )


@cache
def labels() -> tuple[str, ...]:
    """Every label that has examples, in alphabetical order."""
    return tuple(sorted({example.label for example in examples()}))


@cache
def vocabulary() -> frozenset[str]:
    """The words of the examples, and their Chinese words of two or three characters."""
    return _words(examples())


@cache
def standing() -> frozenset[str]:
    """The same of what may be asked of any account, without the particular things."""
    return _words(tuple(one for one in examples() if one.label != PARTICULAR))


def _words(said: tuple[Utterance, ...]) -> frozenset[str]:
    found: set[str] = set()
    stand_ins = {name.lower() for name in PLACEHOLDERS.values()}
    for example in said:
        found.update(key for key in wording.keys(example.text) if key not in stand_ins)
        for run in re.findall(f"[{wording.CHINESE}]+", example.text):
            found.update(
                run[at : at + size] for size in (2, 3) for at in range(len(run) - size + 1)
            )
    return frozenset(found)


def written_out(pattern: str) -> Iterator[str]:
    """Every reading of a pattern with choices: "(a|b) c" gives "a c" and "b c"."""
    choice = CHOICE.search(pattern)
    if choice is None:
        yield " ".join(pattern.split())
        return
    for reading in choice.group(1).split("|"):
        yield from written_out(pattern[: choice.start()] + reading + pattern[choice.end() :])


def evened(text: str) -> str:
    """`text` ending in a full stop: whether people type a question mark or nothing says little."""
    return f"{text.rstrip(' ?!.。？！…')}."


def masked(text: str) -> str:
    """`text` with placeholders filled by their stand-ins."""
    for placeholder, name in PLACEHOLDERS.items():
        text = text.replace(placeholder, name)
    return text
