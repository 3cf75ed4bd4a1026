"""Tables of notes, their drafts and earlier versions, and the cues read out of them."""

from datetime import date, datetime

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonList, Row, UtcDateTime, member_id, of_account


class NoteRow(Row, table=True):
    __tablename__ = "note"
    __table_args__ = of_account("note", "date")

    account_id: str
    date: date
    text: str
    author: str | None = member_id(default=None)
    kind: str
    direction: str | None = None
    private: bool
    channel: str | None = None
    language: str | None = None
    version: int
    permalink: str | None = None
    recorded_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    sentiment: str | None = None
    participants: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=True))
    stage: str | None = None


class NoteDraftRow(Row, table=True):
    __tablename__ = "note_draft"

    member: str = member_id()
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    origin: str
    text: str
    channel: str | None = None
    permalink: str | None = None
    read: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    gathered: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))


class NoteVersionRow(SQLModel, table=True):
    """A note as it stood before it was amended; never changed, never deleted with its successor."""

    __tablename__ = "note_version"

    team_id: str = Field(primary_key=True, foreign_key="workspace.id")
    note_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    text: str
    author: str | None = member_id(default=None)
    recorded_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class CueRow(Row, table=True):
    __tablename__ = "cue"
    __table_args__ = (
        *of_account("cue", "date"),
        Index("ix_cue_note", "team_id", "note_id"),
    )

    account_id: str
    note_id: str
    date: date
    name: str
    quote: str
