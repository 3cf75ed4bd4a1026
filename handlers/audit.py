"""The audit log: who wrote what, with enough of before and after to undo it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from handlers import access
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.customer_promises import CustomerPromise
from playbooks.encounters import Encounter
from playbooks.handoffs import Handoff, Promise
from playbooks.health.values import AdoptedWeights, Override, PersonAnswer
from playbooks.intents import IntentReading
from playbooks.notes import Cue, Note
from playbooks.nudges.values import Nudge
from playbooks.observations import (
    Activity,
    Goal,
    Outcome,
    ProductGap,
    SurveyResponse,
    Ticket,
)
from playbooks.people import Contact, Role
from playbooks.presales import Finding
from playbooks.stages import Enrolment
from storage.workspace import Writer

KINDS: dict[str, type[Any]] = {
    "account": Account,
    "activity": Activity,
    "contact": Contact,
    "cue": Cue,
    "customer_promise": CustomerPromise,
    "encounter": Encounter,
    "enrolment": Enrolment,
    "finding": Finding,
    "gap": ProductGap,
    "goal": Goal,
    "handoff": Handoff,
    "intent": IntentReading,
    "note": Note,
    "nudge": Nudge,
    "outcome": Outcome,
    "override": Override,
    "person_answer": PersonAnswer,
    "promise": Promise,
    "survey": SurveyResponse,
    "ticket": Ticket,
    "weights": AdoptedWeights,
}
"""Kinds that can be restored from the log, by the name under which the log keeps them."""

NAMES = {kind: name for name, kind in KINDS.items()}


def record(
    context: Context,
    writer: Writer,
    actor: str,
    action: str,
    item: Any,
    *,
    before: Sequence[Any] = (),
    after: Sequence[Any] = (),
) -> AuditEntry:
    """Note in the same transaction that `actor` did `action` (as `note.added`) to `item`.

    `before` and `after` are the values that were there and that are there now; `undo.undo`
    removes those of `after` and puts those of `before` back.
    """
    entry = AuditEntry(
        id=context.new_id("audit"),
        at=context.now(),
        actor=actor,
        action=action,
        item_kind=NAMES[type(item)],
        item_id=item.id,
        before=written(before),
        after=written(after),
    )
    writer.put(entry)
    return entry


def keep_finding(
    context: Context,
    author: str | None,
    action: str,
    kind: str,
    item_id: str,
    found: dict[str, object],
) -> AuditEntry:
    """Keep what was found in the records, as JSON, with who had it computed.

    It changed nothing, so `kind` is none of `KINDS` and the entry cannot be undone.
    """
    with context.workspace.writing() as writer:
        entry = AuditEntry(
            id=context.new_id("audit"),
            at=context.now(),
            actor=access.find_member(writer, author).id,
            action=action,
            item_kind=kind,
            item_id=item_id,
            after=found,
        )
        writer.put(entry)
    return entry


def entries(
    context: Context, viewer: str | None, *, item_id: str | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The newest entries first: all of them for an admin, one's own for anyone else."""
    with context.workspace.reading() as reader:
        member = access.find_member(reader, viewer)
        only: dict[str, Any] = {} if member.role is Role.ADMIN else {"actor": member.id}
        if item_id is not None:
            only["item_id"] = item_id
        return reader.find(AuditEntry, newest_first=True, limit=limit, **only)


def written(values: Sequence[Any]) -> dict[str, object] | None:
    """Values as a JSON object, lists by kind; None for no values."""
    listed: dict[str, object] = {}
    for value in values:
        name = NAMES[type(value)]
        kept = listed.setdefault(name, [])
        assert isinstance(kept, list)
        kept.append(plain(value))
    return listed or None


def plain(value: Any) -> dict[str, Any]:
    """One value as a JSON object."""
    found: dict[str, Any] = _adapter(NAMES[type(value)]).dump_python(value, mode="json")
    return found


def restored(listed: Mapping[str, object] | None) -> dict[type[Any], list[Any]]:
    """The values that `written` wrote, by kind."""
    values: dict[type[Any], list[Any]] = defaultdict(list)
    for name, items in (listed or {}).items():
        assert isinstance(items, list)
        adapter = _adapter(name)
        values[KINDS[name]] = [adapter.validate_python(item) for item in items]
    return values


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[name])
