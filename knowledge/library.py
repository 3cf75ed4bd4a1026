"""The library: documents cut into passages, found again by meaning and by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.records import Progress, Recording, Records, Workspace
from playbooks.content import Document


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `score` is between 0 and 1 and ranks within one search alone.

    `id` is what a citation names. `kind` is `playbook`, `education` or `note`; `path` is as the
    file was given; `stage` is None when the document names none.
    """

    id: str
    document_id: str
    kind: str
    path: str
    title: str
    heading: str
    text: str
    stage: str | None
    language: str
    score: float


@dataclass(frozen=True, slots=True)
class Item:
    """A text outside the library, such as a note, to be ranked beside others of its kind."""

    id: str
    text: str
    as_of: date | None = None


class Library:
    """One workspace's library. `wiring` builds it; see `add`, `search`, `refresh`."""

    def add(self, writer: Recording, document: Document) -> int:
        """Cut the document into passages and keep both; returns how many passages are new.

        Passages whose text is unchanged keep their id and their vector. Call `refresh` after the
        transaction: only then are the new ones embedded.
        """
        raise NotImplementedError

    def remove(self, writer: Recording, document_id: str) -> None:
        """Forget a document and its passages."""
        raise NotImplementedError

    def refresh(self, workspace: Workspace, progress: Progress | None = None) -> int:
        """Embed what has no vector yet and bring the index in step; returns how many were embedded.

        Opens its own short transactions; never call it inside one.
        """
        raise NotImplementedError

    def search(
        self,
        reader: Records,
        query: str,
        k: int = 5,
        *,
        kind: str | None = None,
        stage: str | None = None,
        language: str | None = None,
    ) -> list[Hit]:
        """The best `k` passages, at most two of one document, best first."""
        raise NotImplementedError

    def rank(self, reader: Records, query: str, items: Sequence[Item]) -> list[tuple[str, float]]:
        """Ids and scores of `items` by fit to the query, best first: exact, for one account."""
        raise NotImplementedError

    def passage(self, reader: Records, passage_id: str) -> Hit | None:
        """The passage with that id, as a hit with score 1, or None."""
        raise NotImplementedError

    def document(self, reader: Records, document_id: str) -> Document | None:
        """The whole document with that id, or None."""
        raise NotImplementedError

    def for_trigger(
        self,
        reader: Records,
        rule: str,
        *,
        stage: str | None = None,
        segment: str | None = None,
        intent: str | None = None,
        language: str | None = None,
    ) -> list[Document]:
        """Playbooks that answer a nudge rule, the best fitting first.

        A play for another segment or intent is left out; one written for exactly this stage,
        segment, intent or language comes before one for any.
        """
        raise NotImplementedError
