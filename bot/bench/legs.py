"""The parts of a search, one by one, so that what each adds can be measured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from handlers import content
from handlers.context import Context
from knowledge import expansion, frame, fusion, tokens
from knowledge.embedders import Embedder, SentenceEncoder, Vectors
from knowledge.finding import DEPTH
from knowledge.generations import Generation
from knowledge.index import Index
from knowledge.library import Hit, Library
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace

TEAM = "bench"
LANGUAGES = {"en": "English", "it": "Italian", "zh": "Chinese"}


@dataclass
class Bench:
    """A workspace of its own, with the parts of its library within reach."""

    context: Context
    database: Database
    embedder: Embedder
    generation: Generation
    paths: dict[str, str] = field(default_factory=dict)

    def passages(self) -> int:
        """How many passages there are."""
        with self.context.workspace.reading() as reader:
            return Shelf(reader).count()

    def search(self, query: str, k: int) -> list[Hit]:
        """A search as everybody gets it."""
        with self.context.workspace.reading() as reader:
            return self.context.library.search(reader, query, k)

    def variants(self) -> dict[str, Callable[[str], Sequence[str]]]:
        """Rankings of document ids with ever more parts, by what is in them."""
        self.paths = {one.document.id: one.document.path for one in content.listing(self.context)}
        text_alone = self._text_alone()
        both = (self._near, self._own_words)
        return {
            "words": lambda q: self._fused(words=self._own_words(q)),
            "meaning of the text": lambda q: self._fused(near=text_alone(q)),
            "meaning with title and headings": lambda q: self._fused(near=self._near(q)),
            "fused": lambda q: self._fused(near=both[0](q), words=both[1](q)),
            "+ glossary": lambda q: self._fused(near=self._near(q), words=self._all_words(q)),
            "+ whole documents": lambda q: self._fused(
                near=self._near(q), words=self._all_words(q), documents=self._documents(q)
            ),
            "+ rare keywords (as it ships)": lambda q: [
                hit.document_id for hit in self.search(q, DEPTH)
            ],
        }

    def close(self) -> None:
        """Give back the connections."""
        self.context.library.close()
        self.database.close()

    def _fused(
        self,
        near: Sequence[str] = (),
        words: Sequence[str] = (),
        documents: Sequence[str] = (),
    ) -> list[str]:
        document_of = {p: p.rpartition("#")[0] for p in (*near, *words)}
        found = fusion.fuse(fusion.Rankings(near, words, documents), document_of)
        return [one.document_id for one in found]

    def _own_words(self, query: str) -> list[str]:
        return self._by_words(dict.fromkeys(tokens.asked(query), 1.0))

    def _all_words(self, query: str) -> list[str]:
        return self._by_words(expansion.weights(query))

    def _by_words(self, words: dict[str, float]) -> list[str]:
        with self.context.workspace.reading() as reader:
            return [found for found, _ in Shelf(reader).lexicon.search(words, DEPTH)]

    def _near(self, query: str) -> list[str]:
        return self._nearest("passages", query)

    def _documents(self, query: str) -> list[str]:
        return self._nearest("documents", query)

    def _nearest(self, part: str, query: str) -> list[str]:
        with self.context.workspace.reading() as reader:
            near = self.generation.nearest(reader, part, query, DEPTH, {})
        return [found for found, _ in near]

    def _text_alone(self) -> Callable[[str], list[str]]:
        """Nearest passages by the text without its title and headings, compared exactly."""
        with self.context.workspace.reading() as reader:
            passages = [shelved.passage for shelved in Shelf(reader).all()]
        vectors: Vectors = self.embedder.passages([passage.text for passage in passages])
        common = frame.of(vectors)
        spread = common.applied(vectors)

        def nearest(query: str) -> list[str]:
            likeness = spread @ common.applied(self.embedder.query(query))
            return [passages[place].id for place in np.argsort(-likeness)[:DEPTH]]

        return nearest


def open_in(folder: Path) -> Bench:
    """A new workspace in `folder`, with the embedder that ships."""
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    migrate.upgrade(database)
    migrate.ensure_workspace(database, TEAM, "Bench", datetime.now(UTC))
    embedder, mirror = SentenceEncoder(), Index(folder / "index")
    context = Context(
        workspace=Workspace(database, TEAM),
        library=Library(embedder, mirror, Shelf),
        now=lambda: datetime.now(UTC),
        new_id=lambda prefix: prefix,
    )
    generation = Generation(context.library.wanted, embedder, mirror, Shelf)
    return Bench(context, database, embedder, generation)
