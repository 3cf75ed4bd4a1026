"""The parts of a search, one by one, so that what each adds can be measured."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from handlers import content
from handlers.context import Context
from knowledge import expansion, fusion, passages, tokens
from knowledge.embedders import Embedder, SentenceEncoder
from knowledge.finding import DEPTH
from knowledge.generations import Generation
from knowledge.index import Index
from knowledge.library import Hit, Library
from storage import migrate
from storage.database import Database
from storage.shelf import Shelf
from storage.workspace import Workspace

TEAM = "bench"
LEGS = tuple(fusion.legs(fusion.Rankings(), {}))
LegsOf = Callable[[str], Mapping[str, Mapping[str, float]]]

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
        """Rankings of document ids by what is in them: each leg alone, all but one, all."""
        self.paths = {one.document.id: one.document.path for one in content.listing(self.context)}
        legs_of = cache(self._legs)
        own_words = partial(self._legs, own_words=True)
        every = frozenset(LEGS)
        return {
            **{f"{leg} alone": partial(_ranked, legs_of, frozenset({leg})) for leg in LEGS},
            **{f"all but {leg}": partial(_ranked, legs_of, every - {leg}) for leg in LEGS},
            "all, without the glossary": partial(_ranked, own_words, every),
            "all": partial(_ranked, legs_of, every),
        }

    def close(self) -> None:
        """Give back the connections."""
        self.context.library.close()
        self.database.close()

    def _legs(self, query: str, own_words: bool = False) -> dict[str, Mapping[str, float]]:
        words = dict.fromkeys(tokens.asked(query), 1.0) if own_words else expansion.weights(query)
        with self.context.workspace.reading() as reader:
            rankings = fusion.Rankings(
                self.generation.nearest(reader, "passages", query, DEPTH, {}),
                Shelf(reader).lexicon.search(words, DEPTH),
                self.generation.nearest(reader, "documents", query, DEPTH, {}),
            )
        named = (*rankings.meaning, *rankings.words)
        document_of = {passage: passages.document_of(passage) for passage, _ in named}
        return fusion.legs(rankings, document_of)


def _ranked(legs_of: LegsOf, wanted: frozenset[str], query: str) -> list[str]:
    scores = fusion.mean([leg for name, leg in legs_of(query).items() if name in wanted])
    return sorted(scores, key=lambda document: (-scores[document], document))


def open_in(folder: Path, url: str | None = None, embedder: Embedder | None = None) -> Bench:
    """A new workspace, unless told in SQLite in `folder` and with the embedder that ships."""
    database = Database(url or f"sqlite:///{folder / 'bench.db'}")
    migrate.upgrade(database)
    migrate.ensure_workspace(database, TEAM, "Bench", datetime.now(UTC))
    embedder, mirror = embedder or SentenceEncoder(), Index(folder / "index")
    context = Context(
        workspace=Workspace(database, TEAM),
        library=Library(embedder, mirror, Shelf),
        now=lambda: datetime.now(UTC),
        new_id=lambda prefix: prefix,
    )
    generation = Generation(context.library.wanted, embedder, mirror, Shelf)
    return Bench(context, database, embedder, generation)


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
