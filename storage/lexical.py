"""Finding passages by their words: FTS5 on SQLite, tsvector on PostgreSQL, ranked alike.

The words come from one tokeniser outside this layer and hold letters and digits only, so neither
database parses language here.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, text

from storage import lexical_postgresql, lexical_sqlite
from storage.workspace import BATCH, Reader

MOST_WORDS = 32
"""Words of one question that are looked up; the rarest are kept."""

MOST_PASSAGES = 6_000
"""Passages that one search reads. What only commoner words would add has little to say."""

Entry = tuple[str, Sequence[str], Sequence[str]]
"""A passage's id, the words of its title and headings, and its own words."""


class Lexicon:
    """The lexical index of one tenant, inside one transaction."""

    def __init__(self, reader: Reader) -> None:
        self._connection = reader.connection
        self._team = reader.team_id
        sqlite = reader.connection.dialect.name == "sqlite"
        self._engine = lexical_sqlite if sqlite else lexical_postgresql

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace the words of passages that are already kept."""
        several = list(entries)
        self.remove([passage_id for passage_id, _, _ in several])
        if several:
            self._engine.insert(self._connection, self._team, several)

    def remove(self, passage_ids: Sequence[str]) -> None:
        """Forget passages; ids that are not there are ignored."""
        statement = text("DELETE FROM passage_words WHERE team_id = :team AND passage_id IN :ids")
        statement = statement.bindparams(bindparam("ids", expanding=True))
        for start in range(0, len(passage_ids), BATCH):
            some = list(passage_ids[start : start + BATCH])
            self._connection.execute(statement, {"team": self._team, "ids": some})

    def search(
        self,
        words: Mapping[str, float],
        limit: int,
        *,
        kind: str | None = None,
        stage: str | None = None,
        language: str | None = None,
    ) -> list[tuple[str, float]]:
        """Passage ids and scores, best first; each word counts by its weight.

        A rare word counts more, a repeated one ever less, a long passage less: BM25, or nearly so.
        A word in a title or heading counts double.
        """
        telling = _telling(words, *self._census(list(words)))
        if not telling:
            return []
        named = {"kind": kind, "stage": stage, "language": language}
        filters = {name: wanted for name, wanted in named.items() if wanted}
        return list(self._engine.search(self._connection, self._team, telling, filters, limit))

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word stands; words that stand in none are left out."""
        return self._census(words)[1]

    def _census(self, words: Sequence[str]) -> tuple[int, dict[str, int]]:
        """How many passages there are, and in how many each word stands."""
        return self._engine.census(self._connection, self._team, words) if words else (0, {})


def _telling(
    words: Mapping[str, float], total: int, counts: Mapping[str, int]
) -> dict[str, tuple[float, float]]:
    """The words that tell most, with weight and rarity, as far as `MOST_PASSAGES` go."""
    rarity = {word: _rarity(counts[word], total) for word in words if word in counts}
    chosen: dict[str, tuple[float, float]] = {}
    read = 0
    for word in sorted(rarity, key=lambda w: (-words[w] * rarity[w], w))[:MOST_WORDS]:
        read += counts[word]
        if chosen and read > MOST_PASSAGES:
            break
        chosen[word] = words[word], rarity[word]
    return chosen


def _rarity(count: int, total: int) -> float:
    """The inverse document frequency, as BM25 counts it."""
    return max(math.log((total - count + 0.5) / (count + 0.5)), 1e-6) if count < total else 1e-6
