"""`cairn import`: records from a file, with a report of what went in and what did not."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from bot.commands import options
from bot.console import Console
from bot.progress import bar, steps
from handlers import content
from handlers.imports import importing, mapping
from handlers.imports.importing import Report
from handlers.imports.kinds import KINDS
from playbooks.errors import BadInput

SHOWN = 8
"""Rejected rows and contradictions that the text lists; --json lists all."""


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="Mapping file (YAML).")
@click.option("--dry-run", is_flag=True, help="Report the same, write nothing.")
@options.as_json
@click.pass_obj
def import_records(
    console: Console, kind: str, file: Path, map_file: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Bring in records of KIND from FILE (CSV, JSONL, YAML or XLSX)."""
    columns = mapping.load(map_file) if map_file else None
    if columns and columns.kind not in (None, kind):
        raise BadInput(f"{map_file} is a mapping for {columns.kind}, not for {kind}.")
    with bar(f"Importing {file.name}") as progress:
        report = importing.import_file(
            console.context, kind, file, columns, dry_run=dry_run, progress=progress
        )
    if kind == "notes" and not dry_run:
        with steps("Reading the notes") as progress:
            content.learn_notes(console.context, progress)
    console.say(asdict(report), _text(report, dry_run), as_json=as_json)
    if report.rejected and len(report.rejected) == report.read:
        raise BadInput(f"No row of {file.name} could be used; nothing was changed.")


def _text(report: Report, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    lines = [
        f"{report.kind}: {report.read} rows read; {would}{report.created} created, "
        f"{report.updated} updated, {report.unchanged} unchanged, "
        f"{len(report.rejected)} rejected."
    ]
    lines += _rejected(report) + _contradictions(report)
    return "\n".join(lines)


def _rejected(report: Report) -> list[str]:
    lines = [
        f"  row {one.row}" + (f", {one.field}" if one.field else "") + f": {one.why}"
        for one in report.rejected[:SHOWN]
    ]
    return lines + _more(len(report.rejected))


def _contradictions(report: Report) -> list[str]:
    kinds = Counter(one.kind for one in report.contradictions)
    if not kinds:
        return []
    counted = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    lines = [f"Contradictions between sources, kept as they are: {counted}."]
    lines += [f"  {one.account}: {one.what}" for one in report.contradictions[:SHOWN]]
    return lines + _more(len(report.contradictions))


def _more(count: int) -> list[str]:
    return [f"  … and {count - SHOWN} more (--json lists all)"] if count > SHOWN else []
