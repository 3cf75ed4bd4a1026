"""Tables of what was concluded: diagnostic answers, snapshots, overrides, and nudges as told."""

from datetime import date, datetime

from sqlalchemy import JSON, Column, Index, Integer, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.columns import JsonList, Row, UtcDateTime, member_id, of_account


class PersonAnswerRow(Row, table=True):
    __tablename__ = "person_answer"
    __table_args__ = of_account("person_answer", "date")

    account_id: str
    question: str
    verdict: str
    date: date
    author: str = member_id()
    reason: str | None = None


class SnapshotRow(Row, table=True):
    __tablename__ = "health_snapshot"
    __table_args__ = of_account("health_snapshot", "as_of")

    account_id: str
    as_of: date
    score: float | None = None
    low: float
    high: float
    coverage: float
    band: str
    weights_version: str
    answers: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))


class OverrideRow(Row, table=True):
    __tablename__ = "health_override"
    __table_args__ = of_account("health_override", "date")

    account_id: str
    band: str
    reason: str
    author: str = member_id()
    expires: date
    date: date


class AdoptedWeightsRow(Row, table=True):
    __tablename__ = "adopted_weights"

    version: str
    date: date
    author: str = member_id()
    weights: dict[str, float] = Field(sa_column=Column(JSON, nullable=False))
    ground: str


class NudgeRow(Row, table=True):
    __tablename__ = "nudge"
    __table_args__ = (
        *of_account("nudge", "created"),
        UniqueConstraint("team_id", "rule", "account_id", "episode"),
        # All that planning asks of what lasts, so that the facts kept with each are not read.
        Index(
            "ix_nudge_lasting",
            *("team_id", "account_id", "rule", "episode", "id"),
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
    )

    account_id: str
    rule: str
    episode: str
    owner: str | None = member_id(default=None)
    priority: int
    created: date
    state: str
    facts: tuple[dict[str, object], ...] = Field(sa_column=Column(JsonList, nullable=False))
    play: str | None = None
    snoozed_until: date | None = None
    reason: str | None = None
    sent_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    channel: str | None = None
    message_ts: str | None = None
    ended: date | None = None
    reasons: tuple[str, ...] = Field(default=(), sa_column=Column(JsonList, nullable=False))
    step: str | None = None
    draft: str | None = None
    due: date | None = None
    outcome: str | None = None
    watched: tuple[dict[str, object], ...] = Field(
        default=(), sa_column=Column(JsonList, nullable=False, server_default="[]")
    )
    passed_from: str | None = member_id(default=None)
    passed_by: str | None = member_id(default=None)
    escalated_to: str | None = member_id(default=None)
    escalated_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    turn: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))


class TellingRow(Row, table=True):
    __tablename__ = "nudge_telling"
    __table_args__ = (
        *of_account("nudge_telling", "day"),
        Index("ix_nudge_telling_member", "team_id", "member", "day"),
        Index("ix_nudge_telling_nudge", "team_id", "nudge_id"),
        Index("ix_nudge_telling_message", "team_id", "channel", "message_ts"),
    )

    account_id: str
    nudge_id: str
    member: str = member_id()
    message: str
    day: date
    digest: bool
    position: int
    told_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    channel: str | None = None
    message_ts: str | None = None
