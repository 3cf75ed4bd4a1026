"""The lexical index on PostgreSQL: a tsvector of our tokens, ranked by BM25 as FTS5 ranks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, TextClause, text

SATURATION, LENGTH_COUNTS = 1.2, 0.75
"""BM25's k1 and b, as FTS5 has them."""

TITLE = 2
"""As often a word in the title or a heading counts as one in the passage itself."""

MARKS = "DCBA"
"""A word that counts once is marked D, twice C, three times B, and oftener A: a tsvector is ranked
by its marks. Each further A counts less, as further repetitions do: 4, 5, 5.4, 5.7, 5.9."""

MOST_MARKS = 5

WEIGHTS = "{0.25, 0.5, 0.75, 1}"
ONE_MARK = 6.57973626739
"""What makes a mark the number that it stands for: ts_rank takes weights up to one, and divides by
pi squared, by six."""

ALL, LENGTH = "", "."
"""What stands among the counted words for all passages, and for the length of them together."""

TERMS = """
    (words || array_to_tsvector(ARRAY['=' || team_id, '=kind ' || kind,
        '=stage ' || coalesce(stage, ''), '=language ' || language]))
"""
"""What the index holds (migration 0004): the words, and with them whose a passage is and what it
may be narrowed to, so that rows of others are never read. No word begins so."""

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
    values: dict[str, Any] = {"team": team, "limit": limit, "wanted": _wanted(team, words, filters)}
    for number, (word, (weight, rarity)) in enumerate(words.items()):
        values |= {f"word{number}": _quoted(word), f"weight{number}": weight * rarity}
    # The planner thinks little of reading rows one by one, and would read all: here, and where what
    # is found is read by its id.
    connection.execute(text("SET LOCAL random_page_cost = 1.0"))
    found = connection.execute(_query(len(words)), values)
    return [(passage_id, score) for passage_id, score in found]


def census(connection: Connection, team: str, words: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many passages the tenant has, and in how many each word stands."""
    query = text(
        "SELECT word, passages FROM word_count "
        "WHERE team_id = :team AND word = ANY(:words) AND passages > 0"
    )
    rows = connection.execute(query, {"team": team, "words": [ALL, *words]})
    counts = {word: int(count) for word, count in rows}
    return counts.pop(ALL, 0), counts


@cache
def _query(words: int) -> TextClause:
    # f / (f + k) is written as 1 - k / (f + k), so that ts_rank is asked once for each word.
    marks = f"CAST({ONE_MARK} AS float8) * ts_rank('{WEIGHTS}', words,"
    score = " + ".join(
        f":weight{n} * (1 - long / (long + {marks} CAST(:word{n} AS tsquery))))"
        for n in range(words)
    )
    return text(
        f"""
        WITH usual AS (
            SELECT greatest(1, CAST(max(passages) FILTER (WHERE word = '{LENGTH}') AS float8)
                / max(passages) FILTER (WHERE word = '{ALL}')) AS length
            FROM word_count WHERE team_id = :team AND word IN ('{ALL}', '{LENGTH}')
        ), found AS (
            SELECT passage_id, words, CAST({SATURATION} AS float8)
                * ({1 - LENGTH_COUNTS} + CAST({LENGTH_COUNTS} AS float8) * passage_words.length
                    / (SELECT length FROM usual)) AS long
            FROM passage_words WHERE {TERMS} @@ CAST(:wanted AS tsquery)
        )
        SELECT passage_id, {SATURATION + 1} * ({score}) AS score FROM found
        ORDER BY score DESC, passage_id LIMIT :limit
        """
    )


def _wanted(team: str, words: Iterable[str], filters: Mapping[str, str]) -> str:
    """What a passage must have: one of the words, and each of the labels."""
    labels = [f"={team}", *(f"={name} {value}" for name, value in filters.items())]
    return " & ".join([f"({' | '.join(map(_quoted, words))})", *map(_quoted, labels)])


def _vector(above: Sequence[str], own: Sequence[str]) -> str:
    """The literal of a tsvector: each word with the marks that say how often it counts."""
    often = Counter(own)
    for word in above:
        often[word] += TITLE
    return " ".join(f"{_quoted(word)}:{_marks(times)}" for word, times in often.items())


@cache
def _marks(times: int) -> str:
    mark = MARKS[min(times, len(MARKS)) - 1]
    several = max(min(times - len(MARKS) + 1, MOST_MARKS), 1)
    return ",".join(f"{place}{mark}" for place in range(1, several + 1))


def _quoted(word: str) -> str:
    """A term of a tsquery or tsvector, whatever it holds."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
