"""Reading the bytes of a file into a document, each with a clear reason when it cannot be."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from handlers.content import files
from handlers.content.reports import Sentence
from knowledge import chunks, page_language, scope
from knowledge.conversion import formats, titles
from knowledge.conversion.converted import Converted
from knowledge.conversion.converter import Converter
from playbooks import front_matter
from playbooks.content import Document
from playbooks.errors import BadInput

LOOKED_AT = 4_000
"""Characters in which a document's title is looked for."""

MOST_LISTED = 8
"""Page numbers that a remark names."""

FOREIGN = (
    "It is in none of the languages that Cairn speaks (English, Italian, Chinese), or in none that "
    "can be told. It was kept, and is found by its words rather than by its meaning."
)

PICTURES = (
    "{pictures} of its {pages} pages hold no text, only pictures (p. {which}), and reading "
    "pictures (OCR) is missing here. The others were kept."
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from: its path as it was given, where it lies, when it was added."""

    path: str
    location: str
    now: datetime

    @property
    def name(self) -> str:
        """The name of the file."""
        return PurePath(self.path).name

    @property
    def ending(self) -> str:
        """What the name of the file ends in, with its dot, in small letters."""
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Read:
    """A document, and sentences on what a person should know of it."""

    document: Document
    remarks: tuple[Sentence, ...] = ()


def digest(content: bytes) -> str:
    """By which the same content is recognised, wherever it lies: the SHA-256 of the file."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes, origin: Origin, document_id: str, kind: str, converter: Converter) -> Read:
    """The file as a document; raises `BadInput` with the reason when it cannot be used.

    Front matter is used where there is any. Without, the title is the document's own, its first
    heading or the file's name; the stage is the one that the title names, or not known.
    """
    if origin.ending in formats.ENDINGS:
        return _converted(content, origin, document_id, kind, converter)
    parsed = front_matter.split(_decoded(content))
    matter = front_matter.read(front_matter.Page, parsed.matter)
    return _read(parsed.text, origin, document_id, digest(content), kind, matter)


def _converted(
    content: bytes, origin: Origin, document_id: str, kind: str, converter: Converter
) -> Read:
    converted = converter.convert(content, formats.ENDINGS[origin.ending])
    if not converted.markdown.strip() and converted.pictures:
        raise BadInput(
            "The PDF holds pictures of pages and no text, and reading pictures (OCR) is missing "
            "here. It was left out; run it through an OCR program, or add what it was made from."
        )
    files.check_size(len(converted.markdown), files.LARGEST_TEXT)
    title = converted.title or _heading(converted.markdown) or _name(origin)
    said = {"title": title[: titles.LONGEST], "stage": scope.stage(title)}
    matter = front_matter.read(front_matter.Page, said)
    made = _read(converted.markdown, origin, document_id, digest(content), kind, matter)
    return Read(made.document, (*made.remarks, *_unread(converted)))


def _read(
    text: str,
    origin: Origin,
    document_id: str,
    digest: str,
    kind: str,
    matter: front_matter.Page,
) -> Read:
    if not text.strip():
        raise files.empty()
    language = matter.language or page_language.of(text)
    document = Document(
        id=document_id,
        path=origin.path,
        title=matter.title or _heading(text) or _name(origin),
        kind=matter.kind or kind,
        language=language,
        digest=digest,
        text=text,
        source="added",
        location=origin.location,
        added_at=origin.now,
        **matter.model_dump(exclude={"title", "kind", "language"}),
    )
    return Read(document, (Sentence(FOREIGN),) if language == page_language.UNKNOWN else ())


def _heading(text: str) -> str | None:
    return chunks.cut(text[:LOOKED_AT]).title


def _name(origin: Origin) -> str:
    """The file's name as a title: one line, whatever the name holds."""
    stem = PurePath(origin.name).stem
    return "".join(c if c.isprintable() else " " for c in stem).strip() or origin.name


def _unread(converted: Converted) -> tuple[Sentence, ...]:
    """What is said of pages that are pictures, where others are not."""
    if not converted.pictures:
        return ()
    listed = [str(number) for number in converted.pictures[:MOST_LISTED]]
    more = ["…"] if len(converted.pictures) > MOST_LISTED else []
    values = {
        "pictures": len(converted.pictures),
        "pages": converted.pages,
        "which": listed + more,
    }
    return (Sentence(PICTURES, values),)


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise BadInput(
            "The file is binary and only named like text. It was left out; give it its right "
            "ending."
        )
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadInput(
            "The file is not UTF-8 text (byte {byte}). It was left out; save it as UTF-8.",
            byte=error.start,
        ) from error
