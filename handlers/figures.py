"""The figures in a sentence, in any of our languages, and whether its sources carry them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from handlers import calendar_days, numerals
from handlers.calendar_days import Day

CODES = "USD|EUR|GBP|CNY|RMB|CHF|JPY|SGD|HKD|AUD|CAD|SEK|PLN|INR"
NUMBER = re.compile(
    rf"(?:(?P<before>US\$|CN¥|[€$£¥]|\b(?:{CODES}))\s?|(?<![A-Za-z\d]))"
    r"(?P<digits>\d{1,3}(?:[.,\u00a0\u202f’']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?P<scale>\s?(?:k\b|K\b|mila\b|thousand\b|m\b|M\b|mn\b|mln\b|mio\b|million\b|milion[ei]\b"
    r"|bn\b|billion\b|miliard[oi]\b|千|万|亿))?"
    r"(?:\s?(?:di\s)?(?P<after>%|％|per\s?cent(?:o|uali)?\b|percent\b|percentuali\b|pct\b"
    rf"|[€$£¥]|(?:{CODES})\b|euros?\b|dollars?\b|dollari\b|pounds?\b|sterline\b|yuan\b"
    r"|欧元|美元|英镑|人民币|元|-?\s?hours?\b|or[ae]\b|小时|-?\s?days?\b|giorn[oi]\b|天"
    r"|-?\s?weeks?\b|settiman[ae]\b|周|-?\s?months?\b|mes[ei]\b|个月|-?\s?years?\b|ann[oi]\b|年))?"
    r"(?![A-Za-z])(?!(?:st|nd|rd|th)\w)"
)
ORDINAL_ENDING = re.compile(r"(?<=\d)(?:st|nd|rd|th|°|º)\b")
MARKER = re.compile(r"\[\d+\]")
SIGN = re.compile(r"(?:^|[\s(（：:])([+−-])$")
SCALES = {"k": 1e3, "mila": 1e3, "thousand": 1e3, "千": 1e3, "万": 1e4, "亿": 1e8}
SCALES |= {"bn": 1e9, "billion": 1e9, "miliardi": 1e9, "miliardo": 1e9}
MILLION = 1e6
PER_CENT = "%"

UNITS = {
    "€": "EUR",
    "euro": "EUR",
    "欧元": "EUR",
    "$": "USD",
    "us$": "USD",
    "dollar": "USD",
    "dollari": "USD",
    "美元": "USD",
    "£": "GBP",
    "pound": "GBP",
    "sterline": "GBP",
    "英镑": "GBP",
    "¥": "CNY",
    "cn¥": "CNY",
    "rmb": "CNY",
    "yuan": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "％": PER_CENT,
    "pct": PER_CENT,
    "percentuali": PER_CENT,
    "ora": "hour",
    "ore": "hour",
    "小时": "hour",
    "giorno": "day",
    "giorni": "day",
    "天": "day",
    "settimana": "week",
    "settimane": "week",
    "周": "week",
    "mese": "month",
    "mesi": "month",
    "个月": "month",
    "anno": "year",
    "anni": "year",
    "年": "year",
}
"""Units as they are written, besides plain English ones and codes of currencies."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as written: what it may mean, each with the step it is exact to.

    "1.234" is 1234 to an Italian and 1.234 to an Englishman, so both are kept. `unit` is a
    currency, a span of time or `%`, and None where no such unit stands beside the number; `sign`
    is + or − where one is written.
    """

    written: str
    readings: tuple[tuple[float, float], ...]
    unit: str | None = None
    sign: str | None = None

    @property
    def per_cent(self) -> bool:
        """Whether the number is a share of a hundred."""
        return self.unit == PER_CENT


@dataclass(frozen=True, slots=True)
class Told:
    """What a text states: figures, and days in all their readings."""

    figures: tuple[Figure, ...]
    days: tuple[tuple[Day, ...], ...]


def read(text: str) -> list[Figure]:
    """The figures in `text`, days and markers of citations left out."""
    return list(_told(text).figures)


def stated(text: str) -> list[str]:
    """Every figure and every day that the text states, as it is written."""
    told = _told(text)
    return [*(day[0].written for day in told.days), *(one.written for one in told.figures)]


def unsupported(text: str, sources: Iterable[str]) -> list[str]:
    """The figures and days of `text` that none of the sources states, as they are written."""
    told = _told(text)
    if not told.days and not told.figures:
        return []
    known = [_told(source) for source in sources]
    days = [day for one in known for readings in one.days for day in readings]
    figures = [figure for one in known for figure in one.figures]
    loose = [day[0].written for day in told.days if not calendar_days.carried(day, days)]
    return loose + [one.written for one in told.figures if not _carried(one, figures, days)]


@lru_cache(maxsize=4096)
def _told(text: str) -> Told:
    """What a text states; a source is read once for all the sentences that cite it."""
    days, rest = calendar_days.find(numerals.digits(MARKER.sub(" ", text)))
    return Told(tuple(_numbers(rest)), tuple(days))


def _numbers(text: str) -> list[Figure]:
    text = ORDINAL_ENDING.sub("", text)
    return [_figure(match, text) for match in NUMBER.finditer(text)]


def _figure(match: re.Match[str], text: str) -> Figure:
    scale = _scale((match["scale"] or "").strip())
    readings = tuple(
        (value * scale, scale * 10.0**-decimals) for value, decimals in _readings(match["digits"])
    )
    sign = SIGN.search(text[: match.start()])
    unit = _unit(match["before"]) or _unit(match["after"])
    return Figure(
        match.group(0).strip(), readings, unit, sign[1].replace("-", "−") if sign else None
    )


def _scale(written: str) -> float:
    if not written:
        return 1.0
    return SCALES.get(written) or SCALES.get(written.lower()) or MILLION


def _unit(written: str | None) -> str | None:
    if not written:
        return None
    word = written.strip("- \u00a0").casefold()
    if word.startswith("per"):
        return PER_CENT
    return (
        UNITS.get(word)
        or UNITS.get(word.rstrip("s"))
        or (word.upper() if word.upper() in CODES.split("|") else word.rstrip("s"))
    )


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


def _carried(figure: Figure, known: Iterable[Figure], days: Iterable[Day]) -> bool:
    if any(_same(figure, other) for other in known):
        return True
    year = figure.readings[0][0]
    return figure.unit is None and any(day.year == year for day in days)


def _same(figure: Figure, other: Figure) -> bool:
    """Whether the other figure is this one, to the step to which this one is written."""
    if None not in (figure.sign, other.sign) and figure.sign != other.sign:
        return False
    if figure.per_cent != other.per_cent:
        return _share(figure, other)
    if None not in (figure.unit, other.unit) and figure.unit != other.unit:
        return False
    # 1,500 may be one and a half in another country, but nobody who reads it there says two.
    either = len(other.readings) > 1
    return any(
        abs(value - wanted) <= step / 2 + 1e-9
        for wanted, step in figure.readings
        for value, own in other.readings
        if not (either and own < 1 <= step)
    )


def _share(figure: Figure, other: Figure) -> bool:
    """Whether one is a share of one, such as 0.42, and the other the same in per cent."""
    if (other if figure.per_cent else figure).unit is not None:
        return False
    factor = 100.0 if figure.per_cent else 0.01
    return any(
        abs(value * factor - wanted) <= step / 2 + 1e-9
        for wanted, step in figure.readings
        for value, _ in other.readings
        if (value if figure.per_cent else wanted) <= LARGEST_SHARE
    )


LARGEST_SHARE = 2.0
"""A share of one above this is none: 42 users are not 4,200 %."""
