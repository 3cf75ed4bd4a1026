"""A handoff as a person writes it down: keys and cells into fields and promises."""

from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any
from zlib import crc32

from handlers.imports.cells import LARGEST_COUNT
from playbooks.errors import BadInput
from playbooks.handoffs import FURTHER, MANDATORY, Handoff, Promise

COLUMNS = (*MANDATORY, *FURTHER)
WRITTEN = (*COLUMNS, "submitted")
BESIDE = ("id", "account", "state", "submitted", "author", "promises")

PROMISE_KEYS = ("id", "what", "owner", "due", "delivered")


def values(record: Mapping[str, object]) -> dict[str, Any]:
    """The fields that the record fills; raises `BadInput` for an unknown key or a bad cell."""
    for key in record:
        if key not in COLUMNS and key not in BESIDE:
            raise _unknown(str(key), (*COLUMNS, *BESIDE))
    if _given(record.get("state")) and record["state"] not in ("draft", "submitted"):
        raise BadInput("A handoff is written as draft or submitted; accepting it is a step apart.")
    return {name: _cell(name, record[name]) for name in WRITTEN if _given(record.get(name))}


def promises(written: object, handoff: Handoff) -> list[Promise]:
    """Promises as texts or as mappings; raises `BadInput` saying which one is not usable."""
    if not _given(written):
        return []
    listed = written if isinstance(written, list) else [written]
    return [_promise(item, number, handoff) for number, item in enumerate(listed, start=1)]


def _promise(item: object, number: int, handoff: Handoff) -> Promise:
    cells = item if isinstance(item, Mapping) else {"what": item}
    for key in cells:
        if key not in PROMISE_KEYS:
            fault = _unknown(str(key), PROMISE_KEYS)
            raise BadInput("Promise {number}: {fault}", number=number, fault=fault)
    what = _text(cells.get("what"))
    if not what:
        raise BadInput(
            "Promise {number} does not say what was promised. Nothing was written.", number=number
        )
    return Promise(
        id=str(cells.get("id") or f"{handoff.id}.{crc32(what.encode()):08x}"),
        account_id=handoff.account_id,
        what=what,
        handoff_id=handoff.id,
        owner=_text(cells.get("owner")) or None,
        due=_date("due", cells["due"]) if _given(cells.get("due")) else None,
        delivered=_date("delivered", cells["delivered"])
        if _given(cells.get("delivered"))
        else None,
    )


def _given(cell: object) -> bool:
    return cell is not None and cell != [] and str(cell).strip() != ""


def _cell(name: str, cell: object) -> Any:
    if name == "licences_sold":
        return whole(name, cell)
    return _date(name, cell) if name in ("kickoff_date", "submitted") else _text(cell)


def _text(cell: object) -> str:
    if isinstance(cell, list):
        return "; ".join(_text(item) for item in cell)
    if isinstance(cell, Mapping):
        return "; ".join(f"{key}: {_text(value)}" for key, value in cell.items())
    return "" if cell is None else str(cell).strip()


def whole(name: str, cell: object) -> int:
    """A number of licences that can be sold and kept; raises `BadInput` for anything else."""
    written = str(cell).strip()
    number = int(written) if written.isdecimal() and len(written) < 20 else -1
    if not 0 <= number <= LARGEST_COUNT:
        raise BadInput(
            "{name}: “{written}” is not a whole number of licences. Nothing was written.",
            name=name,
            written=written[:40],
        )
    return number


def _date(name: str, cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip())
    except ValueError:
        raise BadInput(
            "{name}: “{written}” is not a date as YYYY-MM-DD. Nothing was written.",
            name=name,
            written=str(cell),
        ) from None


def _unknown(key: str, known: tuple[str, ...]) -> BadInput:
    near = get_close_matches(key, known, n=1)
    if near:
        return BadInput(
            "“{key}” is not a field of a handoff; did you mean {near}? Nothing was written.",
            key=key,
            near=near[0],
        )
    return BadInput(
        "“{key}” is not a field of a handoff; known are {known}. Nothing was written.",
        key=key,
        known=known,
    )
