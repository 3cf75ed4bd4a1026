"""Undoing what was written, by its entry in the audit log."""

from dataclasses import fields
from typing import Any

from handlers import access, audit
from handlers.context import Context
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput, NotFound
from playbooks.people import Member, Role
from storage.workspace import Writer

UNDONE = "undone"
MOVING = ("version", "recorded_at")
"""Fields of a record that differ after it was amended and put back."""


def undo(context: Context, audit_entry_id: str, actor: str | None) -> AuditEntry:
    """Restore what an entry's item was before it; returns the entry that records the undoing.

    Only who did it, or an admin, may undo it. Raises `NotFound` for an entry that is not there or
    not theirs, and `BadInput` when the item was changed again since.
    """
    with context.workspace.writing() as writer:
        member = access.find_member(writer, actor)
        entry = _theirs(writer, audit_entry_id, member)
        _check_undoable(writer, entry)
        _swap(writer, entry)
        return _record(context, writer, entry, member)


def _theirs(writer: Writer, entry_id: str, member: Member) -> AuditEntry:
    entry = writer.get(AuditEntry, entry_id)
    allowed = entry is not None and (member.role is Role.ADMIN or entry.actor == member.id)
    if entry is None or not allowed:
        raise NotFound(
            "You have no change {entry_id} that could be undone. Nothing was changed.",
            entry_id=entry_id,
        )
    return entry


def _check_undoable(writer: Writer, entry: AuditEntry) -> None:
    if entry.action.endswith(UNDONE):
        raise BadInput("That entry is an undoing itself. Write it again instead.")
    if writer.get(AuditEntry, _undoing(entry)) is not None:
        raise BadInput("That change was undone already. Nothing was changed.")
    if entry.item_kind not in audit.KINDS or (entry.before is None and entry.after is None):
        raise BadInput("A change of the kind {action} cannot be undone.", action=entry.action)
    if _changed_since(writer, entry):
        raise BadInput(
            "This {kind} was changed again since. Undo the later change first (`cairn audit "
            "list --item {item}`); nothing was changed.",
            kind=entry.item_kind,
            item=entry.item_id,
        )


def _changed_since(writer: Writer, entry: AuditEntry) -> bool:
    kind = audit.KINDS[entry.item_kind]
    left = next((v for v in audit.restored(entry.after)[kind] if v.id == entry.item_id), None)
    return not _alike(writer.get(kind, entry.item_id), left)


def _alike(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    names = (field.name for field in fields(one) if field.name not in MOVING)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _swap(writer: Writer, entry: AuditEntry) -> None:
    """Take away what the change added, and put back what it replaced or removed."""
    before, after = audit.restored(entry.before), audit.restored(entry.after)
    kept = {(kind, value.id) for kind, values in before.items() for value in values}
    for kind, values in after.items():
        gone = [value.id for value in values if (kind, value.id) not in kept]
        if gone:
            writer.remove(kind, id=gone)
    for values in before.values():
        if values:
            writer.put_many(values)


def _record(context: Context, writer: Writer, entry: AuditEntry, member: Member) -> AuditEntry:
    undoing = AuditEntry(
        id=_undoing(entry),
        at=context.now(),
        actor=member.id,
        action=f"{entry.item_kind}.{UNDONE}",
        item_kind=entry.item_kind,
        item_id=entry.item_id,
        before=entry.after,
        after=entry.before,
    )
    writer.put(undoing)
    return undoing


def _undoing(entry: AuditEntry) -> str:
    return f"{entry.id}.{UNDONE}"
