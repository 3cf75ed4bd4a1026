"""Vectors of texts by digest of the text and name of the model, so that none is made twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Table, insert, select

from storage.tables.content import VectorRow
from storage.workspace import BATCH, Reader

_VECTOR: Table = vars(VectorRow)["__table__"]


class Vectors:
    """The vectors of one tenant and one model, inside one transaction; bytes in, bytes out."""

    def __init__(self, reader: Reader, model: str) -> None:
        self._connection = reader.connection
        self._team = reader.team_id
        self._model = model

    def read(self, digests: Iterable[str]) -> dict[str, bytes]:
        """Vectors by digest; digests without one are left out."""
        query = select(_VECTOR.c.digest, _VECTOR.c.vector).where(*self._own())
        found: dict[str, bytes] = {}
        for some in _batches(list(dict.fromkeys(digests))):
            rows = self._connection.execute(query.where(_VECTOR.c.digest.in_(some)))
            found.update((row.digest, row.vector) for row in rows)
        return found

    def known(self, digests: Iterable[str]) -> set[str]:
        """Those of the digests that have a vector."""
        query = select(_VECTOR.c.digest).where(*self._own())
        return {
            digest
            for some in _batches(list(dict.fromkeys(digests)))
            for digest in self._connection.scalars(query.where(_VECTOR.c.digest.in_(some)))
        }

    def write(self, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors; one that is there already is left as it is."""
        known = self.known(vectors)
        rows = [
            {"team_id": self._team, "digest": digest, "model": self._model, "vector": vector}
            for digest, vector in vectors.items()
            if digest not in known
        ]
        if rows:
            self._connection.execute(insert(_VECTOR), rows)

    def _own(self) -> tuple[ColumnElement[bool], ...]:
        return (_VECTOR.c.team_id == self._team, _VECTOR.c.model == self._model)


def _batches(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), BATCH):
        yield digests[start : start + BATCH]
