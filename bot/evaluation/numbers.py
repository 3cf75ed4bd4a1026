"""Figures in a text and whether other texts state them; read apart from the product's own check."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FIGURE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,’'\u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"\s?(%|％|k\b|[mM](?:illion\w*|ilion\w*|ln)?\b|万|亿)?"
)
SCALES = {"k": 1e3, "m": 1e6, "万": 1e4, "亿": 1e8}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is written: each of its readings with half of its last digit's worth."""

    written: str
    readings: tuple[tuple[float, float], ...]
    per_cent: bool


def figures(text: str) -> list[Figure]:
    """The figures of the text; "1.234" may be 1234 or 1.234, so both are kept."""
    return [_figure(match) for match in FIGURE.finditer(text)]


def unstated(text: str, sources: Iterable[str]) -> list[str]:
    """The figures of the text that none of the sources states, rounded or as a percentage."""
    stated = {value for source in sources for f in figures(source) for value, _ in f.readings}
    return [figure.written for figure in figures(text) if not _is_stated(figure, stated)]


def _figure(match: re.Match[str]) -> Figure:
    digits, suffix = match.group(1), match.group(2) or ""
    scale = SCALES.get(suffix[:1].lower(), 1.0)
    readings = tuple((value * scale, half * scale) for value, half in _readings(digits))
    return Figure(match.group(0).strip(), readings, suffix in ("%", "％"))


def _readings(digits: str) -> Iterator[tuple[float, float]]:
    """What the digits may mean: their last mark groups thousands, or it is the decimal point."""
    marks = re.findall(r"\D", digits)
    whole = re.sub(r"\D", "", digits)
    tail = len(re.split(r"\D", digits)[-1]) if marks else 0
    if not marks or tail == 3:
        yield float(whole), 0.5
    if marks and (len(marks) == 1 or marks[-1] != marks[0]):
        yield float(whole) / 10**tail, 0.5 / 10**tail


def _is_stated(figure: Figure, stated: set[float]) -> bool:
    factors = (1.0, 100.0) if figure.per_cent else (1.0,)
    return any(
        abs(known * factor - value) <= half + 1e-9
        for value, half in figure.readings
        for factor in factors
        for known in stated
    )
