"""What adding to the library, syncing it and removing from it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbooks.errors import CairnError

ADDED = "added"
UPDATED = "updated"
MOVED = "moved"
REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence with `{places}` and what fills them, to be said in any language."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.error())

    def error(self) -> CairnError:
        """The sentence as an error carries it, which is how it is said in other languages."""
        return CairnError(self.message, **self.values)


def of(error: CairnError) -> Sentence:
    """What an error says."""
    return Sentence(error.message, error.values)


@dataclass(frozen=True, slots=True)
class Remark:
    """A path, and sentences on what became of it."""

    path: str
    said: tuple[Sentence, ...]

    @property
    def why(self) -> str:
        """The sentences in English."""
        return " ".join(map(str, self.said))


@dataclass(frozen=True, slots=True)
class Changed:
    """One document that was added, updated, moved (`was` is its earlier path) or removed."""

    what: str
    path: str
    title: str
    was: str | None = None


@dataclass(slots=True)
class Report:
    """Documents by what became of them, and passages that are new.

    `rejected` could not be used; `remarks` are on what was used, or is there already.
    """

    added: int = 0
    updated: int = 0
    moved: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    embedded: int = 0
    changes: list[Changed] = field(default_factory=list)
    rejected: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    notice: str | None = None

    @property
    def changed(self) -> bool:
        """Whether the library is another than before."""
        return bool(self.added or self.updated or self.moved or self.removed)

    def count(self, change: Changed) -> None:
        """Take a change in."""
        self.changes.append(change)
        setattr(self, change.what, getattr(self, change.what) + 1)
