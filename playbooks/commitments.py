"""Commitments in a note: who promised what, and until when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise read out of a note. `what` and `when` are exact parts of the text.

    `by_us` is true when the author's side made it; otherwise `owner` is the name that the text
    gives, or None. `when` is the wording of the date, such as "by Friday", or None.
    """

    what: str
    by_us: bool
    owner: str | None = None
    when: str | None = None


def read(text: str) -> list[Commitment]:
    """The commitments of a note in English, Italian or Chinese, in the order of the text."""
    raise NotImplementedError
