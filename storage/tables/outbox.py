"""The table of outgoing messages: which key is being sent, and which was."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from storage.tables.columns import Row, UtcDateTime


class OutboxRow(Row, table=True):
    __tablename__ = "outbox"

    channel: str
    state: str
    tries: int
    since: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    message_ts: str | None = None
