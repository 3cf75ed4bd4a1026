"""The lexical index on SQLite: FTS5 and its own BM25."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, text

_INSERT_ENTRY = """
    INSERT INTO passage_words (entry, team_id, passage_id, kind, stage, language)
    SELECT :entry, passage.team_id, passage.id, document.kind, document.stage, passage.language
    FROM passage JOIN document
        ON document.team_id = passage.team_id AND document.id = passage.document_id
    WHERE passage.team_id = :team AND passage.id = :id
"""
_INSERT_TEXT = "INSERT INTO passage_text (rowid, context, body) VALUES (:entry, :context, :body)"

ENOUGH = 400
"""Passages taken for each weight before they are added up."""


def insert(
    connection: Connection, team: str, entries: Sequence[tuple[str, Sequence[str], Sequence[str]]]
) -> None:
    """Write the words of passages that are not there yet."""
    highest = text("SELECT coalesce(max(entry), 0) FROM passage_words")
    first = connection.execute(highest).scalar_one() + 1
    rows = [
        {
            "entry": entry,
            "team": team,
            "id": passage_id,
            "context": " ".join(above),
            "body": " ".join(own),
        }
        for entry, (passage_id, above, own) in enumerate(entries, start=first)
    ]
    connection.execute(text(_INSERT_ENTRY), rows)
    connection.execute(text(_INSERT_TEXT), rows)


def search(
    connection: Connection,
    team: str,
    words: Mapping[str, tuple[float, float]],
    filters: Mapping[str, str],
    limit: int,
) -> list[tuple[str, float]]:
    """Passage ids and scores, best first. FTS5 weighs no words, so each weight is one query."""
    by_weight: dict[float, list[str]] = defaultdict(list)
    for word, (weight, _) in words.items():
        by_weight[weight].append(word)
    scores: dict[str, float] = defaultdict(float)
    for weight, several in by_weight.items():
        asked = " OR ".join(f'"{word}"' for word in several)
        values = {"words": asked, "team": team, "limit": max(limit, ENOUGH), **filters}
        for passage_id, score in connection.execute(_query(filters), values):
            scores[passage_id] += weight * score
    return sorted(scores.items(), key=lambda found: (-found[1], found[0]))[:limit]


def census(connection: Connection, _team: str, words: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many passages there are, or were at most, and in how many each word stands.

    Counting the passages would take as long as to rank; FTS5 keeps a vocabulary of its own.
    """
    total = connection.execute(text("SELECT max(entry) FROM passage_words")).scalar() or 0
    query = text("SELECT term, doc FROM passage_vocabulary WHERE term IN :words")
    query = query.bindparams(bindparam("words", expanding=True))
    rows = connection.execute(query, {"words": list(words)})
    return int(total), {row.term: row.doc for row in rows}


def _query(filters: Iterable[str]) -> Any:
    conditions = "".join(f" AND passage_words.{name} = :{name}" for name in filters)
    return text(
        f"""
        SELECT passage_words.passage_id, -bm25(passage_text, 2.0, 1.0) AS score
        FROM passage_text JOIN passage_words ON passage_words.entry = passage_text.rowid
        WHERE passage_text MATCH :words AND passage_words.team_id = :team{conditions}
        ORDER BY score DESC LIMIT :limit
        """
    )
