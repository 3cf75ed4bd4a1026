"""The figures in a sentence, in any of our languages, and whether its sources carry them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

NUMBER = re.compile(
    r"(?<![A-Za-z\d])(\d{1,3}(?:[.,\u00a0\u202f’']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)\s?"
    r"(%|％|k\b|K\b|[mM](?:illion|ilion[ei]|ln|io)?\b|万|亿)?"
)
MARKER = re.compile(r"\[\d+\]")
SCALES = {"k": 1e3, "m": 1e6, "万": 1e4, "亿": 1e8}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as written: what it may mean, each with the step it is exact to.

    "1.234" is 1234 to an Italian and 1.234 to an Englishman, so both are kept.
    """

    written: str
    readings: tuple[tuple[float, float], ...]
    per_cent: bool


def read(text: str) -> list[Figure]:
    """The figures in `text`, citation markers left out."""
    return [_figure(match) for match in NUMBER.finditer(MARKER.sub(" ", text))]


def unsupported(text: str, sources: Iterable[str]) -> list[str]:
    """The figures of `text` that none of the sources states, as they are written."""
    known: set[float] = set()
    for source in sources:
        for figure in read(source):
            known |= {value for value, _ in figure.readings}
            if figure.per_cent:
                known |= {value / 100 for value, _ in figure.readings}
    return [figure.written for figure in read(text) if not _carried(figure, known)]


def _figure(match: re.Match[str]) -> Figure:
    digits, suffix = match.group(1), match.group(2) or ""
    scale = SCALES.get(suffix[:1].lower(), 1.0)
    readings = tuple(
        (value * scale, scale * 10.0**-decimals) for value, decimals in _readings(digits)
    )
    return Figure(match.group(0).strip(), readings, suffix in ("%", "％"))


def _readings(digits: str) -> list[tuple[float, int]]:
    """What the digits may mean, each with its number of decimals."""
    marks = [mark for mark in digits if not mark.isdigit()]
    grouped = re.sub(r"\D", "", digits)
    if not marks:
        return [(float(grouped), 0)]
    head, _, tail = digits.rpartition(marks[-1])
    whole = re.sub(r"\D", "", head)
    as_decimal = (float(f"{whole}.{tail}"), len(tail))
    if len(tail) != 3 or (len(marks) > 1 and marks[-1] != marks[0]):
        return [as_decimal]
    as_group = (float(grouped), 0)
    return [as_group] if len(marks) > 1 or marks[-1] not in ".," else [as_group, as_decimal]


def _carried(figure: Figure, known: set[float]) -> bool:
    factors = (1.0, 100.0) if figure.per_cent else (1.0,)
    return any(
        abs(value * factor - stated) <= step / 2 + 1e-9
        for stated, step in figure.readings
        for value in known
        for factor in factors
    )
