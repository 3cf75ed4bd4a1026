"""`cairn content`: add documents to the library, list them, keep them in step, take them out."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import click

from bot.commands import options
from bot.console import Console
from bot.progress import steps
from handlers import content as library
from handlers import upkeep
from handlers.content import Listed, Remark, Report
from handlers.context import Context
from knowledge.records import Progress
from playbooks.errors import BadInput

SHOWN = 12
"""Lines of each sort that the text shows; --json gives all."""

as_member = options.member("Member who does it")


@click.group()
def content() -> None:
    """Add to the library, list it, keep it in step."""


@content.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--kind",
    type=click.Choice(["playbook", "education"]),
    default="playbook",
    show_default=True,
    help="What documents are that do not say it themselves.",
)
@as_member
@options.as_json
@click.pass_obj
def add(
    console: Console, paths: tuple[str, ...], kind: str, who: str | None, as_json: bool
) -> None:
    """Add documents, or folders of them: PDF, Word, PowerPoint, HTML, Markdown, plain text."""
    context = console.context
    with steps("Library") as progress:
        report = library.add(context, paths, kind, progress, who)
        _renew(context, report, progress)
    _say(console, report, who, as_json)
    if report.rejected and not _took(report):
        raise BadInput("None of these could be added; the library is as it was.")


@content.command("list")
@options.as_json
@click.pass_obj
def list_documents(console: Console, as_json: bool) -> None:
    """List the documents of the library, added ones first."""
    rows = [_row(one) for one in library.listing(console.context)]
    text = "\n".join(map(_line, rows))
    console.say({"documents": rows}, text or "The library is empty.", as_json=as_json)


@content.command()
@click.argument("folders", nargs=-1, metavar="[FOLDER]…")
@as_member
@options.as_json
@click.pass_obj
def sync(console: Console, folders: tuple[str, ...], who: str | None, as_json: bool) -> None:
    """Bring in what was added, changed, moved or removed in the folders that were added.

    With FOLDER, only there; one that is not followed yet is added.
    """
    context = console.context
    with steps("Library") as progress:
        report = library.sync(context, folders, progress, who)
        _renew(context, report, progress)
    _say(console, report, who, as_json)
    if report.rejected and not _took(report):
        raise BadInput("Nothing could be brought in; the library is as it was.")


@content.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@as_member
@options.as_json
@click.pass_obj
def remove(console: Console, names: tuple[str, ...], who: str | None, as_json: bool) -> None:
    """Take documents out, by path, id or title; or a folder with all that came from it."""
    report = library.remove(console.context, names, who)
    _say(console, report, who, as_json)


def _renew(context: Context, report: Report, progress: Progress) -> None:
    """When another model was set: it reads the library now, and serves then."""
    report.embedded += upkeep.renew(context, progress)
    report.notice = context.library.notice


def _took(report: Report) -> bool:
    return report.changed or bool(report.unchanged or report.remarks)


def _say(console: Console, report: Report, who: str | None, as_json: bool) -> None:
    document = _document(console, report, who)
    console.say(document, _text(document), as_json=as_json)
    if report.notice:
        console.mention(report.notice)


def _document(console: Console, report: Report, who: str | None) -> dict[str, Any]:
    """The report as `--json` prints it; what is said of files, in the member's language."""

    def listed(remarks: Sequence[Remark]) -> list[dict[str, str]]:
        return [{"path": one.path, "why": _why(console, one, who)} for one in remarks]

    counted = {name: value for name, value in asdict(report).items() if isinstance(value, int)}
    return {
        **counted,
        "changes": [asdict(one) for one in report.changes],
        "rejected": listed(report.rejected),
        "remarks": listed(report.remarks),
        "notice": report.notice,
    }


def _why(console: Console, remark: Remark, who: str | None) -> str:
    return " ".join(console.sentence(one.error(), who) for one in remark.said)


def _text(document: dict[str, Any]) -> str:
    moved = f"{document['moved']} moved, " if document["moved"] else ""
    lines = [
        f"{document['added']} added, {document['updated']} updated, {moved}"
        f"{document['unchanged']} unchanged, {document['removed']} removed, "
        f"{len(document['rejected'])} refused; {document['passages']} new passages."
    ]
    lines += _some([_changed(one) for one in document["changes"]])
    lines += _some([_said("refused", one) for one in document["rejected"]])
    lines += _some([_said("note", one) for one in document["remarks"]])
    return "\n".join(lines)


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"  … and {len(lines) - SHOWN} more (--json lists all)"


def _changed(one: dict[str, Any]) -> str:
    moved = f" (was {_plain(one['was'])})" if one["was"] else ""
    return f"  {one['what']:<8} {_plain(one['path'])}: {_plain(one['title'])}{moved}"


def _said(what: str, one: dict[str, str]) -> str:
    return f"  {what:<8} {_plain(one['path'])}: {_plain(one['why'])}"


def _line(row: dict[str, Any]) -> str:
    added, number = (row["added_at"] or "")[:10], row["passages"]
    return _plain(
        f"{row['kind']:<10} {row['stage'] or '-':<11} {row['language']:<8} "
        f"{row['source']} {added}  {row['title']}  ({row['path']}, {number} "
        f"{'passage' if number == 1 else 'passages'})"
    )


def _plain(text: str) -> str:
    """What a file is called, without what a terminal would obey."""
    return "".join(c if c.isprintable() else "�" for c in text)


def _row(listed: Listed) -> dict[str, Any]:
    document = listed.document
    return {
        "id": document.id,
        "path": document.path,
        "location": document.location,
        "title": document.title,
        "kind": document.kind,
        "stage": document.stage,
        "language": document.language,
        "source": document.source,
        "added_at": document.added_at.isoformat() if document.added_at else None,
        "passages": listed.passages,
    }
