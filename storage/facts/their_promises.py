"""Facts of what customers said they would do for us by a day: awaited, late, and due next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from playbooks import customer_promises, frame
from playbooks.customer_promises import CustomerPromise
from storage.facts.scope import Reach, Scope
from storage.values import table_of

TEXTS = ("id", "account_id", "what", "note_id", "owner")
"""The fields of one before its two dates."""

Cited = Mapping[int, CustomerPromise]


def add(scope: Scope) -> None:
    """Add those that have a day; where all of them were kept, that is known too."""
    made: defaultdict[int, list[CustomerPromise]] = defaultdict(list)
    lines = scope.found(_dated)
    texts = [lines.texts(name).tolist() for name in TEXTS]
    due, kept = lines.days("due").tolist(), lines.days("kept").tolist()
    for row, *cells in zip(lines.rows.tolist(), *texts, due, kept, strict=True):
        made[row].append(CustomerPromise(*cells))
    if made:
        _add_awaited(scope, made)


@cache
def _dated(reach: Reach) -> Select[Any]:
    table = table_of(CustomerPromise)
    given = (table.c[name] for name in (*TEXTS, "due", "kept"))
    query = select(*given).where(*reach.within(table), table.c.due.is_not(None))
    return query.order_by(table.c.due, table.c.id)


def _add_awaited(scope: Scope, made: Mapping[int, Sequence[CustomerPromise]]) -> None:
    awaited = {
        row: customer_promises.awaited(those, scope.at, noted={}) for row, those in made.items()
    }
    late = {row: [p for p in those if p.is_overdue(scope.at)] for row, those in awaited.items()}
    cited = {row: (awaited[row] or made[row])[0] for row in made}
    waiting, overdue = ([len(those) for those in of.values()] for of in (awaited, late))
    _add(scope, "their_promises_open", cited, waiting, quoted=False)
    _add(scope, "their_promises_overdue", cited, overdue, quoted=False)
    named = {row: one for row, one in cited.items() if customer_promises.person(one.owner)}
    owners = [one.owner or "" for one in named.values()]
    _add(scope, "their_promise_owner", named, owners, quoted=False)
    oldest = {row: those[0] for row, those in late.items() if those}
    _add(scope, "their_promise_days_overdue", oldest, _days(scope, oldest))
    # Those that are late come first.
    following = {row: those[len(late[row]) :] for row, those in awaited.items()}
    ahead = {row: those[0] for row, those in following.items() if those}
    _add(scope, "their_promise_due_in", ahead, [-days for days in _days(scope, ahead)])


def _days(scope: Scope, cited: Cited) -> list[int]:
    return [(scope.at - one.due).days for one in cited.values() if one.due]


def _add(
    scope: Scope, name: str, cited: Cited, values: Sequence[float | str], *, quoted: bool = True
) -> None:
    rows, ids = np.array([*cited], np.intp), frame.texts([one.id for one in cited.values()])
    words = frame.texts([one.what for one in cited.values()]) if quoted else None
    scope.add(name, rows, frame.cells(values), ("customer_promise", ids), quote=words)
