"""Facts of the contract: segment, revenue, owner, tenure, renewal, and what became of it."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, select

from playbooks.accounts import Account
from playbooks.catalogue import YEAR_DAYS
from playbooks.observations import Outcome
from storage.facts.scope import AT, Scope, within
from storage.values import table_of

WINNING = ("renewal", "expansion")
"""Outcomes after which an account that had left is a customer again."""


def add(scope: Scope) -> None:
    """Add what the account itself and its outcomes say."""
    for row in scope.rows(_accounts()):
        _add_account(scope, row)
    for row in scope.rows(_outcomes()):
        _add_outcome(scope, row)


@cache
def _accounts() -> Select[Any]:
    account = table_of(Account)
    return select(account).where(*within(account, "id"))


def _add_account(scope: Scope, row: Row[Any]) -> None:
    evidence = ("account", row.id)
    scope.add(row.id, "owner_present", row.owner is not None, evidence)
    if row.segment:
        scope.add(row.id, "segment", row.segment, evidence)
    if row.arr is not None:
        scope.add(row.id, "arr", float(row.arr), evidence, unit=_money(row.currency))
    if row.contract_start is not None and row.contract_start <= scope.at:
        scope.add(row.id, "tenure", _days(row.contract_start, scope.at), evidence)
    if row.renewal_date is not None:
        scope.add(row.id, "renewal_date", row.renewal_date.isoformat(), evidence)
        scope.add(row.id, "days_to_renewal", _days(scope.at, row.renewal_date), evidence)


def _money(currency: str | None) -> str:
    return f"{currency} a year" if currency else "money a year"


def _days(start: date, end: date) -> int:
    return (end - start).days


@cache
def _outcomes() -> Select[Any]:
    outcome = table_of(Outcome)
    where = [*within(outcome), outcome.c.date <= AT]
    return select(outcome).where(*where).order_by(outcome.c.date, outcome.c.id)


def _add_outcome(scope: Scope, row: Row[Any]) -> None:
    """Rows come oldest first, so the last word stands."""
    evidence = ("outcome", row.id)
    said = row.comment or row.reason
    if row.kind == "churn":
        scope.add(row.account_id, "churned", True, evidence, row.date, said)
    elif row.kind in WINNING:
        scope.found[row.account_id].pop("churned", None)
    names = {"expansion": "expanded", "contraction": "contracted"}
    if row.kind in names and row.date > scope.ago(YEAR_DAYS):
        scope.add(row.account_id, names[row.kind], True, evidence, row.date, said)
