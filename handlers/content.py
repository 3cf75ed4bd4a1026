"""The library's content: what ships with us, what a workspace adds, and keeping both in step."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from handlers import pages
from handlers.context import Context
from knowledge.library import Item
from knowledge.records import Progress
from playbooks import shipped
from playbooks.content import Document, Folder
from playbooks.errors import BadInput
from playbooks.notes import Note
from storage.shelf import Shelf
from storage.workspace import Reader

TOGETHER = 20
"""Documents written in one transaction."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A path that could not be added, and why, as the rest of a sentence that begins with it."""

    path: str
    why: str


@dataclass(slots=True)
class Report:
    """What adding did: documents by what became of them, and passages that are new."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    embedded: int = 0
    rejected: list[Refused] = field(default_factory=list)
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of the library and the number of its passages."""

    document: Document
    passages: int


def load_shipped(context: Context, progress: Progress | None = None) -> Report:
    """Put the library that ships with us into the workspace; instant when it is there already."""
    files = shipped.files()
    report = Report()
    with context.workspace.reading() as reader:
        there = {d.id: d.digest for d in reader.find(Document, source=shipped.SOURCE)}
    changed = [file for name, file in files.items() if there.get(name) != shipped.digest(file)]
    report.unchanged = len(files) - len(changed)
    documents = [replace(shipped.load(file), added_at=context.now()) for file in changed]
    _write(context, documents, set(there), report, progress)
    _remove(context, sorted(set(there) - set(files)), report)
    return _refreshed(context, report, progress) if _changed(report) else report


def add(
    context: Context, paths: Sequence[str], kind: str = "playbook", progress: Progress | None = None
) -> Report:
    """Add Markdown files and folders of them; `sync` follows them from now on.

    What was added before and has not changed is left alone. A file that cannot be used is reported
    with the reason while the others go in. `kind` is that of pages that name none.
    """
    report = Report()
    found: dict[str, pages.Page] = {}
    for path in paths:
        location = Path(path).expanduser().resolve()
        try:
            found |= {page.id: page for page in pages.within(path, location)}
        except BadInput as error:
            report.rejected.append(Refused(path, str(error)))
        else:
            _follow(context, path, location, kind)
    _bring_in(context, found.values(), kind, report, progress)
    return _refreshed(context, report, progress)


def sync(context: Context, progress: Progress | None = None) -> Report:
    """Bring in what was added, changed or removed in the files and folders that were added.

    A folder that is not there any more is reported, and its pages are kept: it may be a disk that
    is not mounted.
    """
    report = Report()
    with context.workspace.reading() as reader:
        folders = reader.find(Folder)
    for folder in folders:
        _sync(context, folder, report, progress)
    return _refreshed(context, report, progress)


def listing(context: Context) -> list[Listed]:
    """All documents with their passages counted, shipped ones last, by path."""
    with context.workspace.reading() as reader:
        counts = Counter(entry[1] for entry in Shelf(reader).entries())
        documents = reader.find(Document)
    documents.sort(key=lambda document: (document.source == shipped.SOURCE, document.path))
    return [Listed(document, counts[document.id]) for document in documents]


def learn_notes(context: Context, progress: Progress | None = None) -> int:
    """Make the vectors of notes that have none, so that the first question about them is quick."""
    with context.workspace.reading() as reader:
        items = [Item(note.id, note.text, note.language) for note in reader.find(Note)]
    return context.library.learn(context.workspace, items, progress)


def _sync(context: Context, folder: Folder, report: Report, progress: Progress | None) -> None:
    location = Path(folder.location)
    try:
        found = {page.id: page for page in pages.within(folder.path, location)}
    except BadInput as error:
        report.rejected.append(Refused(folder.path, f"{error}. Its pages were kept"))
        return
    _bring_in(context, found.values(), folder.kind, report, progress)
    with context.workspace.reading() as reader:
        held = [document.id for document in _documents_of(reader, folder)]
    _remove(context, sorted(set(held) - set(found)), report)


def _documents_of(reader: Reader, folder: Folder) -> list[Document]:
    beneath = folder.path.rstrip("/") + "/"
    added = reader.find(Document, source="added")
    return [d for d in added if d.path == folder.path or d.path.startswith(beneath)]


def _follow(context: Context, path: str, location: Path, kind: str) -> None:
    name = f"folder-{hashlib.sha256(str(location).encode()).hexdigest()[:12]}"
    with context.workspace.writing() as writer:
        writer.put(Folder(name, path, str(location), kind, context.now()))


def _bring_in(
    context: Context,
    found: Iterable[pages.Page],
    kind: str,
    report: Report,
    progress: Progress | None,
) -> None:
    with context.workspace.reading() as reader:
        there = {d.id: d for d in reader.find(Document, source="added")}
    changed = []
    for page in found:
        try:
            if not _is_unchanged(page, there.get(page.id)):
                changed.append(pages.read(page, kind, context.now()))
                continue
        except BadInput as error:
            report.rejected.append(Refused(page.path, str(error)))
            continue
        report.unchanged += 1
    _write(context, changed, set(there), report, progress)


def _is_unchanged(page: pages.Page, held: Document | None) -> bool:
    return held is not None and held.path == page.path and held.digest == pages.digest(page)


def _write(
    context: Context,
    documents: Sequence[Document],
    there: set[str],
    report: Report,
    progress: Progress | None,
) -> None:
    for start in range(0, len(documents), TOGETHER):
        some = documents[start : start + TOGETHER]
        with context.workspace.writing() as writer:
            report.passages += sum(context.library.add(writer, document) for document in some)
        report.updated += sum(document.id in there for document in some)
        report.added += sum(document.id not in there for document in some)
        if progress is not None:
            progress("Reading documents", start + len(some), len(documents))


def _remove(context: Context, ids: Sequence[str], report: Report) -> None:
    if ids:
        with context.workspace.writing() as writer:
            for document_id in ids:
                context.library.remove(writer, document_id)
    report.removed += len(ids)


def _changed(report: Report) -> bool:
    return bool(report.added or report.updated or report.removed)


def _refreshed(context: Context, report: Report, progress: Progress | None) -> Report:
    report.embedded = context.library.refresh(context.workspace, progress)
    report.notice = context.library.notice
    return report
