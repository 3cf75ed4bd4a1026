"""Which files can be turned into Markdown, and what must be true of one before it is opened."""

import zipfile
from enum import StrEnum
from io import BytesIO

from playbooks.errors import BadInput


class Format(StrEnum):
    """A kind of document that a converter reads."""

    PDF = "pdf"
    WORD = "docx"
    POWERPOINT = "pptx"
    HTML = "html"


ENDINGS = {
    ".pdf": Format.PDF,
    ".docx": Format.WORD,
    ".pptx": Format.POWERPOINT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}

MAIN_PARTS = {Format.WORD: "word/document.xml", Format.POWERPOINT: "ppt/presentation.xml"}

MOST_UNPACKED = 300_000_000
"""Bytes that all parts of an Office file may unpack to; real ones with many pictures stay below."""

MOST_PARTS = 20_000
"""Parts of an Office file; a deck of 500 slides has some 3,000."""

MOST_GROWTH = 200
"""How many times larger a part may become; the text of Office files grows ten- to thirtyfold."""

SMALL_PART = 5_000_000
"""Bytes below which a part's growth says nothing."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How files of Office before 2007 begin, and files that Office locked with a password."""

BEGINNING = 1_024
"""Bytes within which a PDF says that it is one."""


def check(content: bytes, format: Format) -> None:
    """Raises `BadInput` when the file is not what its name says, is locked, or would not fit."""
    if format is Format.PDF:
        if b"%PDF-" not in content[:BEGINNING]:
            raise not_what_it_says()
    elif format in MAIN_PARTS:
        _check_office(content, MAIN_PARTS[format])
    elif b"\0" in content[:BEGINNING] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise not_what_it_says()


def locked() -> BadInput:
    """What is said of a document that opens with a password only."""
    return BadInput(
        "The file is locked with a password. It was left out; save a copy without the password "
        "and add that."
    )


def damaged() -> BadInput:
    """What is said of a document that cannot be opened."""
    return BadInput(
        "The file is damaged or incomplete. It was left out; open it in the program that made it, "
        "save it anew and add that."
    )


def not_what_it_says() -> BadInput:
    """What is said of a file whose content does not fit its name."""
    return BadInput(
        "The file is not what the ending of its name says. It was left out; give it its right "
        "ending, or save it anew in that format."
    )


def swollen() -> BadInput:
    """What is said of a file that unpacks to more than a document has."""
    return BadInput(
        "The file unpacks to far more than a document holds, as files do that are made to do harm. "
        "It was left out; save the document anew if it is a real one."
    )


def _check_office(content: bytes, main_part: str) -> None:
    if content.startswith(OLD_OFFICE):
        raise BadInput(
            "The file is locked with a password, or from an Office before 2007. It was left out; "
            "save it without a password as .docx or .pptx and add that."
        )
    if not content.startswith(b"PK"):
        raise not_what_it_says()
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged() from error
    if _is_swollen(parts):
        raise swollen()
    if main_part not in {part.filename for part in parts}:
        raise not_what_it_says()


def _is_swollen(parts: list[zipfile.ZipInfo]) -> bool:
    """By what the file says of itself; more than it says is never unpacked."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return True
    large = (part for part in parts if part.file_size > SMALL_PART)
    return any(part.file_size > MOST_GROWTH * max(part.compress_size, 1) for part in large)
