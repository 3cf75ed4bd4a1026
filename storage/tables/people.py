"""Tables of workspaces, members and their wishes, channels and contacts."""

from datetime import date, datetime, time

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from storage.tables.columns import OF_MEMBER, JsonList, Row, UtcDateTime, member_id, of_account


class WorkspaceRow(SQLModel, table=True):
    __tablename__ = "workspace"

    id: str = Field(primary_key=True)
    name: str
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class MemberRow(Row, table=True):
    __tablename__ = "member"

    name: str
    handle: str | None = None
    email: str | None = None
    role: str
    time_zone: str
    language: str
    manager: str | None = member_id(default=None)
    active: bool


class MemberPreferencesRow(Row, table=True):
    __tablename__ = "member_preferences"

    id: str = member_id(primary_key=True)
    quiet_from: time | None = None
    quiet_until: time | None = None
    without: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))


class ChannelRow(Row, table=True):
    __tablename__ = "channel"

    name: str | None = None
    private: bool
    shared: bool
    members: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False, info=OF_MEMBER))


class ContactRow(Row, table=True):
    __tablename__ = "contact"
    __table_args__ = of_account("contact", "id")

    account_id: str
    name: str
    title: str | None = None
    email: str | None = None
    role: str | None = None
    language: str | None = None
    channel_preference: str | None = None
    active: bool
    left_on: date | None = None
    asked_on: date | None = None
