"""Facts of what was promised: open, overdue, due next, and kept on time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, bindparam, select

from playbooks import frame, handoffs
from playbooks.catalogue import YEAR_DAYS
from playbooks.handoffs import Promise
from playbooks.people import Member
from storage.facts.scope import Reach, Scope
from storage.values import table_of

UNNAMED = "unknown"
"""Owner of a promise for which nobody is named."""

TEXTS = ("id", "account_id", "what", "handoff_id", "note_id", "owner")
"""The fields of a promise before its two dates."""

Made = Mapping[int, Sequence[Promise]]
"""Promises that stand, by row, the earliest due first."""


def standing(scope: Scope) -> Made:
    """The promises that each account is held to."""
    found: defaultdict[int, list[Promise]] = defaultdict(list)
    lines = scope.found(_promises)
    texts = [lines.texts(name).tolist() for name in TEXTS]
    due, delivered = lines.days("due").tolist(), lines.days("delivered").tolist()
    for row, *cells in zip(lines.rows.tolist(), *texts, due, delivered, strict=True):
        found[row].append(Promise(*cells))
    held = {row: handoffs.standing(made, scope.at) for row, made in found.items()}
    return {row: made for row, made in held.items() if made}


def add(scope: Scope, made: Made) -> None:
    """Add the promises that stand."""
    names = _names(scope) if made else {}
    pending = {row: [p for p in those if _is_pending(p, scope)] for row, those in made.items()}
    late = {row: [p for p in those if _is_late(p, scope)] for row, those in pending.items()}
    ahead = {row: [p for p in those if _is_ahead(p, scope)] for row, those in pending.items()}
    cited = {row: (late[row] or ahead[row] or pending[row] or made[row])[0] for row in made}
    _add(scope, "promises_open", cited, [len(those) for those in pending.values()])
    _add(scope, "promises_overdue", cited, [len(those) for those in late.values()])
    owners = [names.get(p.owner, p.owner) if p.owner else UNNAMED for p in cited.values()]
    _add(scope, "promise_owner", cited, owners, quoted=False)
    oldest = {row: those[0] for row, those in late.items() if those}
    _add(scope, "promise_days_overdue", oldest, [_days(p, scope) for p in oldest.values()])
    following = {row: those[0] for row, those in ahead.items() if those}
    _add(scope, "promise_due_in", following, [-_days(p, scope) for p in following.values()])
    _add_delivered(scope, made)


@cache
def _promises(reach: Reach) -> Select[Any]:
    table = table_of(Promise)
    given = (table.c[name] for name in (*TEXTS, "due", "delivered"))
    return select(*given).where(*reach.within(table)).order_by(table.c.due, table.c.id)


def _names(scope: Scope) -> Mapping[str, str]:
    member = table_of(Member)
    query = select(member.c.id, member.c.name).where(member.c.team_id == bindparam("team"))
    found = scope.reader.connection.execute(query, {"team": scope.reader.team_id})
    return {line.id: line.name for line in found}


def _is_pending(promise: Promise, scope: Scope) -> bool:
    return promise.delivered is None or promise.delivered > scope.at


def _is_late(promise: Promise, scope: Scope) -> bool:
    return promise.due is not None and promise.due < scope.at


def _is_ahead(promise: Promise, scope: Scope) -> bool:
    return promise.due is not None and promise.due >= scope.at


def _days(promise: Promise, scope: Scope) -> int:
    return (scope.at - promise.due).days if promise.due else 0


def _add(
    scope: Scope,
    name: str,
    cited: Mapping[int, Promise],
    values: Sequence[float | str],
    *,
    quoted: bool = True,
) -> None:
    rows, ids = np.array([*cited], np.intp), frame.texts([p.id for p in cited.values()])
    words = frame.texts([p.what for p in cited.values()]) if quoted else None
    scope.add(name, rows, frame.cells(values), ("promise", ids), quote=words)


def _add_delivered(scope: Scope, made: Made) -> None:
    """Of the promises that fell due within the year, the share delivered by their date."""
    start = scope.at - timedelta(days=YEAR_DAYS)
    due = {
        r: [p for p in those if p.due and start < p.due <= scope.at] for r, those in made.items()
    }
    due = {row: those for row, those in due.items() if those}
    kept = {row: [p for p in those if _is_kept(p)] for row, those in due.items()}
    cited = [(kept[row] or those)[-1] for row, those in due.items()]
    shares = [len(kept[row]) / len(those) for row, those in due.items()]
    scope.add(
        "promises_delivered",
        np.array([*due], np.intp),
        np.array(shares, np.float64),
        ("promise", frame.texts([p.id for p in cited])),
        frame.days([p.due for p in cited]),
        frame.texts([p.what for p in cited]),
    )


def _is_kept(promise: Promise) -> bool:
    return bool(promise.delivered and promise.due and promise.delivered <= promise.due)
