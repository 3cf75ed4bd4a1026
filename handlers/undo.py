"""Undoing what was written, by its entry in the audit log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
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
NAMING = ("what", "name", "title", "goal", "quote")
"""Fields in which a record says what it is, the first that it has."""

Key = tuple[type[Any], str]
"""The kind and the id of a record."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The entry that records the undoing, and what stayed because it was changed again since."""

    entry: AuditEntry
    kept: tuple[Any, ...]

    @property
    def kept_words(self) -> list[str]:
        """What people call each of the records that stayed."""
        return [next(filter(None, _named(one)), one.id) for one in self.kept]


def undo(context: Context, audit_entry_id: str, actor: str | None) -> Undone:
    """Restore what an entry changed; of the rest of it, what was changed again since stays.

    Only who did it, or an admin, may undo it. Raises `NotFound` for an entry that is not there or
    not theirs, and `BadInput` when the entry's own item was changed again since.
    """
    with context.workspace.writing() as writer:
        member = access.find_member(writer, actor)
        entry = _theirs(writer, audit_entry_id, member)
        _check_undoable(writer, entry)
        was, left = _records(entry.before), _records(entry.after)
        now = {key: writer.get(*key) for key in {**was, **left}}
        _check_unchanged(entry, left, now)
        then = {key: _restored(was.get(key), left.get(key), one) for key, one in now.items()}
        _put(writer, now, then)
        kept = tuple(one for key, one in then.items() if _stayed(one, was.get(key), left.get(key)))
        return Undone(_record(context, writer, entry, member, now, then), kept)


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


def _check_unchanged(entry: AuditEntry, left: Mapping[Key, Any], now: Mapping[Key, Any]) -> None:
    item = (audit.KINDS[entry.item_kind], entry.item_id)
    if not _alike(now.get(item), left.get(item)):
        raise BadInput(
            "This {kind} was changed again since. Undo the later change first (`cairn audit "
            "list --item {item}`); nothing was changed.",
            kind=entry.item_kind,
            item=entry.item_id,
        )


def _records(listed: Mapping[str, object] | None) -> dict[Key, Any]:
    return {
        (kind, value.id): value
        for kind, values in audit.restored(listed).items()
        for value in values
    }


def _restored(was: Any, left: Any, now: Any) -> Any:
    """What stands after the undoing, where the change made `left` of `was`; None for nothing."""
    if was is None or left is None or now is None:
        return was if _alike(now, left) else now
    back = {name: getattr(was, name) for name in _changed(was, left)}
    return replace(now, **{name: was for name, was in back.items() if _same(name, now, left)})


def _stayed(then: Any, was: Any, left: Any) -> bool:
    """Whether it is not as it was before the change, because somebody else changed it since."""
    if then is None or was is None or left is None:
        return then is not None and not _alike(then, was)
    return any(not _same(name, then, was) for name in _changed(was, left) if name not in MOVING)


def _named(record: Any) -> Iterator[str | None]:
    return (getattr(record, name, None) for name in NAMING)


def _alike(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return not set(_changed(one, other)) - set(MOVING)


def _changed(before: Any, after: Any) -> list[str]:
    return [field.name for field in fields(before) if not _same(field.name, before, after)]


def _same(name: str, one: Any, other: Any) -> bool:
    return bool(getattr(one, name) == getattr(other, name))


def _put(writer: Writer, now: Mapping[Key, Any], then: Mapping[Key, Any]) -> None:
    """Take away what the change added, and put back what it replaced or removed."""
    for (kind, item_id), value in then.items():
        if value is None and now[kind, item_id] is not None:
            writer.remove(kind, id=item_id)
        elif value != now[kind, item_id]:
            writer.put(value)


def _record(
    context: Context,
    writer: Writer,
    entry: AuditEntry,
    member: Member,
    now: Mapping[Key, Any],
    then: Mapping[Key, Any],
) -> AuditEntry:
    moved = [key for key in now if now[key] != then[key]]
    undoing = AuditEntry(
        id=_undoing(entry),
        at=context.now(),
        actor=member.id,
        action=f"{entry.item_kind}.{UNDONE}",
        item_kind=entry.item_kind,
        item_id=entry.item_id,
        before=audit.written([now[key] for key in moved if now[key] is not None]),
        after=audit.written([then[key] for key in moved if then[key] is not None]),
    )
    writer.put(undoing)
    return undoing


def _undoing(entry: AuditEntry) -> str:
    return f"{entry.id}.{UNDONE}"
