"""answers worth trusting: where documents lie, what threads are about, generations of vectors,
what a model used, words beside what a search may be narrowed to, weights adopted from history"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("location", sa.String(), nullable=True))
    op.add_column("thread", sa.Column("until", sa.Date(), nullable=True))
    op.add_column("thread", sa.Column("topic", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "thread", sa.Column("earlier_ids", sa.JSON(), nullable=False, server_default="[]")
    )
    _create(
        "model_use",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
    )
    _create(
        "library",
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("serving", sa.String(), nullable=True),
    )
    _create(
        "generation",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("frame", sa.String(), nullable=False),
    )
    _create(
        "adopted_weights",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
    )
    _label_words()
    if _is_postgresql():
        for statement in _COUNTED_WORDS:
            op.execute(statement)


def downgrade() -> None:
    if _is_postgresql():
        for name in ("count_words_in", "count_words_out"):
            op.execute(f"DROP TRIGGER {name} ON passage_words")
            op.execute(f"DROP FUNCTION {name}")
        op.execute("DROP TABLE word_count")
    for column in ("kind", "stage", "language"):
        op.drop_column("passage_words", column)
    for table in ("adopted_weights", "generation", "library", "model_use"):
        op.drop_table(table)
    for column in ("earlier_ids", "topic", "until"):
        op.drop_column("thread", column)
    op.drop_column("document", "location")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _create(name: str, *columns: sa.Column[object]) -> None:
    """A table of each workspace's own rows."""
    team = sa.Column("team_id", sa.String(), sa.ForeignKey("workspace.id"), primary_key=True)
    op.create_table(name, team, *columns)


def _label_words() -> None:
    """What a search may be narrowed to, beside the words: a join would cost as much as they do.

    Columns are added without a batch operation, which would drop the triggers of the words.
    """
    for column in ("kind", "language"):
        labels = sa.Column(column, sa.String(), nullable=False, server_default="")
        op.add_column("passage_words", labels)
    op.add_column("passage_words", sa.Column("stage", sa.String(), nullable=True))
    op.execute(
        """
        UPDATE passage_words SET (kind, stage, language) = (
            SELECT document.kind, document.stage, passage.language
            FROM passage JOIN document
            ON document.team_id = passage.team_id AND document.id = passage.document_id
            WHERE passage.team_id = passage_words.team_id
            AND passage.id = passage_words.passage_id
        )
        """
    )


def _counting(name: str, sign: str) -> str:
    """A function that counts the words of the rows which one statement wrote or deleted."""
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO word_count AS kept (team_id, word, passages)
        SELECT team_id, word, {sign}sum(times) FROM (
            SELECT team_id, lexeme AS word, 1 AS times FROM touched, unnest(words)
            UNION ALL SELECT team_id, '', 1 FROM touched
            UNION ALL SELECT team_id, '.', length FROM touched
        ) AS counted GROUP BY team_id, word ORDER BY team_id, word
        ON CONFLICT (team_id, word) DO UPDATE SET passages = kept.passages + excluded.passages;
        RETURN NULL;
    END $$
    """


def _counted(name: str, event: str, rows: str) -> str:
    return f"""
    CREATE TRIGGER {name} AFTER {event} ON passage_words
    REFERENCING {rows} TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {name}()
    """


_COUNTED_WORDS = (
    # FTS5 keeps such a vocabulary itself. The empty word counts all passages, the dot their length.
    """
    CREATE TABLE word_count (
        team_id VARCHAR NOT NULL,
        word VARCHAR NOT NULL,
        passages BIGINT NOT NULL,
        PRIMARY KEY (team_id, word)
    )
    """,
    """
    INSERT INTO word_count (team_id, word, passages)
    SELECT team_id, word, sum(times) FROM (
        SELECT team_id, lexeme AS word, 1 AS times FROM passage_words, unnest(words)
        UNION ALL SELECT team_id, '', 1 FROM passage_words
        UNION ALL SELECT team_id, '.', length FROM passage_words
    ) AS counted GROUP BY team_id, word
    """,
    _counting("count_words_in", "+"),
    _counting("count_words_out", "-"),
    _counted("count_words_in", "INSERT", "NEW"),
    _counted("count_words_out", "DELETE", "OLD"),
)
