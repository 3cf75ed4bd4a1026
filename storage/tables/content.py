"""Tables of the library: documents, passages, their vectors, and which of these serve."""

from datetime import datetime

from sqlalchemy import Column, ForeignKeyConstraint, Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonList, Row, UtcDateTime


class DocumentRow(Row, table=True):
    __tablename__ = "document"

    path: str = Field(index=True)
    title: str
    kind: str
    language: str
    digest: str
    text: str
    stage: str | None = None
    audience: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    segments: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    intents: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    triggers: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    goals: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    steps: tuple[dict[str, str | int], ...] = Field(sa_column=Column(JsonList, nullable=False))
    learning_objective: str | None = None
    summary: str | None = None
    source: str
    location: str | None = None
    added_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class PassageRow(Row, table=True):
    __tablename__ = "passage"
    __table_args__ = (
        ForeignKeyConstraint(
            ["team_id", "document_id"], ["document.team_id", "document.id"], ondelete="CASCADE"
        ),
        Index("ix_passage_document", "team_id", "document_id", "position"),
    )

    document_id: str
    position: int
    heading: str
    text: str
    language: str
    digest: str


class FolderRow(Row, table=True):
    __tablename__ = "folder"

    path: str
    location: str
    kind: str
    added_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class LibraryRow(SQLModel, table=True):
    """How a workspace's library stands: `revision` changes with it, `serving` answers searches."""

    __tablename__ = "library"

    team_id: str = Field(primary_key=True, foreign_key="workspace.id")
    revision: str
    serving: str | None = None


class GenerationRow(SQLModel, table=True):
    """The library as one model reads it: up to which revision, and in which frame."""

    __tablename__ = "generation"

    team_id: str = Field(primary_key=True, foreign_key="workspace.id")
    name: str = Field(primary_key=True)
    revision: str
    frame: str


class VectorRow(SQLModel, table=True):
    """The embedding of one text by one model: 32-bit floats, keyed by what was embedded."""

    __tablename__ = "vector"

    team_id: str = Field(primary_key=True, foreign_key="workspace.id")
    digest: str = Field(primary_key=True)
    model: str = Field(primary_key=True)
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
