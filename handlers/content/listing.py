"""What the library holds, and getting the notes ready to be searched beside it."""

from collections import Counter
from dataclasses import dataclass

from handlers.context import Context
from knowledge.library import Item
from knowledge.records import Progress
from playbooks import shipped
from playbooks.content import Document
from playbooks.notes import Note
from storage.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of the library and the number of its passages."""

    document: Document
    passages: int


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
