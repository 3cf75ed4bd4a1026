"""Sentences and their sources, read out of a model's words while they arrive."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PARTS = ("answer", "reason", "conflict", "unknown", "next")
"""What a sentence is for; in this order an answer is read."""

LONGEST = 1_000
"""Characters of one sentence; what is longer is no sentence."""

MARKED = re.compile(r"[\[(（【]\s*(S\d+(?:\s*[,;，、]\s*S\d+)*)\s*[\])）】]")
SENTENCE = re.compile(
    r"(?:[^.!?。！？\n]|\.(?=\d))+[.!?。！？]*(?:\s*[\[(（【]\s*S\d[^\])）】]*[\])）】])*[.。]?"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, what it is for (one of `PARTS`) and the keys of the sources that carry it."""

    part: str
    text: str
    sources: tuple[str, ...] = ()


class Listener:
    """Hears a model's words piece by piece and gives each sentence as soon as it is complete.

    Sentences are JSON objects with `text`, `sources` and `part`, one to a line; code fences,
    lists and objects around them do no harm.
    """

    def __init__(self) -> None:
        self._heard = ""
        self._open: list[int] = []
        self._quoted = self._escaped = False
        self._given = 0

    def hear(self, words: str) -> Iterator[Claim]:
        """The sentences that these further words complete."""
        for letter in words:
            self._heard += letter
            found = self._step(letter)
            if found is not None:
                self._given += 1
                yield found

    @property
    def waits(self) -> bool:
        """True in the middle of a sentence: where the words end here, they broke off."""
        return bool(self._open)

    def rest(self) -> Iterator[Claim]:
        """Sentences of a model that wrote prose instead, with its sources in brackets."""
        if self._given == 0:
            yield from _prose(self._heard)

    def _step(self, letter: str) -> Claim | None:
        if self._escaped:
            self._escaped = False
        elif letter == "\n" and self._quoted:
            # JSON has no bare line break inside a string: this object is broken, the next is not.
            self._open, self._quoted = [], False
        elif letter == "\\" and self._quoted:
            self._escaped = True
        elif letter == '"' and self._open:
            self._quoted = not self._quoted
        elif letter == "{" and not self._quoted:
            self._open.append(len(self._heard) - 1)
        elif letter == "}" and not self._quoted and self._open:
            return self._claim(self._heard[self._open.pop() :])
        return None

    def _claim(self, written: str) -> Claim | None:
        try:
            found = json.loads(written)
        except ValueError:
            return None
        return _claim(found, first=self._given == 0)


def _claim(found: Any, *, first: bool) -> Claim | None:
    text = found.get("text")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        return None
    part = found.get("part")
    if part not in PARTS:
        part = "answer" if first else "reason"
    return Claim(part, text.strip(), _keys(found.get("sources")))


def _keys(sources: Any) -> tuple[str, ...]:
    listed = [sources] if isinstance(sources, str) else sources
    if not isinstance(listed, list):
        return ()
    named = (key.strip().strip("[]") for key in listed if isinstance(key, str))
    return tuple(dict.fromkeys(key for key in named if key))


def _prose(text: str) -> Iterator[Claim]:
    part = "answer"
    for match in SENTENCE.finditer(text):
        written = match.group(0)
        keys = [key for marked in MARKED.findall(written) for key in re.findall(r"S\d+", marked)]
        said = " ".join(MARKED.sub("", written).split()).strip("-*•# ")
        if keys and said and len(said) <= LONGEST:
            yield Claim(part, said.replace(" .", "."), tuple(dict.fromkeys(keys)))
            part = "reason"
