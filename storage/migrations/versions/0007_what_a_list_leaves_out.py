"""which accounts a list leaves out, so that "how many are there?" leaves them out too"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("thread", sa.Column("apart_ids", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("thread", "apart_ids")
