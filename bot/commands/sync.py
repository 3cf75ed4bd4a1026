"""`cairn sync`: records from HubSpot, Salesforce and calendars, and how their last runs went."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.commands import options
from bot.connectors import opening
from bot.console import Console
from bot.progress import bar
from handlers import content
from handlers.syncing import plans, running
from handlers.syncing.running import Sync
from playbooks.errors import BadInput, NotReady
from playbooks.remotes import COUNTED, Run, RunState

SHOWN = 8
"""Notices that the text lists; --json lists all that are kept."""

full_option = click.option("--full", is_flag=True, help="Read everything again.")
dry_option = click.option("--dry-run", is_flag=True, help="Report the same, write nothing.")
plan_option = click.option(
    "--plan", "plan_file", type=click.Path(path_type=Path), help="Plan file (YAML)."
)


@click.group(invoke_without_command=True)
@click.option("--status", is_flag=True, help="How the last run of each connector went.")
@options.as_json
@click.pass_context
def sync(context: click.Context, status: bool, as_json: bool) -> None:
    """Bring records in step with HubSpot, Salesforce or a calendar; writes nothing there."""
    if context.invoked_subcommand is None:
        _say_status(context.obj, as_json)
    elif status:
        raise click.UsageError("--status stands alone: cairn sync --status")


@sync.command()
@full_option
@dry_option
@plan_option
@options.as_json
@click.pass_obj
def hubspot(console: Console, /, **given: Any) -> None:
    """Companies, contacts, deals, notes, calls and meetings of a HubSpot account."""
    _sync(console, "hubspot", **given)


@sync.command()
@full_option
@dry_option
@plan_option
@options.as_json
@click.pass_obj
def salesforce(console: Console, /, **given: Any) -> None:
    """Accounts, contacts, opportunities, tasks and events of a Salesforce organisation."""
    _sync(console, "salesforce", **given)


@sync.command()
@click.argument("sources", nargs=-1)
@dry_option
@options.as_json
@click.pass_obj
def calendar(console: Console, sources: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Meetings of the next 60 days out of calendar files: SOURCES, or those in CAIRN_CALENDARS."""
    from bot.connectors import diary

    named = sources or tuple(opening.calendars(console.settings))
    if not named:
        raise BadInput("Name a calendar file, or set CAIRN_CALENDARS. Nothing was synced.")
    done = diary.sync(console.context, named, console.settings.calendar_hosts, dry_run=dry_run)
    console.say(_document(done), _text(done, dry_run), as_json=as_json)
    if done.why:
        raise NotReady(done.why)


def _sync(
    console: Console,
    name: str,
    *,
    full: bool,
    dry_run: bool,
    plan_file: Path | None,
    as_json: bool,
) -> None:
    remote = opening.opened(console.settings, name)
    plan = plans.load(name, plan_file or opening.plan_file(console.settings, name))
    context = console.context
    with bar(f"Reading {remote.title}") as progress:
        told = Sync(context, remote, plan, lambda _thing, read: progress(read, read))
        do = running.rehearse if dry_run else running.run
        try:
            done = do(told, full=full)
        except NotReady:
            _mention_what_is_kept(console, name)
            raise
    if not dry_run:
        content.learn_notes(context)
    console.say(_document(done), _text(done, dry_run), as_json=as_json)


def _mention_what_is_kept(console: Console, name: str) -> None:
    with console.context.workspace.reading() as reader:
        kept = running.last(reader, name)
    if kept is not None:
        console.mention("\n".join(_counts(kept)))


def _say_status(console: Console, as_json: bool) -> None:
    with console.context.workspace.reading() as reader:
        runs = [
            run for name in (*opening.NEEDED, "calendar") if (run := running.last(reader, name))
        ]
    document = {
        "configured": opening.configured(console.settings),
        "runs": [_document(run) for run in runs],
    }
    text = "\n\n".join(_text(run) for run in runs) or "Nothing was synced yet."
    console.say(document, text, as_json=as_json)


def _document(run: Run) -> dict[str, Any]:
    return asdict(run)


def _text(run: Run, dry_run: bool = False) -> str:
    lines = [_headline(run, dry_run), *_counts(run), *_notices(run)]
    return "\n".join(lines)


def _headline(run: Run, dry_run: bool) -> str:
    scope = "everything" if run.full else "what changed"
    if dry_run:
        return f"{run.connector}: {scope} was read and nothing written; it would be:"
    began = f"{run.connector}: {scope}, begun {run.started:%Y-%m-%d %H:%M} UTC"
    if run.state is RunState.DONE:
        tries = f" in {run.tries} tries" if run.tries > 1 else ""
        return f"{began}, done {run.ended:%Y-%m-%d %H:%M} UTC{tries}."
    if run.state is RunState.FAILED:
        return f"{began}, stopped {run.ended:%Y-%m-%d %H:%M} UTC: {run.why}"
    return f"{began}, not finished; the next run goes on with it."


def _counts(run: Run) -> list[str]:
    return [f"  {thing}: {_counted(counts)}" for thing, counts in run.counts.items() if counts]


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[name]:,} {name}" for name in COUNTED if counts.get(name))


def _notices(run: Run) -> list[str]:
    lines = [
        f"  {one['fate']}: {one['thing']} {one['id']}"
        + (f" ({one['title']})" if one.get("title") else "")
        + (f": {one['why']}" if one.get("why") else "")
        for one in run.notices[:SHOWN]
    ]
    more = len(run.notices) - SHOWN
    return [*lines, f"  … and {more} more (--json lists them)"] if more > 0 else lines
