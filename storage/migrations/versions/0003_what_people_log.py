"""what people log: how often records changed, so that what is derived from them can be kept; the
contacts and goals of an account in the order in which they are read"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


READ_BY_ID = ("contact", "goal")


def upgrade() -> None:
    for table in READ_BY_ID:
        op.drop_index(f"ix_{table}_account", table)
        op.create_index(f"ix_{table}_account", table, ["team_id", "account_id", "id"])
    _create(
        "revision",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    for table in READ_BY_ID:
        op.drop_index(f"ix_{table}_account", table)
        op.create_index(f"ix_{table}_account", table, ["team_id", "account_id"])
    op.drop_table("revision")


def _create(name: str, *columns: sa.Column[object]) -> None:
    """A table of each workspace's own rows."""
    team = sa.Column("team_id", sa.String(), sa.ForeignKey("workspace.id"), primary_key=True)
    op.create_table(name, team, *columns)
