"""Finding the documents of a file or folder on disk, and reading their bytes within bounds."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import filterfalse
from pathlib import Path

from knowledge.conversion import formats
from playbooks.errors import BadInput

TEXT_ENDINGS = (".md", ".markdown", ".txt")
ENDINGS = (*TEXT_ENDINGS, *formats.ENDINGS)

LARGEST = 50_000_000
"""Bytes of a document; a larger one is a film or an export, not something to read."""

LARGEST_TEXT = 5_000_000
"""Bytes of plain text: some 2,000 pages."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was given, and where it lies."""

    path: str
    location: Path


@dataclass(slots=True)
class Found:
    """The documents of a path, and the folders below it that could not be opened, with why."""

    files: list[File] = field(default_factory=list)
    closed: list[tuple[File, BadInput]] = field(default_factory=list)


def shown(path: str) -> str:
    """A path as text: bytes of a name that are no UTF-8 become question marks."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def locate(given: str) -> Path:
    """Where a path leads; raises `BadInput` when it leads nowhere."""
    if not _is_text(given):
        raise _nameless()
    try:
        return Path(given).expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise BadInput(
            "The path leads in a circle or cannot be followed. Nothing was added from it; check "
            "the links on the way."
        ) from error


def within(given: str, location: Path) -> Found:
    """The documents of a file or folder, by name.

    Hidden files and folders are left out, and links to folders are not followed. Raises `BadInput`
    when there is no such path, or nothing in it that could be read.
    """
    try:
        if location.is_file():
            check_name(location.name)
            return Found([File(given, location)])
        if not location.is_dir():
            raise BadInput(
                "The path does not exist. Nothing was added from it; check how it is written."
            )
    except OSError as error:
        raise _unreadable(error) from error
    found = _walk(given, location)
    if not found.files and not found.closed:
        raise BadInput(
            "The folder holds nothing that can be read: no PDF, Word (.docx), PowerPoint (.pptx), "
            "HTML, Markdown (.md) or plain text (.txt). Check that it is the right one."
        )
    return found


def content(file: File) -> bytes:
    """The file's bytes; raises `BadInput` when it is too large, empty or not to be read."""
    is_text = file.location.suffix.lower() in TEXT_ENDINGS
    try:
        with file.location.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            check_size(size, LARGEST_TEXT if is_text else LARGEST)
            return opened.read(LARGEST)
    except OSError as error:
        raise _unreadable(error) from error


def check_name(name: str) -> None:
    """Raises `BadInput` when files that are called so cannot be read."""
    if Path(name).suffix.lower() not in ENDINGS:
        raise BadInput(
            "Files of this kind cannot be read. It was left out; give PDF, Word (.docx), "
            "PowerPoint (.pptx), HTML, Markdown (.md) or plain text (.txt), or a folder of them."
        )


def check_size(size: int, most: int = LARGEST) -> None:
    """Raises `BadInput` when a file of `size` bytes is empty or larger than `most`."""
    if size == 0:
        raise empty()
    if size > most:
        raise BadInput(
            "The file has {size} MB, and at most {most} MB are read. It was left out; cut it into "
            "smaller documents, or save it without pictures.",
            size=round(size / 1_000_000),
            most=most // 1_000_000,
        )


def empty() -> BadInput:
    """What is said of a file without any text."""
    return BadInput(
        "The file is empty, there is nothing to search. It was left out; add it again when there "
        "is text in it."
    )


def _walk(given: str, location: Path) -> Found:
    found = Found()

    def closed(error: OSError) -> None:
        file = _beneath(given, location, Path(error.filename))
        found.closed.append((file, _unreadable(error)))

    for folder, names, files in os.walk(location, onerror=closed):
        for name in filterfalse(_is_text, [*names, *files]):
            path = _beneath(given, location, Path(folder, name))
            found.closed.append((File(shown(path.path), path.location), _nameless()))
        names[:] = sorted(name for name in names if _is_text(name) and not name.startswith("."))
        listed = _documents(Path(folder), files)
        found.files.extend(_beneath(given, location, path) for path in listed)
    return found


def _documents(folder: Path, names: list[str]) -> Iterator[Path]:
    for name in sorted(names):
        path = folder / name
        # Office keeps such a file beside each document that somebody has open.
        is_hidden = name.startswith((".", "~$"))
        is_document = path.suffix.lower() in ENDINGS and _is_text(name) and not is_hidden
        if is_document and path.is_file():
            yield path


def _beneath(given: str, top: Path, path: Path) -> File:
    return File(str(Path(given) / path.relative_to(top)), path)


def _is_text(name: str) -> bool:
    return shown(name) == name


def _nameless() -> BadInput:
    return BadInput(
        "Its name is not valid text (UTF-8). It was left out; rename it and add it again."
    )


def _unreadable(error: OSError) -> BadInput:
    return BadInput(
        "It cannot be opened: {why}. What the library holds of it was kept; give this user the "
        "right to read it and try again.",
        why=(error.strerror or str(error)).lower(),
    )
