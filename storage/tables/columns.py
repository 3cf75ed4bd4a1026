"""Columns that every table shares: the tenant, ids, money, UTC times and JSON lists."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKeyConstraint, Index
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Row(SQLModel):
    """A row of one tenant; `team_id` leads the primary key and every index."""

    team_id: str = Field(primary_key=True, foreign_key="workspace.id")
    id: str = Field(primary_key=True)


OF_MEMBER = {"of_member": True}
"""The `info` of a column that holds the id of a member, or a list of them."""


def member_id(**given: Any) -> Any:
    """A field with the id of a member, which changes when two records of one person become one."""
    return Field(sa_column_kwargs={"info": OF_MEMBER}, **given)


CENTS = 100


class Money(TypeDecorator[Decimal]):
    """An amount with two decimals, kept as whole cents so that both databases sum it exactly."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((Decimal(value) * CENTS).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / CENTS


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC without a zone and read back with one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class JsonList(TypeDecorator[tuple[object, ...]]):
    """A short list, kept as JSON and read back as a tuple."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: tuple[object, ...] | None, dialect: Dialect
    ) -> list[object] | None:
        return None if value is None else list(value)

    def process_result_value(
        self, value: list[object] | None, dialect: Dialect
    ) -> tuple[object, ...]:
        return tuple(value or ())


def of_account(table: str, order: str | None = None) -> tuple[ForeignKeyConstraint, Index]:
    """The foreign key to the account within the same tenant, and the index that serves it.

    The index is in the `order` in which an account's rows are read: in another one SQLite would
    rather read the whole table by its key than sort a few rows.
    """
    columns = ["team_id", "account_id"] + ([order] if order else [])
    return (
        ForeignKeyConstraint(
            ["team_id", "account_id"], ["account.team_id", "account.id"], ondelete="CASCADE"
        ),
        Index(f"ix_{table}_account", *columns),
    )
