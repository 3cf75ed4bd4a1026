"""Everything that is kept of a customer, a contact, a colleague or a note, as JSON."""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from handlers.context import Context
from handlers.privacy import linked, subjects
from playbooks.notes import Note
from storage import members
from storage.values import name_of
from storage.workspace import Reader


def export(context: Context, kind: str, named: str, actor: str | None) -> list[dict[str, Any]]:
    """One JSON object for each record, `record` says which; earlier wordings and the log too.

    Raises as `subjects.find` does.
    """
    with context.workspace.reading() as reader:
        subject = subjects.find(reader, kind, named, actor)
        found = [*subject.records, *(before for before, _ in subject.others)]
        if subject.kind == "member":
            found += members.naming(reader, subject.id)
        links = linked.to(reader, subject)
        found += [*links.entries, *links.replies, *links.nudges, *links.remotes, *links.runs]
        unique = {(type(one), one.id): one for one in found}
        notes = [one for one in unique.values() if isinstance(one, Note)]
        versions = [version for note in notes for version in _versions(reader, note.id)]
    return [*map(_written, unique.values()), *versions]


def _versions(reader: Reader, note_id: str) -> Iterator[dict[str, Any]]:
    for number, text, at in reader.note_versions(note_id):
        told = {"version": number, "text": text, "recorded_at": at.isoformat() if at else None}
        yield {"record": "note_version", "note_id": note_id, **told}


def _written(one: Any) -> dict[str, Any]:
    kind = type(one)
    fields: dict[str, Any] = TypeAdapter(kind).dump_python(one, mode="json")
    return {"record": name_of(kind), **fields}
