"""an index of the nudges that last, so that planning does not read all that is kept with each"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LASTING = sa.text("ended IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_nudge_lasting",
        "nudge",
        ["team_id", "account_id", "rule", "episode", "id"],
        sqlite_where=LASTING,
        postgresql_where=LASTING,
    )


def downgrade() -> None:
    op.drop_index("ix_nudge_lasting", "nudge")
