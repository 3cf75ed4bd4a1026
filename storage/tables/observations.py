"""Tables of what was measured: samples, surveys, tickets, goals, outcomes, gaps, activities."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Column, Index
from sqlmodel import Field

from storage.tables.columns import Money, Row, member_id, of_account


class MetricSampleRow(Row, table=True):
    __tablename__ = "metric_sample"
    __table_args__ = (
        of_account("metric_sample")[0],
        Index("ix_metric_sample_account", "team_id", "account_id", "metric", "date"),
    )

    account_id: str
    date: date
    metric: str
    value: float
    unit: str | None = None
    source: str | None = None


class SurveyResponseRow(Row, table=True):
    __tablename__ = "survey_response"
    __table_args__ = of_account("survey_response", "date")

    account_id: str
    date: date
    kind: str
    score: float
    respondent: str | None = None
    role: str | None = None
    comment: str | None = None


class TicketRow(Row, table=True):
    __tablename__ = "ticket"
    __table_args__ = of_account("ticket", "opened")

    account_id: str
    opened: date
    closed: date | None = None
    severity: str | None = None
    title: str | None = None
    escalated: bool | None = None
    promised_date: date | None = None
    resolved_date: date | None = None
    feedback_asked: bool | None = None
    first_response_hours: float | None = None
    satisfaction: float | None = None
    status: str | None = None
    update_every_days: int | None = None
    update_contact: str | None = None
    update_until: date | None = None


class GoalRow(Row, table=True):
    __tablename__ = "goal"
    __table_args__ = of_account("goal", "id")

    account_id: str
    goal: str
    unit: str | None = None
    target: float | None = None
    current: float | None = None
    as_of: date | None = None
    due: date | None = None
    reached: bool | None = None


class OutcomeRow(Row, table=True):
    __tablename__ = "outcome"
    __table_args__ = of_account("outcome", "date")

    account_id: str
    date: date
    kind: str
    amount: Decimal | None = Field(default=None, sa_column=Column(Money))
    currency: str | None = None
    reason: str | None = None
    comment: str | None = None


class ProductGapRow(Row, table=True):
    __tablename__ = "product_gap"
    __table_args__ = of_account("product_gap", "date")

    account_id: str
    date: date
    title: str
    kind: str
    note_id: str | None = None


class ActivityRow(Row, table=True):
    __tablename__ = "activity"
    __table_args__ = of_account("activity", "date")

    account_id: str
    date: date
    member: str = member_id()
    kind: str
    hours: float | None = None
    note_id: str | None = None
