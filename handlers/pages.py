"""Reading Markdown pages from disk into documents, each with a clear reason when it cannot be."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge import chunks, languages
from playbooks import front_matter
from playbooks.content import Document
from playbooks.errors import BadInput

ENDINGS = (".md", ".markdown")

LARGEST = 5_000_000
"""Bytes of a page; a larger file is an export or a mistake, not something to read."""

LOOKED_AT = 4_000
"""Characters in which a page's title is looked for."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it was given, and where it lies."""

    path: str
    location: Path

    @property
    def id(self) -> str:
        """The same for a file however it was given, so that adding it again replaces it."""
        return f"page-{hashlib.sha256(str(self.location).encode()).hexdigest()[:12]}"


def within(given: str, location: Path) -> Iterator[Page]:
    """The pages of a file or folder, by name; hidden files and folders are left out.

    Raises `BadInput` when there is no such path, or nothing in it that could be read.
    """
    if location.is_file():
        if location.suffix.lower() not in ENDINGS:
            raise BadInput("is not Markdown; give a file that ends in .md, or a folder of them")
        yield Page(given, location)
        return
    if not location.is_dir():
        raise BadInput("does not exist; check the path")
    files = [file for file in sorted(location.rglob("*")) if _is_page(file, location)]
    if not files:
        raise BadInput("holds no Markdown file (.md); check that it is the right folder")
    for file in files:
        yield Page(str(Path(given) / file.relative_to(location)), file)


def digest(page: Page) -> str:
    """The SHA-256 of the file; raises `BadInput` when it cannot be read."""
    return hashlib.sha256(_bytes(page)).hexdigest()


def read(page: Page, kind: str, now: datetime) -> Document:
    """The page as a document; raises `BadInput` with the reason when it cannot be used.

    Its front matter is used where there is any. Without, the title is the first heading (or the
    file's name), the stage is not known, and the language is the text's own.
    """
    content = _bytes(page)
    parsed = front_matter.split(_decoded(content))
    matter = front_matter.read(front_matter.Page, parsed.matter)
    if not parsed.text.strip():
        raise BadInput("is empty; there is nothing to search")
    heading = chunks.cut(parsed.text[:LOOKED_AT]).title
    return Document(
        id=page.id,
        path=page.path,
        title=matter.title or heading or page.location.stem,
        kind=matter.kind or kind,
        language=matter.language or languages.detect(parsed.text).code,
        digest=hashlib.sha256(content).hexdigest(),
        text=parsed.text,
        stage=matter.stage,
        audience=matter.audience,
        segments=matter.segments,
        intents=matter.intents,
        triggers=matter.triggers,
        goals=matter.goals,
        steps=tuple(step.model_dump() for step in matter.steps),
        learning_objective=matter.learning_objective,
        summary=matter.summary,
        source="added",
        added_at=now,
    )


def _is_page(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in ENDINGS and not hidden and file.is_file()


def _bytes(page: Page) -> bytes:
    try:
        size = page.location.stat().st_size
        if size > LARGEST:
            raise BadInput(f"is larger than {LARGEST // 1_000_000} MB; cut it into pages")
        return page.location.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {(error.strerror or str(error)).lower()}") from error


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise BadInput("is not text but a binary file named like Markdown")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadInput(f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
