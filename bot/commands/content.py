"""`cairn content`: add Markdown to the library, list it, keep it in step with its files."""

from dataclasses import asdict
from typing import Any

import click

from bot.console import Console
from bot.progress import steps
from handlers import content as library
from handlers.content import Listed, Report
from playbooks.errors import BadInput

SHOWN = 12
"""Refused files that the text lists; --json lists all."""


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
    help="What pages are that do not say it themselves.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def add(console: Console, paths: tuple[str, ...], kind: str, as_json: bool) -> None:
    """Add Markdown files, or folders of them, with or without front matter."""
    context = console.context
    with steps("Library") as progress:
        report = library.add(context, paths, kind, progress)
    _say(console, report, as_json)
    if report.rejected and not (report.added or report.updated or report.unchanged):
        raise BadInput("None of these could be added; the library is as it was.")


@content.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def list_documents(console: Console, as_json: bool) -> None:
    """List the documents of the library, added ones first."""
    listed = library.listing(console.context)
    rows = [_row(one) for one in listed]
    text = "\n".join(
        f"{row['kind']:<10} {row['stage'] or '-':<11} {row['language']}  "
        f"{row['title']}  ({row['path']}, {row['passages']} passages)"
        for row in rows
    )
    console.say({"documents": rows}, text or "The library is empty.", as_json=as_json)


@content.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def sync(console: Console, as_json: bool) -> None:
    """Bring in what changed in the files and folders that were added."""
    context = console.context
    with steps("Library") as progress:
        report = library.sync(context, progress)
    _say(console, report, as_json)


def _say(console: Console, report: Report, as_json: bool) -> None:
    console.say(asdict(report), _text(report), as_json=as_json)
    if report.notice:
        console.mention(report.notice)


def _text(report: Report) -> str:
    lines = [
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.removed} removed, {len(report.rejected)} refused; "
        f"{report.passages} new passages."
    ]
    lines += [f"  {one.path} {one.why}." for one in report.rejected[:SHOWN]]
    if len(report.rejected) > SHOWN:
        lines.append(f"  … and {len(report.rejected) - SHOWN} more (--json lists all)")
    return "\n".join(lines)


def _row(listed: Listed) -> dict[str, Any]:
    document = listed.document
    return {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "kind": document.kind,
        "stage": document.stage,
        "language": document.language,
        "source": document.source,
        "passages": listed.passages,
    }
