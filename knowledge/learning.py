"""Texts outside the library, such as notes, embedded so that ranking them later is instant."""

from collections.abc import Callable, Sequence
from typing import Any

from knowledge import generations, ranking
from knowledge.embedders import Embedder
from knowledge.ranking import Item
from knowledge.records import Progress, Shelf, Workspace


def learn(
    workspace: Workspace,
    shelf: Callable[[Any], Shelf],
    embedder: Embedder,
    items: Sequence[Item],
    progress: Progress | None = None,
) -> int:
    """Make the vectors that are missing and keep them; returns how many.

    Opens its own short transactions; never call it inside one. Raises `NotReady` without the
    model; what was embedded until then is kept.
    """
    parts = {part.digest: part for part in ranking.parts(items)}
    with workspace.reading() as reader:
        known = shelf(reader).vectors(embedder.name).known(parts)
    missing = [part for digest, part in parts.items() if digest not in known]
    for done, some in generations.batches(missing):
        made = embedder.passages([part.text for part in some])
        vectors = {part.digest: vector for part, vector in zip(some, made, strict=True)}
        with workspace.writing() as writer:
            shelf(writer).vectors(embedder.name).write(generations.as_bytes(vectors))
        if progress is not None:
            progress("Reading notes", done + len(some), len(missing))
    return len(missing)
