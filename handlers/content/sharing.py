"""A file that somebody shared in Slack, added to the library and taken back."""

import re
from dataclasses import dataclass
from pathlib import Path

from handlers.content import authors, files, folders, reading, reports, shelving
from handlers.content.reading import Origin
from handlers.content.reports import Report, Sentence
from handlers.content.shelving import Change
from handlers.context import Context
from knowledge.conversion.converter import Converter
from playbooks.content import Document, Passage
from playbooks.errors import NotFound
from playbooks.people import Role


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file with its bytes; `id` is Slack's, `location` its address there."""

    id: str
    name: str
    content: bytes
    location: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """The document that a file became, its passages, and what a person should know of it.

    `is_new` is false when another document of the same content was there already.
    """

    document: Document
    passages: int
    remarks: tuple[Sentence, ...] = ()
    is_new: bool = True


def is_readable(name: str) -> bool:
    """Whether files called so can be read at all."""
    return Path(name).suffix.lower() in files.ENDINGS


def add(context: Context, shared: SharedFile, kind: str, actor: str) -> Shelved:
    """Put the file into the library for everyone in the workspace; twice is the same as once.

    Raises `BadInput` with the reason when it cannot be read or `actor` may not add.
    """
    files.check_name(shared.name)
    files.check_size(len(shared.content))
    document_id = f"file-{re.sub(r'[^A-Za-z0-9]', '', shared.id)}"
    with context.workspace.reading() as reader:
        member = authors.allowed(reader, actor)
        held = folders.added(reader)
    digest = reading.digest(shared.content)
    same = next((document for document in held if document.digest == digest), None)
    if same is not None:
        return _there(context, same, is_new=same.id == document_id)
    origin = Origin(shared.name, shared.location, context.now())
    with Converter() as converter:
        read = reading.read(shared.content, origin, document_id, kind, converter)
    before = next((document for document in held if document.id == document_id), None)
    what = reports.UPDATED if before else reports.ADDED
    report = Report()
    shelving.write(context, member, [Change(what, read.document, before)], report)
    shelving.refresh(context, report)
    return _there(context, read.document, read.remarks)


def take_back(context: Context, document_id: str, actor: str) -> Document | None:
    """Remove a document that `actor` added, or anyone's for managers and admins.

    None when it is gone already. Raises `NotFound` for somebody else's document.
    """
    with context.workspace.reading() as reader:
        member = authors.allowed(reader, actor)
        document = reader.get(Document, document_id)
        added_by = shelving.added_by(reader, document_id)
    if document is None:
        return None
    if member.id != added_by and member.role not in (Role.MANAGER, Role.ADMIN):
        raise NotFound("You have added no such document. Nothing was changed.")
    report = Report()
    shelving.write(context, member, [Change(reports.REMOVED, document)], report)
    shelving.refresh(context, report)
    return document


def _there(
    context: Context,
    document: Document,
    remarks: tuple[Sentence, ...] = (),
    *,
    is_new: bool = True,
) -> Shelved:
    with context.workspace.reading() as reader:
        passages = reader.count(Passage, document_id=document.id)
    return Shelved(document, passages, remarks, is_new)
