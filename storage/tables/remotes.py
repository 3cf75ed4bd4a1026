"""Tables of remote records, of how far each remote was read, of runs and of webhooks taken in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from storage.tables.columns import JsonList, Row, UtcDateTime


class RemoteRecordRow(Row, table=True):
    __tablename__ = "remote_record"
    __table_args__ = (
        Index("ix_remote_record_state", "team_id", "connector", "thing", "state", "leads_to"),
    )

    connector: str
    thing: str
    remote_id: str
    state: str
    title: str | None = None
    local_id: str | None = None
    leads_to: str | None = None
    why: str | None = None
    seen: str | None = None
    at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class CursorRow(Row, table=True):
    __tablename__ = "remote_cursor"

    connector: str
    thing: str
    run: str
    reading: str
    started: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    since: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    after: str | None = None
    pages: int


class RunRow(Row, table=True):
    __tablename__ = "remote_run"
    __table_args__ = (Index("ix_remote_run_connector", "team_id", "connector", "started"),)

    connector: str
    started: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    state: str
    full: bool
    ended: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    tries: int
    counts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    notices: tuple[dict[str, Any], ...] = Field(sa_column=Column(JsonList, nullable=False))
    why: str | None = None


class DeliveryRow(Row, table=True):
    __tablename__ = "webhook_delivery"

    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    digest: str
    answer: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
