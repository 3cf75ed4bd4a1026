"""The audit log: who wrote what, with enough of before and after to undo it."""

from collections.abc import Sequence
from typing import Any

from handlers.context import Context
from playbooks.conversations import AuditEntry
from storage.workspace import Writer


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
    raise NotImplementedError


def entries(
    context: Context, viewer: str | None, *, item_id: str | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The newest entries first: all of them for an admin, one's own for anyone else."""
    raise NotImplementedError
