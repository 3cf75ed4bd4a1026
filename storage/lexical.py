"""Finding passages by their words: FTS5 on SQLite, tsvector on PostgreSQL, ranked alike.

The words come from one tokeniser outside this layer and hold letters and digits only, so neither
database parses language here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import text

from storage import lexical_postgresql, lexical_sqlite
from storage.workspace import Reader

MOST_WORDS = 32
"""Words of one question that are looked up; the rarest are kept."""

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
        self._engine.insert(self._connection, self._team, several)

    def remove(self, passage_ids: Sequence[str]) -> None:
        """Forget passages; ids that are not there are ignored."""
        statement = text("DELETE FROM passage_words WHERE team_id = :team AND passage_id = :id")
        if passage_ids:
            rows = [{"team": self._team, "id": passage_id} for passage_id in passage_ids]
            self._connection.execute(statement, rows)

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
        if not words:
            return []
        filters = {"kind": kind, "stage": stage, "language": language}
        rarest = self._rarest(words)
        found = self._engine.search(self._connection, self._team, rarest, filters, limit)
        return list(found)

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word stands; words that stand in none are left out."""
        if not words:
            return {}
        return dict(self._engine.frequencies(self._connection, self._team, words))

    def _rarest(self, words: Mapping[str, float]) -> dict[str, float]:
        if len(words) <= MOST_WORDS:
            return dict(words)
        counts: Mapping[str, int] = defaultdict(int, self.frequencies(list(words)))
        known = sorted((w for w in words if counts[w]), key=lambda w: (-words[w], counts[w]))
        return {word: words[word] for word in known[:MOST_WORDS]}
