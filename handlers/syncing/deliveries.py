"""What other systems post to us: usage and surveys, taken in once and answered row by row."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from handlers.context import Context
from handlers.imports import importing
from handlers.imports.files import FileRow
from handlers.imports.importing import Report
from playbooks.errors import BadInput
from playbooks.remotes import Delivery

COLUMNS = {
    "metrics": ("id", "account", "date", "metric", "value", "unit", "source"),
    "surveys": ("id", "account", "date", "kind", "score", "respondent", "role", "comment"),
}
"""What may be posted, and the fields of each: those that an import has."""

MOST_ROWS = 5_000
LONGEST_ID = 200


class UsedBefore(BadInput):
    """The sender's id came before with another body; nothing was changed."""


def take(context: Context, delivery_id: str, body: bytes) -> dict[str, Any]:
    """Store a delivery and answer it; the same one again is answered the same, and stored once.

    What is answered is stored: rows and answer are of one transaction. Raises `BadInput` for a
    body that cannot be read as a whole, `UsedBefore` for an id that came with another one.
    """
    if not delivery_id or len(delivery_id) > LONGEST_ID:
        raise BadInput("The delivery needs an id of at most 200 characters. Nothing was stored.")
    digest = hashlib.sha256(body).hexdigest()
    batch = _batch(body)
    with context.workspace.writing() as writer:
        before = writer.get(Delivery, delivery_id)
        if before is not None:
            return _again(before, digest)
        answer: dict[str, Any] = {"id": delivery_id, "repeated": False}
        for kind, rows in batch.items():
            report = Report(kind)
            if rows:
                report = importing.write_rows(context, writer, kind, _rows(kind, rows))
            told = asdict(report)
            answer[kind] = {name: told[name] for name in told if name not in UNTOLD}
        writer.put(Delivery(delivery_id, context.now(), digest, answer))
    return answer


UNTOLD = ("kind", "contradictions")
"""What an import reports besides; it is for people of ours."""


def _again(before: Delivery, digest: str) -> dict[str, Any]:
    if before.digest != digest:
        raise UsedBefore(
            "A delivery with this id came before and said something else. Nothing was changed."
        )
    return {**before.answer, "repeated": True}


def _batch(body: bytes) -> dict[str, list[Any]]:
    try:
        batch = json.loads(body)
    except ValueError:
        raise BadInput("The body is not JSON. Nothing was stored.") from None
    if not isinstance(batch, dict) or not batch or set(batch) - set(COLUMNS):
        raise BadInput(
            "The body must be an object with `metrics`, `surveys` or both. Nothing was stored."
        )
    if not all(isinstance(rows, list) for rows in batch.values()):
        raise BadInput("`metrics` and `surveys` are lists of rows. Nothing was stored.")
    if sum(len(rows) for rows in batch.values()) > MOST_ROWS:
        raise BadInput("A delivery has at most 5,000 rows. Nothing was stored; send several.")
    return batch


def _rows(kind: str, rows: Sequence[Any]) -> list[FileRow]:
    return [_row(number, row, COLUMNS[kind]) for number, row in enumerate(rows, start=1)]


def _row(number: int, row: Any, columns: Sequence[str]) -> FileRow:
    """A row with every column, so that each one is judged by itself."""
    if not isinstance(row, Mapping):
        return FileRow(number, dict.fromkeys(columns), "not an object with named fields")
    unknown = sorted(set(row) - set(columns))
    fault = f"unknown fields: {', '.join(unknown)}" if unknown else _fault(row)
    return FileRow(number, {name: row.get(name) for name in columns}, fault)


def _fault(row: Mapping[str, Any]) -> str | None:
    nested = [name for name, value in row.items() if isinstance(value, (list, dict))]
    return f"{', '.join(nested)}: neither text nor a number" if nested else None
