"""What the files that were found mean for the documents that are held."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from handlers.content import files, reading, reports
from handlers.content.files import File
from handlers.content.reading import Origin, Read
from handlers.content.reports import Remark, Report, Sentence
from handlers.content.shelving import Change
from handlers.context import Context
from knowledge.conversion.converter import Converter
from knowledge.records import Progress
from playbooks.content import Document
from playbooks.errors import BadInput

KEPT = "What the library holds of it was kept."
TWICE = "It has the same content as {path}, and was not added a second time."


class Plan:
    """The changes that bring the held documents in step with files, read one after another.

    A file with the content of a document whose own file is gone is that document, moved: it keeps
    its id, and so every citation of it. One with the content of a document that is still there is
    not added twice. With `renames`, a document takes the path and kind that it is given by now.
    """

    def __init__(
        self, context: Context, held: Iterable[Document], report: Report, *, renames: bool = False
    ) -> None:
        self._now = context.now()
        self._held = {d.location or d.id: d for d in held}
        self._by_digest = {d.digest: d for d in self._held.values()}
        self._ids = {d.id for d in self._held.values()}
        self._report = report
        self._renames = renames
        self.moved: set[str] = set()

    def changes(
        self, found: Iterable[tuple[File, str]], progress: Progress | None = None
    ) -> Iterator[Change]:
        """A change for each file, given with the kind of pages that name none, that needs one."""
        listed = list(found)
        with Converter() as converter:
            for number, (file, kind) in enumerate(listed, start=1):
                try:
                    change = self._change(file, kind, converter)
                except BadInput as error:
                    self._refuse(file, error)
                else:
                    yield from [change] if change else []
                if progress is not None:
                    progress("Reading documents", number, len(listed))

    def _change(self, file: File, kind: str, converter: Converter) -> Change | None:
        content = files.content(file)
        digest = reading.digest(content)
        held = self._held.get(str(file.location))
        twin = self._by_digest.get(digest)
        if held is not None and held.digest == digest and not self._is_renamed(held, file, kind):
            self._report.unchanged += 1
            return None
        if held is None and twin is not None and not _is_gone(twin):
            twice = Sentence(TWICE, {"path": twin.path})
            self._report.remarks.append(Remark(file.path, (twice,)))
            return None
        before = held or twin
        document_id = before.id if before else self._fresh_id(file, digest)
        origin = Origin(file.path, str(file.location), self._now)
        kind = twin.kind if twin and held is None else kind
        read = reading.read(content, origin, document_id, kind, converter)
        return self._planned(read, held, twin)

    def _planned(self, read: Read, held: Document | None, twin: Document | None) -> Change | None:
        document = read.document
        if read.remarks:
            self._report.remarks.append(Remark(document.path, read.remarks))
        self._by_digest[document.digest] = document
        if held is not None and _alike(held, document):
            self._report.unchanged += 1
            return None
        if held is not None:
            return Change(reports.UPDATED, document, held)
        if twin is not None:
            self.moved.add(twin.id)
            return Change(reports.MOVED, document, twin)
        self._ids.add(document.id)
        return Change(reports.ADDED, document)

    def _is_renamed(self, held: Document, file: File, kind: str) -> bool:
        return self._renames and (held.path != file.path or held.kind != kind)

    def _refuse(self, file: File, error: BadInput) -> None:
        held = self._held.get(str(file.location))
        kept = (Sentence(KEPT),) if held else ()
        self._report.rejected.append(Remark(file.path, (reports.of(error), *kept)))

    def _fresh_id(self, file: File, digest: str) -> str:
        """By where the file lies, unless a document that moved away took that id along."""
        place = str(file.location)
        for name in (place, f"{place}\n{digest}"):
            document_id = f"page-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
            if document_id not in self._ids:
                break
        return document_id


def _is_gone(document: Document) -> bool:
    """True when its own file was there and is not any more."""
    location = Path(document.location or "")
    try:
        return location.is_absolute() and not location.exists()
    except OSError:
        return False


def _alike(before: Document, after: Document) -> bool:
    return (before.path, before.kind, before.digest) == (after.path, after.kind, after.digest)
