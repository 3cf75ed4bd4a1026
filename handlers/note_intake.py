"""Notes that come in bulk: read before the transaction that writes them and what they say."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from handlers import note_reading, note_records
from handlers.context import Context
from handlers.note_reading import Acquaintances, ReadOut
from playbooks.notes import Note
from storage.workspace import Writer

BATCH = 500

Item = TypeVar("Item", Note, ReadOut)


def read(context: Context, notes: Sequence[Note]) -> dict[str, ReadOut]:
    """What notes say, by id; some milliseconds each, so not while a transaction is open."""
    found: dict[str, ReadOut] = {}
    with context.workspace.reading() as reader:
        known = Acquaintances(reader, {note.account_id for note in notes})
    for batch in _batches(notes):
        note_reading.prepare(note.text for note in batch)
        found |= {note.id: _read(note, known) for note in batch}
    return found


def keep(writer: Writer, read_out: Sequence[ReadOut]) -> None:
    """Keep what notes that are in the records say: cues, promises of both sides, gaps, intents.

    Ids derive from the note's, so keeping the same again changes nothing. Fills in language and
    mood of a note that has none.
    """
    for batch in _batches(read_out):
        _replace(writer, batch)


def read_into(writer: Writer, notes: Sequence[Note]) -> None:
    """Read notes and keep what they say, for texts that were prepared (`note_reading.prepare`)."""
    known = Acquaintances(writer, {note.account_id for note in notes})
    keep(writer, [_read(note, known) for note in notes])


def read_late(context: Context, notes: Sequence[Note]) -> None:
    """Read notes that somebody changed between the reading and the writing of an import."""
    for batch in _batches(notes):
        found = read(context, batch)
        with context.workspace.writing() as writer:
            there = {note.id: note.text for note in writer.find(Note, id=list(found))}
            keep(writer, [one for one in found.values() if there.get(one.note.id) == one.note.text])


def is_of(read_out: ReadOut | None, note: Note) -> bool:
    """Whether that was read out of the note as it is now."""
    return read_out is not None and _grounds(read_out.note) == _grounds(note)


def _grounds(note: Note) -> tuple[object, ...]:
    return note.text, note.date, note.account_id, note.author


def _read(note: Note, known: Acquaintances) -> ReadOut:
    return note_reading.read(note, known.of(note.account_id))


def _replace(writer: Writer, read_out: Sequence[ReadOut]) -> None:
    before = note_records.derived(writer, [one.note.id for one in read_out])
    derived: list[Any] = [value for one in read_out for value in (*one.cues, *one.gaps)]
    derived += [one.intent for one in read_out if one.intent]
    for one in read_out:
        derived += note_records.kept(before, one.promises)
        derived += note_records.kept(before, one.theirs)
    note_records.take_away(writer, before, derived)
    writer.put_many([one.note for one in read_out], only=("language", "direction", "sentiment"))
    note_records.put(writer, derived)


def _batches(values: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))
