"""`cairn export` and `erase`: all that is kept of somebody, given out, and erased for good."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from bot.commands import files, options
from bot.commands.records import as_member
from bot.console import Console
from handlers.privacy import erasing, exporting, subjects
from handlers.privacy.erasing import Erased

SUBJECT = click.Choice(sorted(subjects.KINDS))


@click.command()
@click.argument("kind", type=SUBJECT)
@click.argument("named")
@click.option("--out", "file", type=click.Path(path_type=Path), help="Write to this file.")
@as_member
@click.pass_obj
def export(console: Console, kind: str, named: str, file: Path | None, author: str | None) -> None:
    """Give out all that is kept of NAMED, one JSON object a line.

    NAMED is an account's name, a contact's name or mail address, a member's handle, or any id.
    """
    found = exporting.export(console.context, kind, named, author)
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in found)
    if file is None:
        click.echo(lines)
    else:
        files.write(file, f"{lines}\n".encode())
        console.mention(f"{len(found)} records were written to {file}.")


@click.command()
@click.argument("kind", type=SUBJECT)
@click.argument("named")
@click.option("--yes", "sure", is_flag=True, help="Erase; without it, say what would be erased.")
@as_member
@options.as_json
@click.pass_obj
def erase(
    console: Console, kind: str, named: str, sure: bool, author: str | None, as_json: bool
) -> None:
    """Erase all that is kept of NAMED for good; it cannot be undone.

    NAMED is an account's name, a contact's name or mail address, a member's handle, or any id.
    """
    erased = erasing.erase(console.context, kind, named, author, rehearse=not sure)
    document = {**asdict(erased), "erased": sure}
    console.say(document, _text(erased, sure), as_json=as_json)


def _text(erased: Erased, sure: bool) -> str:
    done = "Erased" if sure else "Would be erased"
    lines = [f"{done}, {erased.kind} {erased.id}: {_counted(erased.gone)}."]
    if erased.cleared:
        lines.append(f"Kept without what they said of it: {_counted(erased.cleared)}.")
    if erased.telling:
        lines.append(
            f"Notes whose words still name them: {', '.join(erased.telling)}. Amend them with "
            "`cairn notes amend`, or erase them with `cairn erase note`."
        )
    lines.append(
        "Messages in Slack stay until they are deleted there, the words of finished work for up to "
        "30 days, backups for as long as you keep them."
    )
    if not sure:
        lines.append("Nothing was erased. Run it again with --yes.")
    return "\n".join(lines)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nothing"
