"""Keeping the library read: what was left undone, another model, and what is said meanwhile."""

from dataclasses import replace

from handlers import refusals, respond
from handlers.answers import Answer
from handlers.composing.desk import Desk
from handlers.context import Context
from handlers.texts import Texts
from knowledge.library import Item
from knowledge.records import Progress
from playbooks.notes import Note

SEARCHED = ("guidance", "education")
"""Requests whose answers come out of the library."""


def trouble(context: Context, _: Texts) -> str | None:
    """Why search goes by words alone at the moment, in the reader's language; or None."""
    known = context.library.trouble
    return None if known is None else refusals.say(_, known)


def noticed(desk: Desk, answer: Answer) -> Answer:
    """The answer, which says so when the library was searched by words alone for it."""
    said = trouble(desk.context, desk.texts)
    if said is None or answer.notice is not None or answer.request not in SEARCHED:
        return answer
    return respond.worded(replace(answer, notice=said), desk.texts)


def catch_up(context: Context, progress: Progress | None = None) -> int:
    """Read what was left undone, such as while the model was away; instant when nothing was.

    Returns how many texts were read.
    """
    with context.workspace.reading() as reader:
        if not context.library.is_behind(reader):
            return 0
    return _read_on(context, progress)


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
    made = _read_on(context, progress)
    return made + renew(context, progress)


def _read_on(context: Context, progress: Progress | None) -> int:
    """By the model that serves; when that is gone, the one that is set reads all of it anew."""
    with context.workspace.reading() as reader:
        is_deserted = context.library.is_deserted(reader)
    if is_deserted:
        return renew(context, progress)
    return context.library.refresh(context.workspace, progress)
