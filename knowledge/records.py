"""What the library asks of the database: the seam that `storage` fills, one tenant at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from playbooks.content import Shelved, Standing

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much is done and how much there is."""


class Records(Protocol):
    """One tenant's records inside one transaction."""

    team_id: str

    def get(self, kind: type[T], item_id: str, /) -> T | None: ...

    def find(self, kind: type[T], /, **equal: Any) -> list[T]: ...


class Recording(Records, Protocol):
    """Records that may also be written."""

    def put_many(self, values: Sequence[Any], /) -> Any: ...

    def remove(self, kind: type[Any], /, **equal: Any) -> int: ...


class Lexicon(Protocol):
    """Passages by their words."""

    def put(self, entries: Iterable[tuple[str, Sequence[str], Sequence[str]]], /) -> None:
        """Add or replace the words of passages: id, words of title and headings, own words."""
        ...

    def remove(self, passage_ids: Sequence[str], /) -> None:
        """Forget passages."""
        ...

    def search(
        self,
        words: Mapping[str, float],
        limit: int,
        /,
        *,
        kind: str | None = None,
        stage: str | None = None,
        language: str | None = None,
    ) -> list[tuple[str, float]]:
        """Passage ids and scores, best first; each word counts by its weight."""
        ...


class Vectors(Protocol):
    """Vectors that one model made, as bytes of 32-bit floats, by digest of the text."""

    def read(self, digests: Iterable[str], /) -> dict[str, bytes]: ...

    def known(self, digests: Iterable[str], /) -> set[str]: ...

    def of_passages(self) -> dict[str, bytes]: ...

    def width(self) -> int | None: ...

    def unread(self) -> list[str]: ...

    def count_unread(self) -> int: ...

    def forget(self) -> None: ...

    def write(self, vectors: Mapping[str, bytes], /) -> None: ...


class Generations(Protocol):
    """How the library stands, and how far each generation of vectors has read it."""

    def standing(self) -> Standing: ...

    def changed(self, what: str, /) -> None: ...

    def serve(self, name: str, /) -> None: ...

    def read(self, name: str, /) -> tuple[str, str]: ...

    def keep(self, name: str, revision: str, frame: str, /) -> None: ...

    def drop(self, name: str, /) -> None: ...


class Shelf(Protocol):
    """The passages of one tenant, with what their documents say of them."""

    @property
    def lexicon(self) -> Lexicon: ...

    @property
    def generations(self) -> Generations: ...

    def vectors(self, model: str, /) -> Vectors: ...

    def passages(self, ids: Sequence[str], /) -> dict[str, Shelved]: ...

    def count(self) -> int: ...

    def entries(self) -> list[tuple[str, str, str, str, str | None, str]]:
        """Id, document, digest, kind, stage and language of each passage."""
        ...


class Workspace(Protocol):
    """Where the transactions of one tenant begin."""

    def reading(self) -> AbstractContextManager[Any]: ...

    def writing(self) -> AbstractContextManager[Any]: ...
