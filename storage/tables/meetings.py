"""The table of meetings with customers."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from storage.tables.columns import OF_MEMBER, JsonList, Row, UtcDateTime, of_account


class MeetingRow(Row, table=True):
    __tablename__ = "meeting"
    __table_args__ = of_account("meeting", "starts")

    account_id: str
    starts: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    title: str
    ends: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    contacts: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    members: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False, info=OF_MEMBER))
    others: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    place: str | None = None
    cancelled: bool
    source: str | None = None
