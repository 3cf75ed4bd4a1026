"""The lexical index on PostgreSQL: a tsvector of our tokens, ranked as BM25 ranks."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

PASSAGE = "0.5"
TITLE = "1.0"
"""What a word counts in the passage itself, and in its title and headings."""

MOST_POSITIONS = 16_000
"""A tsvector holds positions up to 16,383."""


def insert(
    connection: Connection, team: str, entries: Sequence[tuple[str, Sequence[str], Sequence[str]]]
) -> None:
    """Write the words of passages that are not there yet."""
    statement = text(
        "INSERT INTO passage_words (team_id, passage_id, words, length) "
        "VALUES (:team, :id, CAST(:words AS tsvector), :length)"
    )
    rows = [
        {
            "team": team,
            "id": passage_id,
            "words": _vector(above, own),
            "length": len(above) + len(own),
        }
        for passage_id, above, own in entries
    ]
    if rows:
        connection.execute(statement, rows)


def search(
    connection: Connection,
    team: str,
    words: Mapping[str, float],
    filters: Mapping[str, str | None],
    limit: int,
) -> list[tuple[str, float]]:
    """Passage ids and scores, best first."""
    rarity = _rarity(connection, team, words)
    if not rarity:
        return []
    given = {name: wanted for name, wanted in filters.items() if wanted}
    values: dict[str, Any] = {"team": team, "limit": limit, "any": _any_of(rarity, words)}
    for number, (word, weight) in enumerate(rarity.items()):
        values |= {f"word{number}": _quoted(word), f"weight{number}": weight}
    found = connection.execute(_query(len(rarity), given), {**values, **given})
    return [(passage_id, float(score)) for passage_id, score in found]


def frequencies(connection: Connection, team: str, words: Sequence[str]) -> dict[str, int]:
    """In how many of the tenant's passages each word stands."""
    query = text(
        """
        SELECT word, (
            SELECT count(*) FROM passage_words
            WHERE team_id = :team AND words @@ CAST(quote_literal(word) AS tsquery)
        ) FROM unnest(CAST(:words AS text[])) AS word
        """
    )
    rows = connection.execute(query, {"team": team, "words": list(words)})
    return {word: count for word, count in rows if count}


def _rarity(connection: Connection, team: str, words: Mapping[str, float]) -> dict[str, float]:
    """Each known word's weight times its inverse document frequency, as BM25 counts it."""
    counts = frequencies(connection, team, list(words))
    query = text("SELECT count(*) FROM passage_words WHERE team_id = :team")
    total = connection.execute(query, {"team": team}).scalar_one()
    return {
        word: words[word] * max(math.log((total - count + 0.5) / (count + 0.5)), 1e-6)
        for word, count in counts.items()
    }


def _any_of(rarity: Mapping[str, float], words: Mapping[str, float]) -> str:
    """The words of which a passage must have one: the telling ones, when there are any.

    A word that every fourth passage has would bring in most of them only to rank them last.
    """
    telling = [word for word, weight in rarity.items() if weight >= words[word] * math.log(3)]
    return " | ".join(map(_quoted, telling or rarity))


def _query(words: int, filters: Iterable[str]) -> Any:
    columns = {"kind": "document.kind", "stage": "document.stage", "language": "passage.language"}
    conditions = "".join(f" AND {columns[name]} = :{name}" for name in filters)
    # ts_rank of a single word grows ever more slowly with its repetitions, as BM25's term does.
    marks = f"CAST('{{0, 0, {PASSAGE}, {TITLE}}}' AS float4[])"
    score = " + ".join(
        f":weight{n} * ts_rank({marks}, words, CAST(:word{n} AS tsquery))" for n in range(words)
    )
    return text(
        f"""
        SELECT passage_words.passage_id,
            ({score}) / (0.25 + 0.75 * passage_words.length / usual.length) AS score
        FROM passage_words
        JOIN passage ON passage.team_id = passage_words.team_id
            AND passage.id = passage_words.passage_id
        JOIN document ON document.team_id = passage.team_id AND document.id = passage.document_id
        CROSS JOIN (
            SELECT greatest(avg(length), 1) AS length FROM passage_words WHERE team_id = :team
        ) AS usual
        WHERE passage_words.team_id = :team AND words @@ CAST(:any AS tsquery){conditions}
        ORDER BY score DESC, passage_words.passage_id LIMIT :limit
        """
    )


def _vector(above: Sequence[str], own: Sequence[str]) -> str:
    """The literal of a tsvector: words of title and headings marked A, the passage's own B."""
    positions: dict[str, list[str]] = {}
    for position, word in enumerate([*above, *own][:MOST_POSITIONS], start=1):
        mark = "A" if position <= len(above) else "B"
        positions.setdefault(word, []).append(f"{position}{mark}")
    return " ".join(f"{_quoted(word)}:{','.join(places)}" for word, places in positions.items())


def _quoted(word: str) -> str:
    return f"'{word}'"
