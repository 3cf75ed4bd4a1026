"""The library's shelf: passages with what their documents say of them, and how to find them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, select

from playbooks.content import Document, Passage, Shelved
from storage.generations import Generations
from storage.lexical import Lexicon
from storage.values import columns_of, table_of, to_value
from storage.vectors import Vectors
from storage.workspace import BATCH, Reader

_DOCUMENT = table_of(Document)
_PASSAGE = table_of(Passage)


class Shelf:
    """Everything that the library asks of the database, for one tenant in one transaction."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.lexicon = Lexicon(reader)
        self.generations = Generations(reader)

    def vectors(self, model: str) -> Vectors:
        """The vectors that the model made."""
        return Vectors(self._reader, model)

    def passages(self, ids: Sequence[str]) -> dict[str, Shelved]:
        """Passages by id; ids that are not there are left out."""
        found: dict[str, Shelved] = {}
        for start in range(0, len(ids), BATCH):
            query = self._query().where(_PASSAGE.c.id.in_(ids[start : start + BATCH]))
            rows = self._reader.connection.execute(query).mappings()
            found.update({row["id"]: _shelved(row) for row in rows})
        return found

    def count(self) -> int:
        """How many passages there are."""
        return self._reader.count(Passage)

    def entries(self) -> list[tuple[str, str, str, str, str | None, str]]:
        """Id, document, digest, kind, stage and language of each passage."""
        query = select(
            _PASSAGE.c.id,
            _PASSAGE.c.document_id,
            _PASSAGE.c.digest,
            _DOCUMENT.c.kind,
            _DOCUMENT.c.stage,
            _PASSAGE.c.language,
        )
        return [tuple(row) for row in self._reader.connection.execute(self._joined(query))]

    def _query(self) -> Select[Any]:
        document = (_DOCUMENT.c[name] for name in ("title", "path", "kind", "stage", "source"))
        return self._joined(select(*(_PASSAGE.c[n] for n in columns_of(Passage)), *document))

    def _joined(self, query: Select[Any]) -> Select[Any]:
        same = (_PASSAGE.c.team_id == _DOCUMENT.c.team_id) & (
            _PASSAGE.c.document_id == _DOCUMENT.c.id
        )
        joined = query.select_from(_PASSAGE.join(_DOCUMENT, same))
        return joined.where(_PASSAGE.c.team_id == self._reader.team_id)


def _shelved(row: RowMapping) -> Shelved:
    return Shelved(
        to_value(Passage, dict(row)),
        row["title"],
        row["path"],
        row["kind"],
        row["stage"],
        row["source"],
    )
