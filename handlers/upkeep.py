"""Keeping the library read: what was left undone, and another model that takes over."""

from handlers.context import Context
from knowledge.library import Item
from knowledge.records import Progress
from playbooks.notes import Note


def catch_up(context: Context, progress: Progress | None = None) -> int:
    """Read what was left undone, such as while the model was away; instant when nothing was.

    Returns how many texts were read.
    """
    with context.workspace.reading() as reader:
        if not context.library.is_behind(reader):
            return 0
    return context.library.refresh(context.workspace, progress)


def renew(context: Context, progress: Progress | None = None) -> int:
    """Have the model that is set now read library and notes, then serve; instant when it does.

    The earlier one serves until then. Returns how many texts were read.
    """
    with context.workspace.reading() as reader:
        if context.library.is_renewed(reader):
            return 0
        items = [Item(note.id, note.text, note.language) for note in reader.find(Note)]
    return context.library.renew(context.workspace, items, progress)


def keep_up(context: Context, progress: Progress | None = None) -> int:
    """Both, and the index brought in step; for the background. Returns how many were read."""
    made = context.library.refresh(context.workspace, progress)
    return made + renew(context, progress)
