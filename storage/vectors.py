"""Vectors of texts by digest of the text and name of the model, so that none is made twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from playbooks.content import Passage
from storage.tables.content import VectorRow
from storage.values import table_of
from storage.workspace import BATCH, Reader

_VECTOR: Table = vars(VectorRow)["__table__"]
_PASSAGE = table_of(Passage)


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

    def of_passages(self) -> dict[str, bytes]:
        """The vector of each passage that has one, by its digest."""
        query = select(_VECTOR.c.digest, _VECTOR.c.vector).select_from(
            _PASSAGE.join(_VECTOR, self._same())
        )
        rows = self._connection.execute(query.where(_PASSAGE.c.team_id == self._team))
        return {row.digest: row.vector for row in rows}

    def width(self) -> int | None:
        """How many numbers a vector of this model has; None when there is none yet."""
        query = select(func.length(_VECTOR.c.vector)).where(*self._own()).limit(1)
        found = self._connection.execute(query).scalar()
        return None if found is None else found // 4

    def unread(self) -> list[str]:
        """Ids of the passages that have no vector yet."""
        return list(self._connection.scalars(self._lacking(select(_PASSAGE.c.id))))

    def count_unread(self) -> int:
        """How many passages have no vector yet."""
        return int(self._connection.execute(self._lacking(select(func.count()))).scalar_one())

    def write(self, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors; one that is there already is left as it is."""
        rows = [
            {"team_id": self._team, "digest": digest, "model": self._model, "vector": vector}
            for digest, vector in vectors.items()
        ]
        if rows:
            dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
            self._connection.execute(dialect.insert(_VECTOR).on_conflict_do_nothing(), rows)

    def forget(self) -> None:
        """Drop all that this model made."""
        self._connection.execute(delete(_VECTOR).where(*self._own()))

    def _lacking(self, query: Select[Any]) -> Select[Any]:
        joined = _PASSAGE.outerjoin(_VECTOR, self._same())
        return query.select_from(joined).where(
            _PASSAGE.c.team_id == self._team, _VECTOR.c.digest.is_(None)
        )

    def _same(self) -> ColumnElement[bool]:
        return and_(*self._own(), _VECTOR.c.digest == _PASSAGE.c.digest)

    def _own(self) -> tuple[ColumnElement[bool], ...]:
        return (_VECTOR.c.team_id == self._team, _VECTOR.c.model == self._model)


def _batches(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), BATCH):
        yield digests[start : start + BATCH]
