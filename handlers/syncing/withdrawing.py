"""What becomes of our records when the remote deletes its own, or takes one back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import audit, note_records
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.meetings import Meeting
from playbooks.notes import Note
from playbooks.people import Contact
from playbooks.remotes import RemoteRecord
from storage.workspace import Writer

ACTION = "sync.withdrawn"


def withdraw(
    context: Context, writer: Writer, kinds: Sequence[type[Any]], record: RemoteRecord
) -> None:
    """A record was deleted at the remote.

    An account stays, with all that hangs on it, and is listed as archived. A contact is not
    active any more, which does not say that they left; a meeting is called off; what is left
    would count in figures without a source, so it is taken out, and the audit log can undo that.
    """
    for kind in kinds:
        if kind is Contact:
            _change(writer, Contact, record.remote_id, active=False)
        elif kind is Meeting:
            _change(writer, Meeting, record.remote_id, cancelled=True)
        elif kind is not Account:
            _take_out(context, writer, kind, record)


def bring_back(writer: Writer, kinds: Sequence[type[Any]], record: RemoteRecord) -> None:
    """A record that was deleted is there again; what was taken out comes with its page."""
    for kind in kinds:
        if kind is Contact:
            _change(writer, Contact, record.remote_id, active=True)
        elif kind is Meeting:
            _change(writer, Meeting, record.remote_id, cancelled=False)


def remove(writer: Writer, kind: type[Any], ids: Sequence[str]) -> list[Any]:
    """Take out the values of a kind with these ids, and what was read out of them; returns all."""
    there = writer.find(kind, id=list(ids))
    if not there:
        return []
    found = [value.id for value in there]
    derived = _derived(writer, found) if kind is Note else []
    for value in derived:
        writer.remove(type(value), id=value.id)
    writer.remove(kind, id=found)
    return [*there, *derived]


def _change(writer: Writer, kind: type[Any], item_id: str, **fields: Any) -> None:
    value = writer.get(kind, item_id)
    if value is not None:
        writer.put(replace(value, **fields))


def _take_out(context: Context, writer: Writer, kind: type[Any], record: RemoteRecord) -> None:
    removed = remove(writer, kind, [record.remote_id])
    if removed:
        actor = f"connector:{record.connector}"
        audit.record(context, writer, actor, ACTION, removed[0], before=removed)


def _derived(writer: Writer, note_ids: Sequence[str]) -> list[Any]:
    """What was read out of notes; a promise that was kept stays, as when a note is amended."""
    read_out = note_records.derived(writer, note_ids)
    return [one for one in read_out if note_records.kept_on(one) is None]
