"""Rows out of CSV, JSONL, YAML and XLSX files, each with its number as a person would count it."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import yaml
from python_calamine import CalamineError, CalamineWorkbook

from playbooks.errors import BadInput

LARGEST_FILE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: its number in the file, its cells by column, or why it is unreadable."""

    number: int
    cells: dict[str, Any]
    fault: str | None = None


def read(path: Path) -> list[FileRow]:
    """All rows of a file; raises `BadInput` when the file as a whole cannot be read."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise BadInput(f"{path.name} is not a kind of file that can be imported ({known}).")
    _check(path)
    return list(reader(path))


def header(rows: Iterable[FileRow]) -> dict[str, None]:
    """The columns that rows have, in the order in which they are met."""
    return dict.fromkeys(name for row in rows for name in row.cells)


def _check(path: Path) -> None:
    if not path.is_file():
        raise BadInput(f"There is no file {path}. Nothing was changed.")
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise BadInput(f"{path.name} is larger than 500 MB; split it. Nothing was changed.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path.name} is not UTF-8 text (byte {error.start}). Save it as UTF-8 and import it "
            "again; nothing was changed."
        ) from error
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}.") from error


def _csv(path: Path) -> Iterator[FileRow]:
    text = _text(path)
    if not text.strip():
        raise BadInput(f"{path.name} is empty. Nothing was changed.")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    _check_header(path, reader.fieldnames or [])
    try:
        for cells in reader:
            yield _csv_row(reader.line_num, cells)
    except csv.Error as error:
        # The rest of a half-written file cannot be told apart; what came before is good.
        yield FileRow(reader.line_num + 1, {}, f"the file is damaged here: {error}")


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _check_header(path: Path, names: Iterable[str]) -> None:
    names = list(names)
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadInput(f"{path.name} has the column {', '.join(sorted(twice))} more than once.")


def _csv_row(number: int, cells: dict[str | Any, Any]) -> FileRow:
    if None in cells:
        return FileRow(number, {}, "the row has more cells than the header has columns")
    if None in cells.values():
        return FileRow(number, {}, "the row ends before its last column; the file may be cut off")
    return FileRow(number, {name.strip(): cell for name, cell in cells.items()})


def _jsonl(path: Path) -> Iterator[FileRow]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: str) -> FileRow:
    try:
        cells = json.loads(line)
    except json.JSONDecodeError as error:
        return FileRow(number, {}, f"not JSON: {error.msg} at character {error.pos}")
    return _entry(number, cells)


def _yaml(path: Path) -> Iterator[FileRow]:
    try:
        entries = yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        raise BadInput(f"{path.name} is not YAML: {_first_line(error)}") from error
    entries = [entries] if isinstance(entries, dict) else entries
    if not isinstance(entries, list):
        raise BadInput(f"{path.name} must hold one record or a list of records.")
    for number, cells in enumerate(entries, start=1):
        yield _entry(number, cells)


def _entry(number: int, cells: object) -> FileRow:
    if not isinstance(cells, dict):
        return FileRow(number, {}, "not a record with named fields")
    return FileRow(number, {str(name).strip(): cell for name, cell in cells.items()})


def _xlsx(path: Path) -> Iterator[FileRow]:
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (CalamineError, BadZipFile, OSError, IndexError) as error:
        raise BadInput(f"{path.name} cannot be read as a workbook: {error}") from error
    if not rows:
        raise BadInput(f"{path.name} is empty. Nothing was changed.")
    header = [str(name).strip() for name in rows[0]]
    _check_header(path, [name for name in header if name])
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell != "" for cell in cells):
            yield FileRow(number, dict(zip(header, map(_plain, cells), strict=True)))


def _plain(cell: object) -> object:
    """A workbook's day comes as a moment and its whole number as a fraction."""
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def _first_line(error: yaml.YAMLError) -> str:
    return " ".join(str(error).split())


_READERS: dict[str, Callable[[Path], Iterator[FileRow]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _jsonl,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".xlsx": _xlsx,
}
