"""Facts of the relationship: contacts, champions, advocates, and what they miss in the product."""

from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Select, select

from playbooks import frame
from playbooks.catalogue import CUE, YEAR_DAYS
from playbooks.frame import Cells, Days, Flags, Rows
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.observations import ProductGap
from playbooks.people import Contact
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope, ago, newest
from storage.values import table_of

CHAMPION = "champion"
BUYER = "economic_buyer"
DETRACTOR = "detractor"
ASKED = "days_since_advocate_asked"
SENT = (NudgeState.SENT.value, NudgeState.DONE.value)


def add(scope: Scope) -> None:
    """Add contacts and what notes say of them, product gaps, and when an advocate was asked."""
    contacts = scope.found(_contacts)
    if len(contacts):
        _add_contacts(scope, contacts)
    for name in ("champion_left", "advocate"):
        _add_cue(scope, name)
    _add_time_since_champion(scope)
    _add_gaps(scope, scope.found(_gaps))
    _add_time_since_asked(scope, contacts)


@cache
def _contacts(reach: Reach) -> Select[Any]:
    contact = table_of(Contact)
    names = ("account_id", "id", "name", "role", "active", "left_on", "asked_on")
    return (
        select(*(contact.c[name] for name in names))
        .where(*reach.within(contact))
        .order_by(contact.c.id)
    )


def _add_contacts(scope: Scope, found: Found) -> None:
    left_on = found.days("left_on")
    gone = left_on <= scope.today
    here = ~gone & (found.flags("active") | ~np.isnat(left_on))
    roles = frame.texts([(role or "").lower() for role in found.texts("role")])
    _add_present(scope, found, here)
    _add_role(scope, found, here, here & (roles == CHAMPION), "champion_present")
    _add_role(scope, found, here, here & (roles == BUYER), "economic_buyer_present")
    left = found.where(gone & (roles == CHAMPION))
    last = left.sorted_by(np.argsort(-left.days("left_on").astype(np.int64), kind="stable"))
    last = last.first()
    evidence, day, name = ("contact", last.texts("id")), last.days("left_on"), last.texts("name")
    scope.add("champion_left", last.rows, True, evidence, day, name)
    against = found.where(here & (roles == DETRACTOR)).first()
    against = against.where(~scope.column("detractor").known[against.rows])
    item = ("contact", against.texts("id"))
    scope.add("detractor", against.rows, True, item, quote=against.texts("name"))


def _add_present(scope: Scope, found: Found, here: Flags) -> None:
    present = found.where(here)
    cited = present.first().or_else(found.first())
    number = np.bincount(present.rows, minlength=len(scope.frame))[cited.rows]
    evidence, names = ("contact", cited.texts("id")), _names(scope, present)[cited.rows]
    scope.add("contacts_active", cited.rows, number, evidence, quote=names)
    scope.add("single_threaded", cited.rows, number <= 1, evidence, quote=names)


def _names(scope: Scope, present: Found) -> Cells:
    """The names of those who are there, over all rows."""
    names: dict[int, str] = {}
    for row, name in zip(present.rows.tolist(), present.texts("name"), strict=True):
        names[row] = f"{names[row]}, {name}" if row in names else name
    return scope.spread(np.array([*names], np.intp), frame.texts([*names.values()]))


def _add_role(scope: Scope, found: Found, here: Flags, those: Flags, name: str) -> None:
    """Whether one of `those` contacts is here, cited with the first; else with whoever there is."""
    first = found.where(those).first()
    cited = first.or_else(found.where(here).first()).or_else(found.first())
    names = scope.spread(first.rows, first.texts("name"))[cited.rows]
    present, evidence = np.isin(cited.rows, first.rows), ("contact", cited.texts("id"))
    scope.add(name, cited.rows, present, evidence, quote=names)


def _add_cue(scope: Scope, name: str) -> None:
    """What notes say stands where the contacts do not say it, or say it less recently."""
    cue, known = scope.column(CUE + name), scope.column(name)
    rows = np.flatnonzero(cue.known & (~known.known | (cue.as_of > known.as_of)))
    evidence = (cue.kinds[rows], cue.ids[rows])
    scope.add(name, rows, True, evidence, cue.as_of[rows], cue.quotes[rows])


def _add_time_since_champion(scope: Scope) -> None:
    left = scope.column("champion_left")
    rows = np.flatnonzero(left.known)
    days, evidence = scope.days_since(left.as_of[rows]), (left.kinds[rows], left.ids[rows])
    scope.add("days_since_champion_left", rows, days, evidence, quote=left.quotes[rows])


@cache
def _gaps(reach: Reach) -> Select[Any]:
    gap = table_of(ProductGap)
    dated = (gap.c.date <= AT) & (gap.c.date > ago(YEAR_DAYS))
    given = (gap.c[name] for name in ("account_id", "id", "date", "title", "kind", "note_id"))
    return select(*given).where(*reach.within(gap), dated).order_by(gap.c.date, gap.c.id)


def _add_gaps(scope: Scope, found: Found) -> None:
    """Lines come oldest first, so that the newest is cited."""
    for name, value, gaps in (
        ("product_gaps", found.count(), found),
        ("deal_breaker", True, found.where(found.texts("kind") == "deal_breaker")),
    ):
        noted = gaps.given("note_id")
        kinds = [scope.frame.kind_code("note" if note else "gap") for note in noted]
        ids = np.where(noted, gaps.texts("note_id"), gaps.texts("id"))
        evidence = (np.array(kinds, np.int16), ids)
        scope.add(name, gaps.rows, value, evidence, gaps.days("date"), gaps.texts("title"))


def _add_time_since_asked(scope: Scope, contacts: Found) -> None:
    """Since anybody there was asked to speak for us: by a nudge, as a note or a contact tells."""
    nudged = scope.found(_asked).newest()
    days = scope.days_since(nudged.days("date"))
    scope.add(ASKED, nudged.rows, days, ("nudge", nudged.texts("id")))
    noted = scope.column(CUE + "advocate_asked")
    rows = np.flatnonzero(noted.known)
    _add_asked(scope, rows, noted.as_of[rows], (noted.kinds[rows], noted.ids[rows]))
    if not len(contacts):
        return
    asked_on = contacts.days("asked_on")
    known = contacts.where(asked_on <= scope.today)
    latest_first = np.argsort(-known.days("asked_on").astype(np.int64), kind="stable")
    last = known.sorted_by(latest_first).first()
    _add_asked(scope, last.rows, last.days("asked_on"), ("contact", last.texts("id")))


def _add_asked(scope: Scope, rows: Rows, asked: Days, evidence: tuple[str | Cells, Cells]) -> None:
    """The time since then, where nothing later is known."""
    there, days = scope.column(ASKED), scope.days_since(asked)
    later = ~there.known[rows] | (days < there.values[rows].astype(np.float64))
    kinds, ids = evidence
    kinds = kinds if isinstance(kinds, str) else kinds[later]
    scope.add(ASKED, rows[later], days[later], (kinds, ids[later]))


@cache
def _asked(reach: Reach) -> Select[Any]:
    """When a nudge to ask an advocate was last sent; nobody is asked too often."""
    nudge = table_of(Nudge)
    asking = (nudge.c.rule == "advocate_ready", nudge.c.state.in_(SENT))
    return newest(reach, nudge, "created", *asking, gives=("id",))
