"""Tables of touchpoints with customers, and of what PreSales found."""

from datetime import date

from storage.tables.columns import Row, member_id, of_account


class EncounterRow(Row, table=True):
    __tablename__ = "encounter"
    __table_args__ = of_account("encounter", "id")

    account_id: str
    stage: str
    title: str
    planned: date | None = None
    held: date | None = None
    moment_of_truth: bool
    remark: str | None = None
    member: str | None = member_id(default=None)


class FindingRow(Row, table=True):
    __tablename__ = "finding"
    __table_args__ = of_account("finding", "date")

    account_id: str
    date: date
    kind: str
    outcome: str
    reason: str | None = None
    member: str | None = member_id(default=None)
