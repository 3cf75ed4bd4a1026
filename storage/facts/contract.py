"""Facts of the contract: segment, revenue, owner, tenure, renewal, and what became of it."""

from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from playbooks import frame
from playbooks.accounts import Account
from playbooks.catalogue import YEAR_DAYS
from playbooks.observations import CHURN, DECIDING, Outcome
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope
from storage.tables.columns import CENTS
from storage.values import table_of

CHANGES = {"expansion": "expanded", "contraction": "contracted", "renewal": "renewed"}


def add(scope: Scope) -> None:
    """Add what the account itself and its outcomes say."""
    accounts = scope.found(_accounts)
    _add_terms(scope, accounts)
    _add_dates(scope, accounts)
    _add_outcomes(scope, scope.found(_outcomes))


@cache
def _accounts(reach: Reach) -> Select[Any]:
    account = table_of(Account)
    columns = ("owner", "segment", "arr", "currency", "contract_start", "renewal_date")
    given = (account.c[name] for name in columns)
    return select(account.c.id.label("account_id"), *given).where(*reach.within(account, "id"))


def _add_terms(scope: Scope, found: Found) -> None:
    evidence = ("account", found.texts("account_id"))
    scope.add("owner_present", found.rows, found.given("owner"), evidence)
    placed = found.where(found.texts("segment").astype(np.bool_))
    item = ("account", placed.texts("account_id"))
    scope.add("segment", placed.rows, placed.texts("segment"), item)
    paying = found.where(found.given("arr"))
    item = ("account", paying.texts("account_id"))
    money = frame.texts([f"{c} a year" if c else "money a year" for c in paying.texts("currency")])
    scope.add("arr", paying.rows, paying.figures("arr") / CENTS, item, unit=money)


def _add_dates(scope: Scope, found: Found) -> None:
    begun = found.where(found.days("contract_start") <= scope.today)
    tenure = scope.days_since(begun.days("contract_start"))
    scope.add("tenure", begun.rows, tenure, ("account", begun.texts("account_id")))
    ending = found.where(found.given("renewal_date"))
    item, day = ("account", ending.texts("account_id")), ending.days("renewal_date")
    scope.add("renewal_date", ending.rows, day.astype("U10").astype(object), item)
    scope.add("days_to_renewal", ending.rows, -scope.days_since(day), item)


@cache
def _outcomes(reach: Reach) -> Select[Any]:
    outcome = table_of(Outcome)
    columns = (outcome.c[name] for name in ("account_id", "id", "date", "kind"))
    said = (outcome.c.comment, outcome.c.reason)
    where = [*reach.within(outcome), outcome.c.date <= AT]
    return select(*columns, *said).where(*where).order_by(outcome.c.date, outcome.c.id)


def _add_outcomes(scope: Scope, found: Found) -> None:
    """Lines come oldest first, so the last word stands."""
    ending = found.where(np.isin(found.texts("kind").astype(str), DECIDING)).last()
    _add_change(scope, "churned", ending.where(ending.texts("kind") == CHURN))
    recent = found.where(found.days("date") > scope.ago(YEAR_DAYS))
    for kind, name in CHANGES.items():
        _add_change(scope, name, recent.where(recent.texts("kind") == kind))


def _add_change(scope: Scope, name: str, found: Found) -> None:
    said = zip(found.texts("comment"), found.texts("reason"), strict=True)
    quote = frame.texts([comment or reason for comment, reason in said])
    evidence, day = ("outcome", found.texts("id")), found.days("date")
    scope.add(name, found.rows, value=True, evidence=evidence, as_of=day, quote=quote)
