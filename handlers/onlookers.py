"""Who watches while an answer is being written: what is looked up, and each checked sentence."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence whose sources were checked, as it reads with its markers.

    `heading` is the title of the part that it opens; None for the answer itself and within a part.
    """

    text: str
    heading: str | None = None
    leads: bool = False


class Onlooker(Protocol):
    """Somebody who reads along. What they do may take a moment, but it may not fail."""

    def sees(self, step: str) -> None:
        """Something is being looked up, in the asker's words: "Reading the notes of Acme"."""

    def hears(self, said: Said) -> None:
        """A sentence stands, with everything that it states carried by its sources."""


class Nobody:
    """The onlooker where answers are shown whole."""

    def sees(self, step: str) -> None:
        """Nothing is shown."""

    def hears(self, said: Said) -> None:
        """Nothing is shown."""


NOBODY = Nobody()
