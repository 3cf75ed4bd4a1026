"""what people log: how often records changed, so that what is derived from them can be kept; the
contacts and goals of an account in the order in which they are read; meetings, and what is known
of the systems that records come from; who took part in a note, notes not yet saved,
touchpoints, what PreSales found, what customers promised us, and what became of each nudge"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


READ_BY_ID = ("contact", "goal")

NUDGE_LIFE = (
    *("outcome", "watched", "passed_from", "passed_by", "escalated_to", "escalated_at"),
    "turn",
)

TOLD_BEFORE = """
    INSERT INTO nudge_telling (team_id, id, account_id, nudge_id, member, message, day, digest,
        position, told_at, channel, message_ts)
    SELECT team_id, id || '-before', account_id, id, owner, channel || ':' || message_ts, created,
        COUNT(*) OVER same_message > 1, 0, sent_at, channel, message_ts
    FROM nudge
    WHERE owner IS NOT NULL AND message_ts IS NOT NULL
    WINDOW same_message AS (PARTITION BY team_id, channel, message_ts)
"""
"""Nudges that were told already, each in the message that the nudge itself named."""


def upgrade() -> None:
    for table in READ_BY_ID:
        op.drop_index(f"ix_{table}_account", table)
        op.create_index(f"ix_{table}_account", table, ["team_id", "account_id", "id"])
    _create(
        "revision",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
    )
    _create_meetings()
    _create_remotes()
    _create_drafts()
    _create_encounters()
    _create_customer_promises()
    op.add_column("contact", sa.Column("asked_on", sa.Date(), nullable=True))
    op.add_column("ticket", sa.Column("update_every_days", sa.Integer(), nullable=True))
    _create_tellings()


def downgrade() -> None:
    op.drop_column("ticket", "update_every_days")
    for column in NUDGE_LIFE:
        op.drop_column("nudge", column)
    for table in ("member_preferences", "nudge_telling"):
        op.drop_table(table)
    op.drop_column("contact", "asked_on")
    for table in ("customer_promise", "finding", "encounter"):
        op.drop_table(table)
    op.drop_table("note_draft")
    for column in ("stage", "participants"):
        op.drop_column("note", column)
    for table in ("webhook_delivery", "remote_run", "remote_cursor", "remote_record", "meeting"):
        op.drop_table(table)
    for table in READ_BY_ID:
        op.drop_index(f"ix_{table}_account", table)
        op.create_index(f"ix_{table}_account", table, ["team_id", "account_id"])
    op.drop_table("revision")


def _create(name: str, *columns: sa.Column[object] | sa.Constraint) -> None:
    """A table of each workspace's own rows."""
    team = sa.Column("team_id", sa.String(), sa.ForeignKey("workspace.id"), primary_key=True)
    op.create_table(name, team, *columns)


def _create_of_account(name: str, by: str, *columns: sa.Column[object]) -> None:
    """A table of what belongs to accounts, each read in the order of the column `by`."""
    _create(
        name,
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("account_id", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
    )
    op.create_index(f"ix_{name}_account", name, ["team_id", "account_id", by])


def _create_meetings() -> None:
    _create_of_account(
        "meeting",
        "starts",
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=True),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
    )


def _create_remotes() -> None:
    _create(
        "remote_record",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("connector", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("local_id", sa.String(), nullable=True),
        sa.Column("leads_to", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("seen", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=True),
    )
    op.create_index(
        "ix_remote_record_state",
        "remote_record",
        ["team_id", "connector", "thing", "state", "leads_to"],
    )
    _create(
        "remote_cursor",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("connector", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("reading", sa.String(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
    )
    _create(
        "remote_run",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("connector", sa.String(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
    )
    op.create_index("ix_remote_run_connector", "remote_run", ["team_id", "connector", "started"])
    _create(
        "webhook_delivery",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
    )


def _create_drafts() -> None:
    """Notes know who took part and which stage they are about; a draft is kept until saved."""
    op.add_column("note", sa.Column("participants", sa.JSON(), nullable=True))
    op.add_column("note", sa.Column("stage", sa.String(), nullable=True))
    _create(
        "note_draft",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("permalink", sa.String(), nullable=True),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.Column("gathered", sa.JSON(), nullable=False),
    )


def _create_encounters() -> None:
    """Touchpoints planned and held, and judgements of fit and of the technical case."""
    _create_of_account(
        "encounter",
        "id",
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("planned", sa.Date(), nullable=True),
        sa.Column("held", sa.Date(), nullable=True),
        sa.Column("moment_of_truth", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("member", sa.String(), nullable=True),
    )
    _create_of_account(
        "finding",
        "date",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("member", sa.String(), nullable=True),
    )


def _create_customer_promises() -> None:
    """What customers said they would do, apart from what was promised to them."""
    _create_of_account(
        "customer_promise",
        "due",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("kept", sa.Date(), nullable=True),
    )


def _create_tellings() -> None:
    """What became of a nudge, each message that told it, and when a member wants to hear none."""
    for name in ("outcome", "passed_from", "passed_by", "escalated_to"):
        op.add_column("nudge", sa.Column(name, sa.String(), nullable=True))
    op.add_column("nudge", sa.Column("escalated_at", sa.DateTime(), nullable=True))
    op.add_column("nudge", sa.Column("watched", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("nudge", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    _create_of_account(
        "nudge_telling",
        "day",
        sa.Column("nudge_id", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("message_ts", sa.String(), nullable=True),
    )
    for name, columns in (
        ("member", ["member", "day"]),
        ("nudge", ["nudge_id"]),
        ("message", ["channel", "message_ts"]),
    ):
        op.create_index(f"ix_nudge_telling_{name}", "nudge_telling", ["team_id", *columns])
    op.execute(TOLD_BEFORE)
    _create(
        "member_preferences",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.Column("without", sa.JSON(), nullable=False),
    )
