"""The table of what the language model was used for on each day."""

from sqlalchemy import BigInteger, Column
from sqlmodel import Field

from storage.tables.columns import Row


class ModelUseRow(Row, table=True):
    """One day of one tenant; `id` is the date in UTC."""

    __tablename__ = "model_use"

    calls: int
    tokens: int = Field(sa_column=Column(BigInteger, nullable=False))
