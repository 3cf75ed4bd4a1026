"""Undoing what was written, by its entry in the audit log."""

from handlers.context import Context
from playbooks.conversations import AuditEntry


def undo(context: Context, audit_entry_id: str, actor: str | None) -> AuditEntry:
    """Restore what an entry's item was before it; returns the entry that records the undoing.

    Only who did it, or an admin, may undo it. Raises `NotFound` for an entry that is not there or
    not theirs, and `BadInput` when the item was changed again since.
    """
    raise NotImplementedError
