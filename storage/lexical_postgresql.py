"""The lexical index on PostgreSQL: a tsvector of our tokens, ranked as BM25 ranks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

PASSAGE = "0.5"
TITLE = "1.0"
"""What a word counts in the passage itself, and in its title and headings."""

MOST_POSITIONS = 16_000
"""A tsvector holds positions up to 16,383."""

ALL, LENGTH = "", "."
"""What stands among the counted words for all passages, and for the length of them together."""

_INSERT = """
    INSERT INTO passage_words (team_id, passage_id, words, length, kind, stage, language)
    SELECT passage.team_id, passage.id, CAST(given.words AS tsvector), given.length,
        document.kind, document.stage, passage.language
    FROM unnest(CAST(:ids AS text[]), CAST(:words AS text[]), CAST(:lengths AS integer[]))
        AS given (id, words, length)
    JOIN passage ON passage.team_id = :team AND passage.id = given.id
    JOIN document ON document.team_id = passage.team_id AND document.id = passage.document_id
"""


def insert(
    connection: Connection, team: str, entries: Sequence[tuple[str, Sequence[str], Sequence[str]]]
) -> None:
    """Write the words of passages that are not there yet; in one statement, which counts them."""
    values = {
        "team": team,
        "ids": [passage_id for passage_id, _, _ in entries],
        "words": [_vector(above, own) for _, above, own in entries],
        "lengths": [len(above) + len(own) for _, above, own in entries],
    }
    connection.execute(text(_INSERT), values)


def search(
    connection: Connection,
    team: str,
    words: Mapping[str, tuple[float, float]],
    filters: Mapping[str, str],
    limit: int,
) -> list[tuple[str, float]]:
    """Passage ids and scores, best first."""
    usual = frequencies(connection, team, [ALL, LENGTH])
    values: dict[str, Any] = {
        "team": team,
        "limit": limit,
        "any": " | ".join(map(_quoted, words)),
        "usual": max(usual.get(LENGTH, 0) / max(usual.get(ALL, 0), 1), 1),
    }
    for number, (word, (weight, rarity)) in enumerate(words.items()):
        values |= {f"word{number}": _quoted(word), f"weight{number}": weight * rarity}
    # The planner thinks little of reading each passage's words, and would read those of all.
    connection.execute(text("SET LOCAL random_page_cost = 1.0"))
    found = connection.execute(_query(len(words), filters), {**values, **filters})
    return [(passage_id, float(score)) for passage_id, score in found]


def total(connection: Connection, team: str) -> int:
    """How many passages there are."""
    return frequencies(connection, team, [ALL]).get(ALL, 0)


def frequencies(connection: Connection, team: str, words: Sequence[str]) -> dict[str, int]:
    """In how many of the tenant's passages each word stands."""
    query = text(
        "SELECT word, passages FROM word_count "
        "WHERE team_id = :team AND word = ANY(:words) AND passages > 0"
    )
    rows = connection.execute(query, {"team": team, "words": list(words)})
    return {word: int(count) for word, count in rows}


def _query(words: int, filters: Iterable[str]) -> Any:
    conditions = "".join(f" AND {name} = :{name}" for name in filters)
    # ts_rank of a single word grows ever more slowly with its repetitions, as BM25's term does.
    marks = f"CAST('{{0, 0, {PASSAGE}, {TITLE}}}' AS float4[])"
    score = " + ".join(
        f":weight{n} * ts_rank({marks}, words, CAST(:word{n} AS tsquery))" for n in range(words)
    )
    return text(
        f"""
        SELECT passage_id, ({score}) / (0.25 + 0.75 * length / :usual) AS score
        FROM passage_words
        WHERE team_id = :team AND words @@ CAST(:any AS tsquery){conditions}
        ORDER BY score DESC, passage_id LIMIT :limit
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
