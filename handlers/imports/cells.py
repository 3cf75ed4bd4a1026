"""One cell of a file turned into a value, or a sentence that says why it cannot be."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import UnionType
from typing import Any, get_args

EMPTY = ("", "null", "none", "n/a", "#n/a")
TRUE = ("true", "yes", "y", "1", "x", "sì", "si", "是")
FALSE = ("false", "no", "n", "0", "否")


LARGEST = 10**15
"""Figures from here on are no amounts of anything here, and no column could keep them."""

LARGEST_COUNT = 2**31 - 1


class Unusable(ValueError):
    """A cell that does not say what its column asks for; the message says why."""


def is_empty(cell: object) -> bool:
    """True for a cell that says nothing: empty means not known."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in EMPTY)


def parse(cell: object, hint: Any, date_formats: Sequence[str] = ()) -> Any:
    """The cell as a value of the type `hint`; raises `Unusable`."""
    for option in get_args(hint) if isinstance(hint, UnionType) else (hint,):
        kind = getattr(option, "__origin__", option)
        if kind is date:
            return to_date(cell, date_formats)
        if kind is datetime:
            return to_moment(cell, date_formats)
        if kind in _PARSERS:
            return _PARSERS[kind](cell)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return to_choice(cell, kind)
    raise TypeError(f"no cell is read as {hint}")


def to_date(cell: object, formats: Sequence[str] = ()) -> date:
    """A day: ISO, or one of the given `strptime` formats when there are any."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    for form in formats:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a calendar day has no zone
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise Unusable(_date_fault(text, formats)) from None


def to_moment(cell: object, formats: Sequence[str] = ()) -> datetime:
    """A moment in UTC: ISO, which is UTC without a zone, or a day, which is its beginning."""
    try:
        moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(str(cell).strip())
    except ValueError:
        day = to_date(cell, formats)
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def to_choice(cell: object, choices: type[StrEnum]) -> StrEnum:
    """One of an enumeration's words, whatever its case and blanks."""
    text = str(cell).strip().lower().replace(" ", "_").replace("-", "_")
    try:
        return choices(text)
    except ValueError:
        raise Unusable(f"{cell!r} is not one of {', '.join(choices)}") from None


def to_text(cell: object) -> str:
    """Text as it stands, without blanks around it and without what no database keeps."""
    if isinstance(cell, dict):
        first, *others = map(to_text, cell.values())
        return f"{first} ({', '.join(others)})" if others else first
    if isinstance(cell, list):
        return "; ".join(map(to_text, cell))
    # A NUL, or half a character outside of Unicode's first plane, as JSON may spell them.
    return str(cell).replace("\x00", "").encode("utf-8", "replace").decode().strip()


def to_truth(cell: object) -> bool:
    """Yes or no, in the words that spreadsheets use."""
    text = str(cell).strip().lower()
    if text in TRUE or text in FALSE:
        return text in TRUE
    raise Unusable(f"{cell!r} is neither yes nor no")


def to_decimal(cell: object) -> Decimal:
    """An amount; blanks and a comma every three digits are allowed, a currency sign is not."""
    text = str(cell).strip().replace(" ", "").replace("_", "")
    if "," in text and _thousands(text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unusable(f"{cell!r} is not a number") from None
    if not number.is_finite():
        raise Unusable(f"{cell!r} is not a number")
    if abs(number) >= LARGEST:
        raise Unusable(f"{cell!r} is too large to be true")
    return number


def to_float(cell: object) -> float:
    """A number."""
    return float(to_truth(cell)) if isinstance(cell, bool) else float(to_decimal(cell))


def to_whole(cell: object) -> int:
    """A whole number."""
    number = to_decimal(cell)
    if number != number.to_integral_value():
        raise Unusable(f"{cell!r} is not a whole number")
    if abs(number) > LARGEST_COUNT:
        raise Unusable(f"{cell!r} is too large to be true")
    return int(number)


def to_list(cell: object) -> tuple[str, ...]:
    """Several texts: a list, or one text separated by `|`."""
    parts = cell if isinstance(cell, list) else str(cell).split("|")
    return tuple(text for part in parts if (text := to_text(part)))


def to_entries(cell: object) -> list[dict[str, Any]]:
    """Several records: a list of records or texts, JSON of the same, or texts separated by `|`."""
    if isinstance(cell, str) and cell.lstrip().startswith("["):
        try:
            cell = json.loads(cell)
        except json.JSONDecodeError as error:
            raise Unusable(f"not JSON: {error.msg}") from None
    parts = cell if isinstance(cell, list) else list(to_list(cell))
    return [part if isinstance(part, dict) else {"what": part} for part in parts]


def _thousands(text: str) -> bool:
    """Whether the commas part thousands: 1,250,000; in 0,750 and ,750 one stands for a point."""
    first, *others = text.split(".")[0].lstrip("+-").split(",")
    leads = 1 <= len(first) <= 3 and not first.startswith("0")
    return leads and all(len(group) == 3 for group in others)


def _date_fault(text: str, formats: Sequence[str]) -> str:
    wanted = " or ".join(formats) if formats else "YYYY-MM-DD"
    hint = "" if formats else "; for another order give a mapping with `dates`, such as %d-%m-%Y"
    return f"{text!r} is not a date as {wanted}{hint}"


_PARSERS: dict[Any, Callable[[object], Any]] = {
    bool: to_truth,
    int: to_whole,
    float: to_float,
    Decimal: to_decimal,
    tuple: to_list,
    str: to_text,
}
