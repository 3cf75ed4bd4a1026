"""Facts of what was promised: open, overdue, due next, and kept on time."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, bindparam, select

from playbooks import frame, handoffs
from playbooks.catalogue import YEAR_DAYS
from playbooks.frame import Cells, Flags
from playbooks.handoffs import Promise
from playbooks.people import Member
from storage.facts.found import Found
from storage.facts.scope import Reach, Scope
from storage.values import table_of

UNNAMED = "unknown"
"""Owner of a promise for which nobody is named."""

TEXTS = ("id", "account_id", "what", "handoff_id", "note_id", "owner")
"""The fields of a promise before its two dates."""


def standing(scope: Scope) -> Found:
    """The promises that the accounts are held to, the earliest due first."""
    made = scope.found(_promises)
    only_read = made.given("note_id") & ~made.given("handoff_id")
    # Which of these stand hangs on the others of their account; what was recorded stands anyhow.
    beside = np.isin(made.rows, made.rows[only_read])
    held = ~beside
    held[beside] = _held(made.where(beside), scope.at)
    return made.where(held)


def add(scope: Scope, made: Found) -> None:
    """Add the promises that stand."""
    if not len(made):
        return
    pending = made.where(~(made.days("delivered") <= scope.today))
    late = pending.where(pending.days("due") < scope.today)
    ahead = pending.where(pending.days("due") >= scope.today)
    cited = late.first().or_else(ahead.first()).or_else(pending.first()).or_else(made.first())
    _add(scope, "promises_open", cited, _number(scope, pending)[cited.rows])
    _add(scope, "promises_overdue", cited, _number(scope, late)[cited.rows])
    _add_owner(scope, cited)
    oldest, following = late.first(), ahead.first()
    _add(scope, "promise_days_overdue", oldest, scope.days_since(oldest.days("due")))
    _add(scope, "promise_due_in", following, -scope.days_since(following.days("due")))
    _add_delivered(scope, made)


@cache
def _promises(reach: Reach) -> Select[Any]:
    table = table_of(Promise)
    given = (table.c[name] for name in (*TEXTS, "due", "delivered"))
    return select(*given).where(*reach.within(table)).order_by(table.c.due, table.c.id)


def _held(made: Found, at: date) -> Flags:
    """Which of these lines stand; they are all that their accounts were promised."""
    texts = [made.texts(name).tolist() for name in TEXTS]
    dates = (made.days(name).tolist() for name in ("due", "delivered"))
    each = [Promise(*cells) for cells in zip(*texts, *dates, strict=True)]
    by_row: defaultdict[int, list[Promise]] = defaultdict(list)
    for row, promise in zip(made.rows.tolist(), each, strict=True):
        by_row[row].append(promise)
    stands = {p.id for those in by_row.values() for p in handoffs.standing(those, at)}
    return np.array([promise.id in stands for promise in each], np.bool_)


def _number(scope: Scope, some: Found) -> Cells:
    """How many of these each row has."""
    return np.bincount(some.rows, minlength=len(scope.frame))


def _add(scope: Scope, name: str, cited: Found, values: Cells) -> None:
    evidence, words = ("promise", cited.texts("id")), cited.texts("what")
    scope.add(name, cited.rows, values, evidence, quote=words)


def _add_owner(scope: Scope, cited: Found) -> None:
    names = _names(scope)
    owners = [names.get(owner, owner) if owner else UNNAMED for owner in cited.texts("owner")]
    scope.add("promise_owner", cited.rows, frame.texts(owners), ("promise", cited.texts("id")))


def _names(scope: Scope) -> Mapping[str, str]:
    member = table_of(Member)
    query = select(member.c.id, member.c.name).where(member.c.team_id == bindparam("team"))
    found = scope.reader.connection.execute(query, {"team": scope.reader.team_id})
    return {line.id: line.name for line in found}


def _add_delivered(scope: Scope, made: Found) -> None:
    """Of the promises that fell due within the year, the share delivered by their date."""
    due = made.days("due")
    fell_due = made.where((due > scope.ago(YEAR_DAYS)) & (due <= scope.today))
    kept = fell_due.where(fell_due.days("delivered") <= fell_due.days("due"))
    cited = kept.last().or_else(fell_due.last())
    share = _number(scope, kept)[cited.rows] / _number(scope, fell_due)[cited.rows]
    evidence, words = ("promise", cited.texts("id")), cited.texts("what")
    scope.add("promises_delivered", cited.rows, share, evidence, cited.days("due"), words)
