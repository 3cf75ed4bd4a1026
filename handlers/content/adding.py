"""Adding files and folders to the library."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from handlers.content import authors, files, folders, reports, shelving
from handlers.content.files import File, Found
from handlers.content.planning import Plan
from handlers.content.reports import Remark, Report
from handlers.content.shelving import Change
from handlers.context import Context
from knowledge.records import Progress
from playbooks.errors import BadInput

TOGETHER = 20
"""Documents written in one transaction."""


def add(
    context: Context,
    paths: Sequence[str],
    kind: str = "playbook",
    progress: Progress | None = None,
    actor: str | None = None,
) -> Report:
    """Add documents and folders of them; `sync` follows these from now on.

    What was added before and has not changed is left alone. A file that cannot be used is reported
    with the reason while the others go in. `kind` is that of pages that name none. Raises
    `NotFound` or `BadInput` when `actor` (a member, None the administrator) may not add.
    """
    with context.workspace.reading() as reader:
        member = authors.allowed(reader, actor)
        held = folders.added(reader)
    report = Report()
    found: dict[Path, File] = {}
    for path in paths:
        found |= {file.location: file for file in _found(path, report).files}
    plan = Plan(context, held, report, renames=True)
    changes = plan.changes([(file, kind) for file in found.values()], progress)
    for some in _batches(changes):
        shelving.write(context, member, some, report)
    _follow(context, paths, kind, report)
    return shelving.refresh(context, report, progress)


def _found(path: str, report: Report) -> Found:
    try:
        found = files.within(path, files.locate(path))
    except BadInput as error:
        report.rejected.append(Remark(files.shown(path), (reports.of(error),)))
        return Found()
    report.rejected.extend(Remark(file.path, (reports.of(error),)) for file, error in found.closed)
    return found


def _follow(context: Context, paths: Sequence[str], kind: str, report: Report) -> None:
    """Remember the paths of which something was taken in."""
    refused = {remark.path for remark in report.rejected}
    for path in paths:
        if files.shown(path) not in refused:
            folders.follow(context, path, files.locate(path), kind)


def _batches(changes: Iterator[Change]) -> Iterator[list[Change]]:
    while some := list(islice(changes, TOGETHER)):
        yield some
