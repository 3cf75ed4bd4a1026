"""What a cited record says in all its fields, read from the store and not from the answer."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handlers import health
from handlers.answers import Ref
from handlers.context import Context
from handlers.evidence import KINDS, LIBRARY
from playbooks.notes import Note
from playbooks.people import Member
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one workspace that nobody writes to meanwhile: each is read once."""

    context: Context
    _words: dict[Ref, str | None] = field(default_factory=dict)
    _readings: dict[tuple[str, date], str] = field(default_factory=dict)
    _notes: list[Note] = field(default_factory=list)

    def words(self, ref: Ref) -> str | None:
        """Every field of the record as text; None when there is no such record."""
        if ref not in self._words:
            with self.context.workspace.reading() as reader:
                self._words[ref] = _words_of(self.context, reader, ref)
        return self._words[ref]

    def reading(self, account_id: str, day: date) -> str:
        """Every figure of the account's health as it was read on that day."""
        key = (account_id, day)
        if key not in self._readings:
            found = health.read(self.context, account_id, day)
            self._readings[key] = " ".join(said(found))
        return self._readings[key]

    def notes(self) -> list[Note]:
        """All notes of the workspace."""
        if not self._notes:
            with self.context.workspace.reading() as reader:
                self._notes.extend(reader.find(Note))
        return self._notes


def said(value: Any, names: Mapping[str, str] | None = None) -> Iterator[str]:
    """Every field of a value as text, whatever it is made of; ids of members with their names."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from said(getattr(value, part.name), names)
    elif isinstance(value, str):
        yield value
        if names and value in names:
            yield names[value]
    elif isinstance(value, Iterable):
        parts = (*value.keys(), *value.values()) if isinstance(value, Mapping) else value
        for part in parts:
            yield from said(part, names)
    elif value is not None:
        yield from _scalar(value)


def _scalar(value: Any) -> Iterator[str]:
    if isinstance(value, datetime | date):
        yield value.isoformat()
    elif isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        yield _digits(value)
        yield _digits(float(value) * 100)


def _digits(value: Decimal | float) -> str:
    written = f"{value:.4f}"
    return written.rstrip("0").rstrip(".")


def _words_of(context: Context, reader: Reader, ref: Ref) -> str | None:
    if ref.kind in LIBRARY:
        return _of_library(context, reader, ref.id)
    kind = KINDS.get(ref.kind)
    found = reader.get(kind, ref.id) if kind else None
    if found is None:
        return None
    names = {member.id: member.name for member in reader.find(Member)}
    return " ".join(said(found, names))


def _of_library(context: Context, reader: Reader, passage_id: str) -> str | None:
    hit = context.library.passage(reader, passage_id)
    document = context.library.document(reader, hit.document_id if hit else passage_id)
    parts = [hit.heading, hit.text, hit.title] if hit else []
    parts += list(said(document)) if document is not None else []
    return " ".join(parts) if parts else None
