"""The table of how often the records of a kind have changed."""

from sqlalchemy import BigInteger, Column
from sqlmodel import Field

from storage.tables.columns import Row


class RevisionRow(Row, table=True):
    """One kind of one tenant; `id` is the name of its table."""

    __tablename__ = "revision"

    number: int = Field(sa_column=Column(BigInteger, nullable=False))
