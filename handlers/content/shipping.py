"""Putting the library that ships with us into a workspace."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.content import shelving
from handlers.content.reports import Report
from handlers.context import Context
from knowledge.records import Progress
from playbooks import shipped
from playbooks.content import Document

TOGETHER = 20
"""Pieces written in one transaction."""


def load_shipped(context: Context, progress: Progress | None = None) -> Report:
    """Bring the shipped pieces in step with this version; instant when they are already."""
    files = shipped.files()
    report = Report()
    with context.workspace.reading() as reader:
        there = {d.id: d.digest for d in reader.find(Document, source=shipped.SOURCE)}
    changed = [file for name, file in files.items() if there.get(name) != shipped.digest(file)]
    report.unchanged = len(files) - len(changed)
    documents = [replace(shipped.load(file), added_at=context.now()) for file in changed]
    report.updated = sum(document.id in there for document in documents)
    report.added = len(documents) - report.updated
    _write(context, documents, report, progress)
    _remove(context, sorted(set(there) - set(files)), report)
    return shelving.refresh(context, report, progress) if report.changed else report


def _write(
    context: Context, documents: Sequence[Document], report: Report, progress: Progress | None
) -> None:
    for start in range(0, len(documents), TOGETHER):
        some = documents[start : start + TOGETHER]
        with context.workspace.writing() as writer:
            report.passages += sum(context.library.add(writer, document) for document in some)
        if progress is not None:
            progress("Reading documents", start + len(some), len(documents))


def _remove(context: Context, ids: Sequence[str], report: Report) -> None:
    if ids:
        with context.workspace.writing() as writer:
            for document_id in ids:
                context.library.remove(writer, document_id)
    report.removed += len(ids)
