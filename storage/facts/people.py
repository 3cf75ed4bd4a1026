"""Facts of the relationship: contacts, champions, advocates, and what they miss in the product."""

from functools import cache
from typing import Any

from sqlalchemy import Row, Select, func, select

from playbooks.catalogue import CUE, YEAR_DAYS
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.observations import ProductGap
from playbooks.people import Contact
from storage.facts.scope import AT, Scope, ago, within
from storage.values import table_of

CHAMPION = "champion"
DETRACTOR = "detractor"
SENT = (NudgeState.SENT.value, NudgeState.DONE.value)


def add(scope: Scope) -> None:
    """Add contacts and what notes say of them, product gaps, and when an advocate was asked."""
    by_account: dict[str, list[Row[Any]]] = {}
    for row in scope.rows(_contacts()):
        by_account.setdefault(row.account_id, []).append(row)
    for account_id, contacts in by_account.items():
        _add_contacts(scope, account_id, contacts)
    for account_id in scope.found:
        _add_cues(scope, account_id)
    for row in scope.rows(_gaps()):
        _add_gap(scope, row)
    for row in scope.rows(_asked()):
        days = (scope.at - row.last).days
        scope.add(row.account_id, "days_since_advocate_asked", days, ("nudge", row.id))


@cache
def _contacts() -> Select[Any]:
    contact = table_of(Contact)
    return select(contact).where(*within(contact)).order_by(contact.c.id)


def _add_contacts(scope: Scope, account_id: str, contacts: list[Row[Any]]) -> None:
    gone = [c for c in contacts if c.left_on is not None and c.left_on <= scope.at]
    here = [c for c in contacts if c not in gone and (c.active or c.left_on is not None)]
    evidence = ("contact", (here or contacts)[0].id)
    names = ", ".join(contact.name for contact in here) or None
    scope.add(account_id, "contacts_active", len(here), evidence, quote=names)
    alone = len(here) <= 1
    scope.add(account_id, "single_threaded", alone, evidence, quote=names)
    champions = [c for c in here if (c.role or "").lower() == CHAMPION]
    champion = ("contact", (champions or here or contacts)[0].id)
    name = champions[0].name if champions else None
    scope.add(account_id, "champion_present", bool(champions), champion, quote=name)
    left = [c for c in gone if (c.role or "").lower() == CHAMPION]
    if left:
        last = max(left, key=lambda c: c.left_on)
        scope.add(account_id, "champion_left", True, ("contact", last.id), last.left_on, last.name)
    for contact in here:
        if (contact.role or "").lower() == DETRACTOR and not scope.get(account_id, "detractor"):
            item = ("contact", contact.id)
            scope.add(account_id, "detractor", True, item, quote=contact.name)


def _add_cues(scope: Scope, account_id: str) -> None:
    """What notes say stands where the contacts do not say it, or say it less recently."""
    for name in ("champion_left", "advocate"):
        cue = scope.get(account_id, CUE + name)
        known = scope.get(account_id, name)
        if cue is not None and (known is None or cue.as_of > known.as_of):
            evidence = (cue.evidence_kind, cue.evidence_id)
            scope.add(account_id, name, True, evidence, cue.as_of, cue.quote)
    left = scope.get(account_id, "champion_left")
    if left is not None:
        days = (scope.at - left.as_of).days
        evidence = (left.evidence_kind, left.evidence_id)
        scope.add(account_id, "days_since_champion_left", days, evidence, quote=left.quote)


@cache
def _gaps() -> Select[Any]:
    gap = table_of(ProductGap)
    dated = (gap.c.date <= AT) & (gap.c.date > ago(YEAR_DAYS))
    return select(gap).where(*within(gap), dated).order_by(gap.c.date, gap.c.id)


def _add_gap(scope: Scope, row: Row[Any]) -> None:
    evidence = ("note", row.note_id) if row.note_id else ("gap", row.id)
    known = scope.get(row.account_id, "product_gaps")
    count = 1 + (float(known.value) if known else 0)
    scope.add(row.account_id, "product_gaps", count, evidence, row.date, row.title)
    if row.kind == "deal_breaker":
        scope.add(row.account_id, "deal_breaker", True, evidence, row.date, row.title)


@cache
def _asked() -> Select[Any]:
    """When a nudge to ask an advocate was last sent; nobody is asked too often."""
    nudge = table_of(Nudge)
    return (
        select(
            nudge.c.account_id,
            func.max(nudge.c.created).label("last"),
            func.max(nudge.c.id).label("id"),
        )
        .where(
            *within(nudge),
            nudge.c.rule == "advocate_ready",
            nudge.c.state.in_(SENT),
            nudge.c.created <= AT,
        )
        .group_by(nudge.c.account_id)
    )
