"""Facts about accounts, gathered by a fixed number of queries however many accounts are asked.

One definition serves one account and all of them: each module reads its tables once for a whole
scope and adds the facts that `playbooks.catalogue` names, side by side for all of its accounts.
What the records do not hold is not added, so it stays unknown.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from playbooks.facts import Fact
from playbooks.frame import Frame
from storage.facts import (
    contract,
    goals,
    handoff,
    journey,
    peers,
    people,
    preferences,
    said,
    scope,
    support,
    surveys,
    their_promises,
    usage,
)
from storage.workspace import Reader

SOURCES = (
    contract.add,
    usage.add,
    peers.add,
    surveys.add,
    said.add,
    support.add,
    handoff.add,
    their_promises.add,
    people.add,
    preferences.add,
    goals.add,
)
"""In this order: later sources may build on the facts of earlier ones."""

Gathered = dict[str, dict[str, Fact]]


def gather(reader: Reader, at: date, account_ids: Sequence[str] | None = None) -> Gathered:
    """Facts by account id and name, as they were known on `at`; without ids, of all accounts.

    Nothing dated after `at` is used. Every account that exists is in the result.
    """
    found: Gathered = {}
    for frame in frames(reader, at, account_ids):
        found |= {account_id: frame[account_id] for account_id in frame}
    return found


def frames(reader: Reader, at: date, account_ids: Sequence[str] | None = None) -> Iterator[Frame]:
    """The same facts side by side, some thousand accounts at a time."""
    expectations = journey.Expectations(reader, at)
    for part in scope.scopes(reader, at, account_ids):
        with _all_kept():
            for add in SOURCES:
                add(part)
            journey.add(part, expectations)
        yield part.frame


@contextmanager
def _all_kept() -> Iterator[None]:
    """Spare the collector a third of the time: it would look through rows that are all in use."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
