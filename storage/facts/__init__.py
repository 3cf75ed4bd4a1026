"""Facts about accounts, gathered by a fixed number of queries however many accounts are asked.

One definition serves one account and all of them: each module reads its tables once for the whole
scope and adds the facts that `playbooks.catalogue` names. What the records do not hold is not
added, so it stays unknown.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from playbooks.facts import Fact
from storage.facts import (
    contract,
    goals,
    handoff,
    journey,
    people,
    said,
    support,
    surveys,
    usage,
)
from storage.facts.scope import Scope
from storage.workspace import Reader

SOURCES = (
    contract.add,
    usage.add,
    surveys.add,
    said.add,
    support.add,
    handoff.add,
    people.add,
    goals.add,
)
"""In this order: later sources may build on the facts of earlier ones."""

BATCH = 1000
"""Accounts whose facts are held at once, so that memory does not grow with the workspace."""

Gathered = dict[str, dict[str, Fact]]


def gather(reader: Reader, at: date, account_ids: Sequence[str] | None = None) -> Gathered:
    """Facts by account id and name, as they were known on `at`; without ids, of all accounts.

    Nothing dated after `at` is used. Every account that exists is in the result.
    """
    found: Gathered = {}
    for batch in _batches(reader, at, account_ids):
        found.update(batch)
    return found


def in_batches(reader: Reader, at: date) -> Iterator[Gathered]:
    """All accounts of the workspace, a thousand at a time, in the order of their ids."""
    return _batches(reader, at, None)


def _batches(reader: Reader, at: date, account_ids: Sequence[str] | None) -> Iterator[Gathered]:
    ids = Scope.all_ids(reader) if account_ids is None else list(account_ids)
    expectations = journey.Expectations(reader, at)
    for start in range(0, len(ids), BATCH):
        scope = Scope(reader, at, ids[start : start + BATCH])
        for add in SOURCES:
            add(scope)
        journey.add(scope, expectations)
        yield scope.found
