"""The sample workspace: the files of `bot/demo`, moved in time so that they end last Friday."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.console import Console
from bot.progress import bar, steps
from handlers import content
from handlers.context import Context
from handlers.imports import files, importing
from playbooks.errors import CairnError

FOLDER = Path(__file__).parent / "demo"
ANCHOR = date(2026, 11, 20)
"""The day on which the sample's history ends, a Friday."""

HOME = "demo"
"""The folder below the home that holds the sample."""

FILES = {
    "members": "members.csv",
    "accounts": "accounts.csv",
    "contacts": "contacts.csv",
    "stages": "stages.csv",
    "subscriptions": "subscriptions.csv",
    "metrics": "metrics.csv",
    "surveys": "surveys.csv",
    "tickets": "tickets.csv",
    "goals": "goals.csv",
    "outcomes": "outcomes.csv",
    "notes": "notes.jsonl",
    "handoffs": "handoffs.yaml",
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def console(main: Console, *, fresh: bool = False) -> Console:
    """A console on the sample workspace, in a folder of its own below the home; loads it once.

    `fresh` loads it anew, so that it ends last Friday again and forgets what was tried in it.
    """
    home = main.settings.home / HOME
    loaded = home / "loaded"
    if fresh:
        loaded.unlink(missing_ok=True)
        (home / "cairn.db").unlink(missing_ok=True)
    sample = Console(home, embedded=True)
    if not loaded.exists():
        load(sample.context)
        loaded.write_text(str(last_friday(sample.context.today())), encoding="utf-8")
    return sample


def load(context: Context) -> None:
    """Import every file of the sample; importing it again changes nothing."""
    shift = last_friday(context.today()) - ANCHOR
    with bar("Loading the sample workspace") as progress:
        for done, (kind, name) in enumerate(FILES.items(), start=1):
            report = importing.import_rows(context, kind, list(_moved(FOLDER / name, shift)))
            if report.rejected:
                raise CairnError(f"The sample's {name} is damaged: {report.rejected[0].why}.")
            progress(done, len(FILES))
    with steps("Reading the notes") as progress:
        content.learn_notes(context, progress)


def last_friday(today: date) -> date:
    """The latest Friday up to and including today."""
    return today - timedelta(days=(today.weekday() - 4) % 7)


def _moved(path: Path, shift: timedelta) -> Iterator[files.FileRow]:
    for row in files.read(path):
        yield replace(row, cells={name: _later(cell, shift) for name, cell in row.cells.items()})


def _later(cell: Any, shift: timedelta) -> Any:
    """The same cell with every calendar day in it moved; texts of the sample name no days."""
    if isinstance(cell, dict):
        return {name: _later(part, shift) for name, part in cell.items()}
    if isinstance(cell, list):
        return [_later(part, shift) for part in cell]
    if isinstance(cell, date):
        return cell + shift
    if isinstance(cell, str) and DAY.fullmatch(cell):
        return str(date.fromisoformat(cell) + shift)
    return cell
