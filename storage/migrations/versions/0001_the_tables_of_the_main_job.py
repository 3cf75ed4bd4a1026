"""the tables of the main job"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "account",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("segment", sa.String(), nullable=True),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("arr", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("contract_start", sa.Date(), nullable=True),
        sa.Column("renewal_date", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("account_executive", sa.String(), nullable=True),
        sa.Column("solution_architect", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("item_kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_audit_entry_item", ["team_id", "item_kind", "item_id"], unique=False
        )

    op.create_table(
        "channel",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "document",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.Column("intents", sa.JSON(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("learning_objective", sa.String(), nullable=True),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_path"), ["path"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("about_kind", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("comment", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "member",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "note_version",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "note_id", "version"),
    )
    op.create_table(
        "reply",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=True),
        sa.Column("cited", sa.JSON(), nullable=False),
        sa.Column("model", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index("ix_reply_thread", ["team_id", "thread_id", "asked_at"], unique=False)

    op.create_table(
        "thread",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_ids", sa.JSON(), nullable=False),
        sa.Column("request", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "outbox",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "folder",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "vector",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "digest", "model"),
    )
    op.create_table(
        "activity",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(
            "ix_activity_account", ["team_id", "account_id", "date"], unique=False
        )

    op.create_table(
        "contact",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("channel_preference", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_account", ["team_id", "account_id"], unique=False)

    op.create_table(
        "cue",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("cue", schema=None) as batch_op:
        batch_op.create_index("ix_cue_account", ["team_id", "account_id", "date"], unique=False)
        batch_op.create_index("ix_cue_note", ["team_id", "note_id"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("entered", sa.Date(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("target_exit", sa.Date(), nullable=True),
        sa.Column("exited", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_enrolment_account", ["team_id", "account_id", "entered"], unique=False
        )

    op.create_table(
        "goal",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("current", sa.Float(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reached", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index("ix_goal_account", ["team_id", "account_id"], unique=False)

    op.create_table(
        "handoff",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("submitted", sa.Date(), nullable=True),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("why_bought", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("time_expectation", sa.String(), nullable=True),
        sa.Column("success_criteria", sa.String(), nullable=True),
        sa.Column("products", sa.String(), nullable=True),
        sa.Column("licences_sold", sa.Integer(), nullable=True),
        sa.Column("stakeholders", sa.String(), nullable=True),
        sa.Column("competitor_displaced", sa.String(), nullable=True),
        sa.Column("technical_environment", sa.String(), nullable=True),
        sa.Column("risks", sa.String(), nullable=True),
        sa.Column("product_gaps", sa.String(), nullable=True),
        sa.Column("kickoff_date", sa.Date(), nullable=True),
        sa.Column("returned_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("handoff", schema=None) as batch_op:
        batch_op.create_index(
            "ix_handoff_account", ["team_id", "account_id", "submitted"], unique=False
        )

    op.create_table(
        "health_override",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("health_override", schema=None) as batch_op:
        batch_op.create_index(
            "ix_health_override_account", ["team_id", "account_id", "date"], unique=False
        )

    op.create_table(
        "health_snapshot",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("weights_version", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("health_snapshot", schema=None) as batch_op:
        batch_op.create_index(
            "ix_health_snapshot_account", ["team_id", "account_id", "as_of"], unique=False
        )

    op.create_table(
        "intent_reading",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("source_kind", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("free_text", sa.String(), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("intent_reading", schema=None) as batch_op:
        batch_op.create_index(
            "ix_intent_reading_account", ["team_id", "account_id", "date"], unique=False
        )

    op.create_table(
        "metric_sample",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("metric_sample", schema=None) as batch_op:
        batch_op.create_index(
            "ix_metric_sample_account", ["team_id", "account_id", "metric", "date"], unique=False
        )

    op.create_table(
        "note",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("permalink", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.Column("sentiment", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("ix_note_account", ["team_id", "account_id", "date"], unique=False)

    op.create_table(
        "nudge",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("episode", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("play", sa.String(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("message_ts", sa.String(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("draft", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
        sa.UniqueConstraint("team_id", "rule", "account_id", "episode"),
    )
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.create_index(
            "ix_nudge_account", ["team_id", "account_id", "created"], unique=False
        )

    op.create_table(
        "outcome",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index("ix_outcome_account", ["team_id", "account_id", "date"], unique=False)

    op.create_table(
        "passage",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "document_id"], ["document.team_id", "document.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.create_index(
            "ix_passage_document", ["team_id", "document_id", "position"], unique=False
        )
    _create_passage_words()

    op.create_table(
        "person_answer",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("person_answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_answer_account", ["team_id", "account_id", "date"], unique=False
        )

    op.create_table(
        "product_gap",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("product_gap", schema=None) as batch_op:
        batch_op.create_index(
            "ix_product_gap_account", ["team_id", "account_id", "date"], unique=False
        )

    op.create_table(
        "promise",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("handoff_id", sa.String(), nullable=True),
        sa.Column("note_id", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("delivered", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index("ix_promise_account", ["team_id", "account_id", "due"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("mrr", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(
            "ix_subscription_account", ["team_id", "account_id", "start_date"], unique=False
        )

    op.create_table(
        "survey_response",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("respondent", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("survey_response", schema=None) as batch_op:
        batch_op.create_index(
            "ix_survey_response_account", ["team_id", "account_id", "date"], unique=False
        )

    op.create_table(
        "ticket",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("severity", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=True),
        sa.Column("promised_date", sa.Date(), nullable=True),
        sa.Column("resolved_date", sa.Date(), nullable=True),
        sa.Column("feedback_asked", sa.Boolean(), nullable=True),
        sa.Column("first_response_hours", sa.Float(), nullable=True),
        sa.Column("satisfaction", sa.Float(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["workspace.id"],
        ),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ticket_account", ["team_id", "account_id", "opened"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_account")

    op.drop_table("ticket")
    with op.batch_alter_table("survey_response", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_response_account")

    op.drop_table("survey_response")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index("ix_subscription_account")

    op.drop_table("subscription")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_account")

    op.drop_table("promise")
    with op.batch_alter_table("product_gap", schema=None) as batch_op:
        batch_op.drop_index("ix_product_gap_account")

    op.drop_table("product_gap")
    with op.batch_alter_table("person_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_person_answer_account")

    op.drop_table("person_answer")
    _drop_passage_words()
    with op.batch_alter_table("passage", schema=None) as batch_op:
        batch_op.drop_index("ix_passage_document")

    op.drop_table("passage")
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_index("ix_outcome_account")

    op.drop_table("outcome")
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.drop_index("ix_nudge_account")

    op.drop_table("nudge")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index("ix_note_account")

    op.drop_table("note")
    with op.batch_alter_table("metric_sample", schema=None) as batch_op:
        batch_op.drop_index("ix_metric_sample_account")

    op.drop_table("metric_sample")
    with op.batch_alter_table("intent_reading", schema=None) as batch_op:
        batch_op.drop_index("ix_intent_reading_account")

    op.drop_table("intent_reading")
    with op.batch_alter_table("health_snapshot", schema=None) as batch_op:
        batch_op.drop_index("ix_health_snapshot_account")

    op.drop_table("health_snapshot")
    with op.batch_alter_table("health_override", schema=None) as batch_op:
        batch_op.drop_index("ix_health_override_account")

    op.drop_table("health_override")
    with op.batch_alter_table("handoff", schema=None) as batch_op:
        batch_op.drop_index("ix_handoff_account")

    op.drop_table("handoff")
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_index("ix_goal_account")

    op.drop_table("goal")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index("ix_enrolment_account")

    op.drop_table("enrolment")
    with op.batch_alter_table("cue", schema=None) as batch_op:
        batch_op.drop_index("ix_cue_note")
        batch_op.drop_index("ix_cue_account")

    op.drop_table("cue")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_account")

    op.drop_table("contact")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_account")

    op.drop_table("activity")
    op.drop_table("vector")
    op.drop_table("folder")
    op.drop_table("outbox")
    op.drop_table("thread")
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index("ix_reply_thread")

    op.drop_table("reply")
    op.drop_table("note_version")
    op.drop_table("member")
    op.drop_table("feedback")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_path"))

    op.drop_table("document")
    op.drop_table("channel")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_item")

    op.drop_table("audit_entry")
    op.drop_table("account")
    op.drop_table("workspace")


def _create_passage_words() -> None:
    """The lexical index over our own tokens: FTS5 on SQLite, a tsvector on PostgreSQL."""
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _drop_passage_words() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE passage_vocabulary")
        op.execute("DROP TABLE passage_text")
    op.execute("DROP TABLE passage_words")


_OF_PASSAGE = """
    FOREIGN KEY (team_id, passage_id) REFERENCES passage (team_id, id) ON DELETE CASCADE
"""

_SQLITE = (
    f"""
    CREATE TABLE passage_words (
        entry INTEGER PRIMARY KEY,
        team_id VARCHAR NOT NULL,
        passage_id VARCHAR NOT NULL,
        UNIQUE (team_id, passage_id),
        {_OF_PASSAGE}
    )
    """,
    """
    CREATE VIRTUAL TABLE passage_text USING fts5 (
        context, body, tokenize = "unicode61 remove_diacritics 0"
    )
    """,
    "CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab (passage_text, row)",
    # Deleting a document reaches the passages and these rows by cascade, but never FTS5 itself.
    """
    CREATE TRIGGER passage_words_deleted AFTER DELETE ON passage_words BEGIN
        DELETE FROM passage_text WHERE rowid = old.entry;
    END
    """,
)

_POSTGRESQL = (
    f"""
    CREATE TABLE passage_words (
        team_id VARCHAR NOT NULL,
        passage_id VARCHAR NOT NULL,
        words tsvector NOT NULL,
        length INTEGER NOT NULL,
        PRIMARY KEY (team_id, passage_id),
        {_OF_PASSAGE}
    )
    """,
    "CREATE INDEX ix_passage_words ON passage_words USING gin (words)",
)
