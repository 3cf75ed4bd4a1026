"""Tables of threads, replies, feedback and the audit log."""

from datetime import date, datetime

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from storage.tables.columns import JsonList, Row, UtcDateTime, member_id


class ThreadRow(Row, table=True):
    __tablename__ = "thread"

    account_ids: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    request: str | None = None
    language: str | None = None
    since: date | None = None
    updated_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    until: date | None = None
    topic: str = ""
    earlier_ids: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    owner: str | None = member_id(default=None)
    apart_ids: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))


class ReplyRow(Row, table=True):
    __tablename__ = "reply"
    __table_args__ = (Index("ix_reply_thread", "team_id", "thread_id", "asked_at"),)

    thread_id: str
    asked_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    question: str
    text: str
    request: str
    language: str
    asker: str | None = member_id(default=None)
    cited: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    model: str | None = None


class FeedbackRow(Row, table=True):
    __tablename__ = "feedback"

    about_kind: str
    about_id: str
    member: str = member_id()
    verdict: str
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    comment: str | None = None


class AuditEntryRow(Row, table=True):
    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_item", "team_id", "item_kind", "item_id"),)

    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    actor: str | None = member_id(default=None)
    action: str
    item_kind: str
    item_id: str
    before: dict[str, object] | None = Field(default=None, sa_column=Column(JSON))
    after: dict[str, object] | None = Field(default=None, sa_column=Column(JSON))
