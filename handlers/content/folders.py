"""The files and folders that were added, which `sync` follows."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from handlers.context import Context
from playbooks.content import Document, Folder
from storage.workspace import Reader


def follow(context: Context, path: str, location: Path, kind: str) -> Folder:
    """Remember the place, under the name that it was given last."""
    name = f"folder-{hashlib.sha256(str(location).encode()).hexdigest()[:12]}"
    folder = Folder(name, path, str(location), kind, context.now())
    with context.workspace.writing() as writer:
        writer.put(folder)
    return folder


def forget(context: Context, folders: Iterable[Folder]) -> None:
    """Follow these no longer."""
    ids = [folder.id for folder in folders]
    if ids:
        with context.workspace.writing() as writer:
            writer.remove(Folder, id=ids)


def added(reader: Reader) -> list[Document]:
    """All documents that the workspace added."""
    return reader.find(Document, source="added")


def holds(folder: Folder, document: Document) -> bool:
    """Whether the document lies in the folder, or is the file itself."""
    location = document.location
    return location is not None and Path(location).is_relative_to(folder.location)
