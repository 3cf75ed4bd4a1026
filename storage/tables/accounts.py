"""Tables of accounts, what they bought and where they are on the journey."""

from datetime import date
from decimal import Decimal

from sqlalchemy import JSON, Column
from sqlmodel import Field

from storage.tables.columns import JsonList, Money, Row, member_id, of_account


class AccountRow(Row, table=True):
    __tablename__ = "account"

    name: str
    aliases: tuple[str, ...] = Field(sa_column=Column(JsonList, nullable=False))
    domain: str | None = None
    segment: str | None = None
    tier: str | None = None
    arr: Decimal | None = Field(default=None, sa_column=Column(Money))
    currency: str | None = None
    contract_start: date | None = None
    renewal_date: date | None = None
    owner: str | None = member_id(default=None)
    account_executive: str | None = member_id(default=None)
    solution_architect: str | None = member_id(default=None)
    industry: str | None = None
    region: str | None = None
    channel: str | None = None


class SubscriptionRow(Row, table=True):
    __tablename__ = "subscription"
    __table_args__ = of_account("subscription", "start_date")

    account_id: str
    product: str | None = None
    seats: int | None = None
    start_date: date | None = None
    end_date: date | None = None
    mrr: Decimal | None = Field(default=None, sa_column=Column(Money))
    currency: str | None = None


class EnrolmentRow(Row, table=True):
    __tablename__ = "enrolment"
    __table_args__ = of_account("enrolment", "entered")

    account_id: str
    stage: str
    entered: date
    team: str | None = None
    target_exit: date | None = None
    exited: date | None = None


class HandoffRow(Row, table=True):
    __tablename__ = "handoff"
    __table_args__ = of_account("handoff", "submitted")

    account_id: str
    state: str
    submitted: date | None = None
    author: str | None = member_id(default=None)
    why_bought: str | None = None
    problem: str | None = None
    time_expectation: str | None = None
    success_criteria: str | None = None
    products: str | None = None
    licences_sold: int | None = None
    stakeholders: str | None = None
    competitor_displaced: str | None = None
    technical_environment: str | None = None
    risks: str | None = None
    product_gaps: str | None = None
    kickoff_date: date | None = None
    returned_reason: str | None = None


class PromiseRow(Row, table=True):
    __tablename__ = "promise"
    __table_args__ = of_account("promise", "due")

    account_id: str
    what: str
    handoff_id: str | None = None
    note_id: str | None = None
    owner: str | None = member_id(default=None)
    due: date | None = None
    delivered: date | None = None


class CustomerPromiseRow(Row, table=True):
    __tablename__ = "customer_promise"
    __table_args__ = of_account("customer_promise", "due")

    account_id: str
    what: str
    note_id: str | None = None
    owner: str | None = None
    due: date | None = None
    kept: date | None = None


class IntentReadingRow(Row, table=True):
    __tablename__ = "intent_reading"
    __table_args__ = of_account("intent_reading", "date")

    account_id: str
    intent: str
    date: date
    confidence: float
    source_kind: str
    source_id: str
    quote: str | None = None
    free_text: str | None = None
    attributes: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    author: str | None = member_id(default=None)
