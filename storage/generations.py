"""Generations of vectors: how the library stands, and how far each model has read it."""

import hashlib

from sqlalchemy import ColumnElement, Table, delete, insert, select, update

from playbooks.content import Standing
from storage.tables.content import GenerationRow, LibraryRow
from storage.workspace import Reader

_LIBRARY: Table = vars(LibraryRow)["__table__"]
_GENERATION: Table = vars(GenerationRow)["__table__"]


class Generations:
    """The generations of one tenant, inside one transaction."""

    def __init__(self, reader: Reader) -> None:
        self._connection = reader.connection
        self._team = reader.team_id

    def standing(self) -> Standing:
        """How the library stands now."""
        same = (_GENERATION.c.team_id == _LIBRARY.c.team_id) & (
            _GENERATION.c.name == _LIBRARY.c.serving
        )
        query = select(
            _LIBRARY.c.revision, _LIBRARY.c.serving, _GENERATION.c.revision.label("read")
        ).select_from(_LIBRARY.outerjoin(_GENERATION, same))
        row = self._connection.execute(query.where(_LIBRARY.c.team_id == self._team)).first()
        return Standing(*row) if row else Standing()

    def changed(self, what: str) -> None:
        """The library changed: a new revision, which no other history of changes leads to."""
        before = self.standing().revision
        self._set(revision=hashlib.sha256(f"{before}/{what}".encode()).hexdigest()[:32])

    def serve(self, name: str) -> None:
        """Searches go by the vectors of that generation from now on."""
        self._set(serving=name)

    def read(self, name: str) -> tuple[str, str]:
        """The revision up to which a generation has read, and its frame; empty when it has not."""
        query = select(_GENERATION.c.revision, _GENERATION.c.frame).where(*self._named(name))
        row = self._connection.execute(query).first()
        return (row.revision, row.frame) if row else ("", "")

    def keep(self, name: str, revision: str, frame: str) -> None:
        """Say up to which revision a generation has read, and in which frame its vectors are."""
        found = update(_GENERATION).where(*self._named(name))
        values = {"revision": revision, "frame": frame}
        if self._connection.execute(found.values(values)).rowcount == 0:
            row = {"team_id": self._team, "name": name, **values}
            self._connection.execute(insert(_GENERATION), row)

    def drop(self, name: str) -> None:
        """Forget a generation; its vectors are forgotten with `Vectors.forget`."""
        self._connection.execute(delete(_GENERATION).where(*self._named(name)))

    def _set(self, **values: str) -> None:
        found = update(_LIBRARY).where(_LIBRARY.c.team_id == self._team)
        if self._connection.execute(found.values(values)).rowcount == 0:
            row = {"team_id": self._team, "revision": "", **values}
            self._connection.execute(insert(_LIBRARY), row)

    def _named(self, name: str) -> tuple[ColumnElement[bool], ...]:
        return (_GENERATION.c.team_id == self._team, _GENERATION.c.name == name)
