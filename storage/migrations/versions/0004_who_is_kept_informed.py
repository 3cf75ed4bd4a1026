"""who at the customer's is kept informed of an escalation, and until when"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket", sa.Column("update_contact", sa.String(), nullable=True))
    op.add_column("ticket", sa.Column("update_until", sa.Date(), nullable=True))


def downgrade() -> None:
    for column in ("update_until", "update_contact"):
        op.drop_column("ticket", column)
