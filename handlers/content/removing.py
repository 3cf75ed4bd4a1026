"""Taking documents out of the library again."""

from collections.abc import Sequence
from pathlib import Path

from handlers.content import authors, files, folders, reports, shelving
from handlers.content.reports import Remark, Report, Sentence
from handlers.content.shelving import Change
from handlers.context import Context
from playbooks import shipped
from playbooks.content import Document, Folder
from playbooks.errors import BadInput, NotFound
from storage.workspace import Reader

RETURNS = (
    "Its file still lies in a folder that is followed, so the next sync brings it back. Move the "
    "file away, or remove the folder instead."
)


def remove(context: Context, names: Sequence[str], actor: str | None = None) -> Report:
    """Take out documents (by path, id or title) and folders that were added with all they hold.

    Folders are not followed any more. Raises `NotFound` for a name that is nothing, before
    anything is removed, `BadInput` for what ships with us, and else as `add` does.
    """
    with context.workspace.reading() as reader:
        member = authors.allowed(reader, actor)
        followed = reader.find(Folder)
        meant = [_meant(reader, name, followed) for name in names]
    dropped = {folder.id: folder for some, _ in meant for folder in some}
    documents = {document.id: document for _, some in meant for document in some}
    report = Report()
    kept = [folder for folder in followed if folder.id not in dropped]
    report.remarks += [
        Remark(d.path, (Sentence(RETURNS),)) for d in documents.values() if _returns(d, kept)
    ]
    removals = [Change(reports.REMOVED, document) for document in documents.values()]
    shelving.write(context, member, removals, report)
    folders.forget(context, dropped.values())
    return shelving.refresh(context, report)


def _meant(
    reader: Reader, name: str, followed: Sequence[Folder]
) -> tuple[list[Folder], list[Document]]:
    location = str(files.locate(name))
    added = folders.added(reader)
    places = [
        f for f in followed if name.rstrip("/") == f.path.rstrip("/") or location == f.location
    ]
    if places:
        return places, [d for d in added if any(folders.holds(f, d) for f in places)]
    documents = [d for d in added if name in (d.id, d.path, d.title) or location == d.location]
    if documents:
        return [], documents
    if any(name in (d.id, d.path, d.title) for d in reader.find(Document, source=shipped.SOURCE)):
        raise BadInput(
            "{name} ships with Cairn and stays. Nothing was removed; a page of your own on the "
            "same matter is found before it.",
            name=name,
        )
    raise NotFound(
        "The library holds nothing of your own called {name}. Nothing was removed; "
        "`cairn content list` shows what there is.",
        name=name,
    )


def _returns(document: Document, followed: Sequence[Folder]) -> bool:
    location = Path(document.location or "")
    is_there = location.is_absolute() and location.exists()
    return is_there and any(folders.holds(folder, document) for folder in followed)
