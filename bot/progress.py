"""A progress bar on standard error, with the rate and the time that remains."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class RateColumn(ProgressColumn):
    """Things done in a second."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.0f}/s")


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yields a function to call with what is done and what there is in all.

    Nothing is drawn when standard error is not a terminal.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
    )
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as on:
        task = on.add_task(what, total=None)
        yield lambda done, total: on.update(task, completed=done, total=total)


@contextmanager
def steps(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for work of several steps: the function is told the step as well."""
    with bar(what) as moved:
        yield lambda _step, done, total: moved(done, total)
