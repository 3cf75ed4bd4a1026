"""Keeping the library in step with the folders that were added."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handlers.content import adding, authors, files, folders, reports, shelving
from handlers.content.files import File
from handlers.content.planning import Plan
from handlers.content.reports import Remark, Report, Sentence
from handlers.content.shelving import Change
from handlers.context import Context
from knowledge.records import Progress
from playbooks.content import Document, Folder
from playbooks.errors import BadInput

AWAY = (
    "What the library holds of it was kept, as it may be a disk that is not there at the moment; "
    "`cairn content remove` takes it out."
)


@dataclass(slots=True)
class Seen:
    """What lies in the followed folders now, and what can be said of nothing now.

    `closed` are places that could not be opened or are empty all of a sudden: a disk that is not
    mounted looks just so, and what came from there is kept.
    """

    files: dict[Path, tuple[File, str]] = field(default_factory=dict)
    closed: list[Path] = field(default_factory=list)
    gone: list[Folder] = field(default_factory=list)


def sync(
    context: Context,
    paths: Sequence[str] = (),
    progress: Progress | None = None,
    actor: str | None = None,
) -> Report:
    """Bring in what was added, changed, moved or removed in the files and folders that were added.

    With `paths`, only in these; one that is not followed yet is added. A document leaves the
    library only when its file is gone from a folder that can be opened. All of it is written in
    one transaction. Raises as `add` does.
    """
    with context.workspace.reading() as reader:
        member = authors.allowed(reader, actor)
        held = folders.added(reader)
        followed = reader.find(Folder)
    report = Report()
    wanted, strange = _wanted(paths, followed, report)
    seen = _look(wanted, report)
    plan = Plan(context, held, report)
    changes = list(plan.changes(seen.files.values(), progress))
    own = [d for d in held if any(folders.holds(folder, d) for folder in wanted)]
    gone = [d for d in own if d.id not in plan.moved and _is_gone(d, seen)]
    removals = [Change(reports.REMOVED, document) for document in gone]
    shelving.write(context, member, [*changes, *removals], report)
    folders.forget(context, seen.gone)
    if not strange:
        return shelving.refresh(context, report, progress)
    return _joined(report, adding.add(context, strange, progress=progress, actor=actor))


def _wanted(
    paths: Sequence[str], followed: Sequence[Folder], report: Report
) -> tuple[list[Folder], list[str]]:
    """The followed folders that are meant, and the paths that are not followed yet."""
    if not paths:
        return list(followed), []
    wanted, strange = [], []
    for path in paths:
        try:
            location = files.locate(path)
        except BadInput as error:
            report.rejected.append(Remark(files.shown(path), (reports.of(error),)))
            continue
        meant = [f for f in followed if path == f.path or location == Path(f.location)]
        wanted += meant
        strange += [] if meant else [path]
    return wanted, strange


def _look(wanted: Sequence[Folder], report: Report) -> Seen:
    seen = Seen()
    for folder in wanted:
        location = Path(folder.location)
        try:
            found = files.within(folder.path, location)
        except BadInput as error:
            _miss(folder, error, seen, report)
            continue
        seen.files |= {file.location: (file, folder.kind) for file in found.files}
        seen.closed += [file.location for file, _ in found.closed]
        report.rejected.extend(Remark(file.path, (reports.of(why),)) for file, why in found.closed)
    return seen


def _miss(folder: Folder, error: BadInput, seen: Seen, report: Report) -> None:
    """A single file that is gone from its folder was removed; a whole folder may come back."""
    location = Path(folder.location)
    if location.suffix.lower() in files.ENDINGS and _is_beside_others(location):
        seen.gone.append(folder)
        return
    seen.closed.append(location)
    report.rejected.append(Remark(folder.path, (reports.of(error), Sentence(AWAY))))


def _is_beside_others(location: Path) -> bool:
    try:
        return not location.exists() and any(location.parent.iterdir())
    except OSError:
        return False


def _is_gone(document: Document, seen: Seen) -> bool:
    location = Path(document.location or "")
    is_closed = any(location.is_relative_to(closed) for closed in seen.closed)
    return location not in seen.files and not is_closed


def _joined(report: Report, more: Report) -> Report:
    """Both reports as one; only the second has embedded."""
    for name in ("added", "updated", "moved", "unchanged", "removed", "passages"):
        setattr(more, name, getattr(report, name) + getattr(more, name))
    for name in ("changes", "rejected", "remarks"):
        setattr(more, name, getattr(report, name) + getattr(more, name))
    return more
