"""Writing, or going through the motions of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from handlers.context import Context
from storage.workspace import Writer


class _DryRun(Exception):
    """Leaves the transaction without committing it."""


@contextmanager
def writing(context: Context, *, dry_run: bool = False) -> Iterator[Writer]:
    """A transaction; that of a dry run is taken back at its end."""
    try:
        with context.workspace.writing() as writer:
            yield writer
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
