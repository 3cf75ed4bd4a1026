"""Notes of a file, read before the transaction that keeps them: an encoder has no place in it."""

from collections.abc import Sequence

from handlers import note_intake
from handlers.context import Context
from handlers.imports import files
from handlers.imports.directory import Directory
from handlers.imports.kinds import Kind
from handlers.imports.mapping import Mapping
from handlers.imports.rows import Parsed, RowParser
from handlers.note_reading import ReadOut
from playbooks.notes import Note
from storage.workspace import Reader

LOOKED_UP = 500
"""Notes that are looked up at once."""


def read(
    context: Context, kind: Kind, mapping: Mapping, rows: Sequence[files.FileRow]
) -> dict[str, ReadOut]:
    """What those notes say, by id, that the rows will add or change."""
    with context.workspace.reading() as reader:
        parser = RowParser(kind, mapping, Directory(reader, mapping.through), files.header(rows))
        results = (parser.parse(row) for row in rows)
        parsed = [result for result in results if isinstance(result, Parsed)]
        changing = _changing(reader, parsed)
    return note_intake.read(context, changing)


def _changing(reader: Reader, parsed: Sequence[Parsed]) -> list[Note]:
    """Notes that are not in the records as the rows have them."""
    given = frozenset().union(*(row.provided for row in parsed))
    notes: list[Note] = [value for row in parsed for value in row.values]
    changing: list[Note] = []
    for start in range(0, len(notes), LOOKED_UP):
        part = notes[start : start + LOOKED_UP]
        there = {note.id: note for note in reader.find(Note, id=[note.id for note in part])}
        changing += [note for note in part if not _stands(note, there.get(note.id), given)]
    return changing


def _stands(note: Note, there: Note | None, given: frozenset[str]) -> bool:
    return there is not None and all(getattr(there, n) == getattr(note, n) for n in given)
