"""Writing documents into the library and out of it, in one transaction with who did it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.content import reports
from handlers.content.reports import Changed, Report
from handlers.context import Context
from knowledge.records import Progress
from playbooks.content import Document
from playbooks.conversations import AuditEntry
from playbooks.people import Member
from storage.workspace import Reader, Writer

ITEM = "document"
"""By which the audit log knows a document. It keeps where each came from, not the text."""


@dataclass(frozen=True, slots=True)
class Change:
    """A document as it shall be, or, when it is `removed`, as it was; `was` is the one before."""

    what: str
    document: Document
    was: Document | None = None


def write(context: Context, actor: Member, changes: Sequence[Change], report: Report) -> None:
    """All changes or none of them; call `refresh` afterwards."""
    if not changes:
        return
    with context.workspace.writing() as writer:
        for change in changes:
            report.passages += _write(context, writer, change)
        writer.put_many([_entry(context, actor, change) for change in changes])
    for change in changes:
        report.count(_counted(change))


def added_by(reader: Reader, document_id: str) -> str | None:
    """Who put the document there, as the audit log says."""
    entries = reader.find(AuditEntry, item_id=document_id, item_kind=ITEM, newest_first=True)
    return next((e.actor for e in entries if e.action == f"{ITEM}.{reports.ADDED}"), None)


def refresh(context: Context, report: Report, progress: Progress | None = None) -> Report:
    """Embed what is new; outside of any transaction."""
    report.embedded = context.library.refresh(context.workspace, progress)
    report.notice = context.library.notice
    return report


def _write(context: Context, writer: Writer, change: Change) -> int:
    if change.what == reports.REMOVED:
        context.library.remove(writer, change.document.id)
        return 0
    return context.library.add(writer, change.document)


def _entry(context: Context, actor: Member, change: Change) -> AuditEntry:
    is_removed = change.what == reports.REMOVED
    return AuditEntry(
        id=context.new_id("audit"),
        at=context.now(),
        actor=actor.id,
        action=f"{ITEM}.{change.what}",
        item_kind=ITEM,
        item_id=change.document.id,
        before=_described(change.document if is_removed else change.was),
        after=None if is_removed else _described(change.document),
    )


def _described(document: Document | None) -> dict[str, object] | None:
    if document is None:
        return None
    names = ("path", "location", "title", "kind", "digest")
    return {name: getattr(document, name) for name in names}


def _counted(change: Change) -> Changed:
    moved = change.was if change.what == reports.MOVED else None
    document = change.document
    return Changed(change.what, document.path, document.title, moved.path if moved else None)
