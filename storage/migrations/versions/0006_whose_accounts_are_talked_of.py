"""whose accounts a conversation lists, so that "only the enterprise ones" keeps to them"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("thread", sa.Column("owner", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("thread", "owner")
