"""The library: documents cut into passages, found again by meaning and by words."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any

import numpy as np

from knowledge import expansion, finding, index, passages, plays, ranking
from knowledge.embedders import Embedder, Vectors
from knowledge.finding import Hit
from knowledge.index import Index, Mirrored
from knowledge.ranking import Item
from knowledge.records import Progress, Recording, Records, Shelf, Workspace
from playbooks.content import Document, Passage, Shelved
from playbooks.errors import NotReady

__all__ = ["Hit", "Item", "Library"]

LOG = logging.getLogger("cairn.library")

TOGETHER = 64
"""Passages embedded between two words of progress, and written in one transaction."""


class Library:
    """The passages of a workspace; `shelf` opens what the database keeps of them in a transaction.

    Adding takes two steps: `add` within a transaction, then `refresh` outside of any.
    """

    def __init__(self, embedder: Embedder, mirror: Index, shelf: Callable[[Any], Shelf]) -> None:
        self._embedder = embedder
        self._index = mirror
        self._shelf = shelf
        self._checked: set[str] = set()
        self._lock = RLock()
        self._notice: str | None = None

    @property
    def notice(self) -> str | None:
        """Why search goes by words alone at the moment, as a sentence; None when it does not."""
        return self._notice

    def add(self, writer: Recording, document: Document) -> int:
        """Cut the document into passages and keep both; returns how many passages are new.

        Passages whose text and headings are unchanged keep their id and their vector. Call
        `refresh` after the transaction: only then are the new ones embedded.
        """
        cut = list(passages.of(document))
        there = {p.id: p for p in writer.find(Passage, document_id=document.id)}
        gone = sorted(set(there) - {p.id for p in cut})
        new = [p for p in cut if p.id not in there]
        shelf = self._shelf(writer)
        writer.put_many([document])
        if gone:
            shelf.lexicon.remove(gone)
            writer.remove(Passage, id=gone)
        writer.put_many(cut)
        shelf.lexicon.put([passages.words(document.title, p) for p in new])
        return len(new)

    def remove(self, writer: Recording, document_id: str) -> None:
        """Forget a document and its passages."""
        held = writer.find(Passage, document_id=document_id)
        self._shelf(writer).lexicon.remove([p.id for p in held])
        writer.remove(Passage, document_id=document_id)
        writer.remove(Document, id=document_id)

    def refresh(self, workspace: Workspace, progress: Progress | None = None) -> int:
        """Embed what has no vector yet and bring the index in step; returns how many were embedded.

        Opens its own short transactions; never call it inside one. Without the embedder nothing is
        lost: `notice` says so, and the next call does what is left.
        """
        with workspace.reading() as reader:
            shelf = self._shelf(reader)
            everything = shelf.all()
            known = shelf.vectors(self._model).known(s.passage.digest for s in everything)
        missing = {s.passage.digest: s for s in everything if s.passage.digest not in known}
        try:
            self._embed(workspace, list(missing.values()), progress)
            with workspace.reading() as reader:
                self._bring_in_step(reader, progress)
        except NotReady as error:
            self._without_meaning(error)
            return 0
        return len(missing)

    def learn(
        self, workspace: Workspace, items: Sequence[Item], progress: Progress | None = None
    ) -> int:
        """Embed texts outside the library, such as notes, so that ranking them later is instant."""
        with workspace.reading() as reader:
            known = self._shelf(reader).vectors(self._model).known(i.digest for i in items)
        missing = list({i.digest: i for i in items if i.digest not in known}.values())
        for done, some in _batches(missing):
            try:
                vectors = self._embedder.passages([item.text for item in some])
            except NotReady as error:
                self._without_meaning(error)
                return done
            self._keep(workspace, [item.digest for item in some], vectors)
            _tell(progress, "Reading notes", done + len(some), len(missing))
        return len(missing)

    def search(
        self,
        reader: Records,
        query: str,
        k: int = 5,
        *,
        kind: str | None = None,
        stage: str | None = None,
        language: str | None = None,
        per_document: int = 1,
    ) -> list[Hit]:
        """The best `k` passages, at most `per_document` of each document, best first."""
        named = {"kind": kind, "stage": stage, "language": language}
        filters = {name: wanted for name, wanted in named.items() if wanted}
        meaning = _Meaning(self, reader)
        return finding.find(query, k, self._shelf(reader), meaning, filters, per_document)

    def rank(self, reader: Records, query: str, items: Sequence[Item]) -> list[tuple[str, float]]:
        """Ids and scores of `items` by fit to the query, best first: exact, for one account.

        Items without a vector (see `learn`) are ranked by their words.
        """
        kept = self._shelf(reader).vectors(self._model).read(item.digest for item in items)
        vectors = {digest: _vector(bytes_) for digest, bytes_ in kept.items()}
        return ranking.rank(expansion.weights(query), self._meaning_of(query), items, vectors)

    def passage(self, reader: Records, passage_id: str) -> Hit | None:
        """The passage with that id, as a hit with score 1, or None."""
        found = self._shelf(reader).passages([passage_id]).get(passage_id)
        return finding.hit(found, 1.0, own=1.0) if found else None

    def document(self, reader: Records, document_id: str) -> Document | None:
        """The whole document with that id, or None."""
        return reader.get(Document, document_id)

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
        documents = reader.find(Document, kind="playbook")
        return plays.for_trigger(documents, rule, plays.Case(stage, segment, intent, language))

    def close(self) -> None:
        """Give back what the index holds open."""
        self._index.close()

    @property
    def _model(self) -> str:
        return self._embedder.name

    def _embed(
        self, workspace: Workspace, missing: Sequence[Shelved], progress: Progress | None
    ) -> None:
        for done, some in _batches(missing):
            vectors = passages.vectors(some, self._embedder.passages)
            self._keep(workspace, [s.passage.digest for s in some], vectors)
            _tell(progress, "Reading passages", done + len(some), len(missing))

    def _keep(self, workspace: Workspace, digests: Sequence[str], vectors: Vectors) -> None:
        rows = {d: v.astype("<f4").tobytes() for d, v in zip(digests, vectors, strict=True)}
        with workspace.writing() as writer:
            self._shelf(writer).vectors(self._model).write(rows)

    def _bring_in_step(self, reader: Records, progress: Progress | None = None) -> None:
        """Make the index hold what the database does; costs little when it already does."""
        shelf = self._shelf(reader)
        vectors = shelf.vectors(self._model)
        entries = [Mirrored(*entry) for entry in shelf.entries()]
        known = vectors.known(entry.digest for entry in entries)
        entries = [entry for entry in entries if entry.digest in known]
        name = index.name_of(reader.team_id, self._model)
        with self._lock:
            if not self._index.is_in_step(name, index.fingerprint(entries)):
                LOG.info("The search index is brought in step: %d passages.", len(entries))
                self._index.mirror(name, entries, _reading(vectors), progress)
            self._checked.add(reader.team_id)
            self._notice = None

    def _nearest(
        self, reader: Records, query: str, ask: Callable[[str, Vectors], list[tuple[str, float]]]
    ) -> list[tuple[str, float]]:
        """What `ask` answers, given the index's name and the query's vector; else nothing."""
        vector = self._meaning_of(query)
        if vector is None:
            return []
        for attempt in (1, 2):
            try:
                if reader.team_id not in self._checked:
                    self._bring_in_step(reader)
                return ask(index.name_of(reader.team_id, self._model), vector)
            except NotReady as error:
                # A folder deleted or damaged under our feet: made again from the database, once.
                self._without_meaning(error)
                if attempt == 1:
                    self._index.discard()
        return []

    def _meaning_of(self, query: str) -> Vectors | None:
        try:
            return self._embedder.query(query)
        except NotReady as error:
            self._without_meaning(error)
            return None

    def _without_meaning(self, error: NotReady) -> None:
        if self._notice != str(error):
            LOG.warning("%s", error)
        self._notice = str(error)
        self._checked.clear()


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The index of one library as `finding` asks it, inside one transaction."""

    library: Library
    reader: Records

    def passages(
        self, query: str, limit: int, filters: Mapping[str, str]
    ) -> list[tuple[str, float]]:
        near = self.library._index.passages
        return self.library._nearest(
            self.reader, query, lambda name, vector: near(name, vector, limit, filters)
        )

    def documents(
        self, query: str, limit: int, filters: Mapping[str, str]
    ) -> list[tuple[str, float]]:
        near = self.library._index.documents
        return self.library._nearest(
            self.reader, query, lambda name, vector: near(name, vector, limit, filters)
        )


def _reading(vectors: Any) -> Callable[[Sequence[str]], Mapping[str, Vectors]]:
    return lambda digests: {d: _vector(b) for d, b in vectors.read(digests).items()}


def _vector(kept: bytes) -> Vectors:
    return np.frombuffer(kept, dtype="<f4")


def _batches(items: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    for start in range(0, len(items), TOGETHER):
        yield start, items[start : start + TOGETHER]


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)
