"""Dates as people write them in notes, in English, Italian and Chinese."""

from datetime import date


def parse(wording: str, said_on: date) -> date | None:
    """The day that a wording such as "by Friday" or "下周五前" means when said on that day.

    None when it names no day, or one that could be read in two ways (03/04/05).
    """
    raise NotImplementedError
