"""What outlives a record elsewhere: its words in the audit log, earlier versions, vectors."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, Table, case, cast, delete, func, or_, select, update

from playbooks.conversations import AuditEntry
from storage.tables.content import VectorRow
from storage.tables.notes import NoteVersionRow
from storage.values import table_of
from storage.workspace import Reader, Writer, parts

_AUDIT = table_of(AuditEntry)
_VERSION: Table = vars(NoteVersionRow)["__table__"]
_VECTOR: Table = vars(VectorRow)["__table__"]

_HAS_WORDS = or_(*(cast(_AUDIT.c[side], String) != "null" for side in ("before", "after")))


def of_gone(reader: Reader, kind: type[Any], name: str, before: datetime) -> list[str]:
    """Ids of records that are gone and were last written before then, with words in the log.

    `name` is what the audit log calls the kind.
    """
    kept, team = table_of(kind), _AUDIT.c.team_id == reader.team_id
    there = select(kept.c.id).where(kept.c.team_id == reader.team_id, kept.c.id == _AUDIT.c.item_id)
    query = (
        select(_AUDIT.c.item_id)
        .where(team, _AUDIT.c.item_kind == name, ~there.exists())
        .group_by(_AUDIT.c.item_id)
        .having(func.max(_AUDIT.c.at) < before, func.max(case((_HAS_WORDS, 1), else_=0)) == 1)
    )
    return list(reader.connection.scalars(query))


def drop_words(writer: Writer, name: str, item_ids: Sequence[str]) -> None:
    """Keep of these records' audit entries who did what and when, but not the words."""
    for some in parts(item_ids):
        own = (_AUDIT.c.team_id == writer.team_id, _AUDIT.c.item_kind == name)
        saying = update(_AUDIT).where(*own, _AUDIT.c.item_id.in_(some))
        writer.connection.execute(saying.values(before=None, after=None))


def drop_versions(writer: Writer, note_ids: Sequence[str]) -> int:
    """Drop the earlier wordings of notes; returns how many there were."""
    dropped = 0
    for some in parts(note_ids):
        own = (_VERSION.c.team_id == writer.team_id, _VERSION.c.note_id.in_(some))
        dropped += writer.connection.execute(delete(_VERSION).where(*own)).rowcount
    return dropped


def drop_vectors(writer: Writer, digests: Iterable[str]) -> None:
    """Drop what models made of texts, by the texts' digests."""
    for some in parts(list(digests)):
        own = (_VECTOR.c.team_id == writer.team_id, _VECTOR.c.digest.in_(some))
        writer.connection.execute(delete(_VECTOR).where(*own))
