"""What the library needs of the database: the seam that `storage` fills, one tenant at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages may be found; None leaves that aspect open."""

    kind: str | None = None
    stage: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """The searchable words of one passage: those of its title and headings, and its own."""

    passage_id: str
    context: Sequence[str]
    body: Sequence[str]


class Records(Protocol):
    """One tenant's records inside one transaction."""

    team_id: str

    def get(self, kind: type[T], item_id: str) -> T | None: ...

    def find(self, kind: type[T], **equal: Any) -> list[T]: ...


class Recording(Records, Protocol):
    """Records that may also be written."""

    def put_many(self, values: Sequence[Any]) -> Any: ...

    def remove(self, kind: type[Any], **equal: Any) -> int: ...


class Lexicon(Protocol):
    """The lexical index of one tenant, inside one transaction."""

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace the words of passages."""
        ...

    def remove(self, passage_ids: Sequence[str]) -> None:
        """Forget passages."""
        ...

    def search(
        self, words: Mapping[str, float], filters: Filters, limit: int
    ) -> list[tuple[str, float]]:
        """Passage ids and scores, best first; each word counts by its weight."""
        ...

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word stands."""
        ...


class VectorStore(Protocol):
    """Vectors of one tenant by digest of the text and name of the model."""

    def read(self, model: str, digests: Iterable[str]) -> dict[str, Vector]:
        """Vectors that are kept, by digest; digests without one are left out."""
        ...

    def write(self, model: str, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors; one that is there already is left as it is."""
        ...

    def missing(self, model: str) -> list[str]:
        """Ids of passages whose vector has not been kept yet."""
        ...

    def fingerprint(self, model: str) -> tuple[int, str]:
        """How many passages have a vector, and a digest of which; tells an index out of step."""
        ...


class Workspace(Protocol):
    """Where transactions of one tenant begin."""

    team_id: str

    def reading(self) -> AbstractContextManager[Any]: ...

    def writing(self) -> AbstractContextManager[Any]: ...


Progress = Callable[[str, int, int], None]
"""Told what is being done, how much is done and how much there is."""
