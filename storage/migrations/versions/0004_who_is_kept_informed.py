"""who at the customer's is kept informed of an escalation, and until when; on PostgreSQL,
passages by how often their words count, and one index of words and of what a search is narrowed
to"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TERMS = """
    (words || array_to_tsvector(ARRAY['=' || team_id, '=kind ' || kind,
        '=stage ' || coalesce(stage, ''), '=language ' || language]))
"""

OFTEN = "cardinality(array_remove(weights, 'B')) * 2 + cardinality(array_remove(weights, 'A'))"
COUNTED = f"""
    SELECT string_agg(format('%L:%s', lexeme, CASE
        WHEN {OFTEN} < 4 THEN '1' || substr('DCB', {OFTEN}, 1)
        ELSE substr('1A,2A,3A,4A,5A', 1, least({OFTEN} - 3, 5) * 3 - 1) END), ' ')
    FROM unnest(words)
"""
PLACED = """
    SELECT string_agg(format('%L:%s', lexeme, CASE weights[1]
        WHEN 'D' THEN '1B' WHEN 'C' THEN '1B,2B' WHEN 'B' THEN '1B,2B,3B'
        ELSE substr('1B,2B,3B,4B,5B,6B,7B,8B', 1, cardinality(weights) * 3 + 8) END), ' ')
    FROM unnest(words)
"""
"""Passages' words as they are kept from now on, and as they were before."""


def upgrade() -> None:
    op.add_column("ticket", sa.Column("update_contact", sa.String(), nullable=True))
    op.add_column("ticket", sa.Column("update_until", sa.Date(), nullable=True))
    # What waits to be sorted into the index is read by every search: little may wait.
    _keep_words(COUNTED, TERMS, "WITH (gin_pending_list_limit = 256)")


def downgrade() -> None:
    _keep_words(PLACED, "words")
    for column in ("update_until", "update_contact"):
        op.drop_column("ticket", column)


def _keep_words(kept: str, terms: str, options: str = "") -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_passage_words")
        op.execute(f"UPDATE passage_words SET words = coalesce(CAST(({kept}) AS tsvector), '')")
        op.execute(f"CREATE INDEX ix_passage_words ON passage_words USING gin ({terms}) {options}")
