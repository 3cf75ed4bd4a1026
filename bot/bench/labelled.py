"""Labelled lines beside the source tree, and figures of what was found in them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbooks.errors import BadInput

FOLDER = Path(__file__).parents[2] / "tests" / "data"

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Count:
    """How many were found, how many there are, and how many of those found are among them."""

    right: int
    found: int
    there: int

    @property
    def precision(self) -> float | None:
        """The share of the found ones that is right; None when nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of those there that was found; None when there are none."""
        return self.right / self.there if self.there else None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean; None when nothing is there and nothing was found."""
        both = self.found + self.there
        return 2 * self.right / both if both else None

    def shown(self) -> str:
        """Precision, recall and F1, with what they are shares of."""
        shares = (self.precision, self.recall, self.f1)
        text = " / ".join("–" if share is None else f"{share:.2f}" for share in shares)
        return f"{text} (of {self.found}, of {self.there})"


def lines(path: Path) -> list[Line]:
    """The lines of a labelled set; raises BadInput when the source tree is not there."""
    if not path.is_file():
        raise BadInput(f"There is no {path}: labelled sentences come with the source tree alone.")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def by_language(some: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each language, in the order of the languages' codes."""
    held = list(some)
    codes = sorted({line["language"] for line in held})
    return {code: [line for line in held if line["language"] == code] for code in codes}


def counted(pairs: Iterable[tuple[set[str], set[str]]], names: Sequence[str]) -> Count:
    """The count over pairs (said, true) of sets, of these names alone."""
    only = set(names)
    held = [(said & only, true & only) for said, true in pairs]
    return Count(
        sum(len(said & true) for said, true in held),
        sum(len(said) for said, _ in held),
        sum(len(true) for _, true in held),
    )
