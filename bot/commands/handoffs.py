"""`cairn handoffs`: what is on its way from sales, accepted or sent back, and the kickoff brief."""

from pathlib import Path
from typing import Any

import click

from bot.commands import files, options
from bot.commands.records import as_member
from bot.console import Console
from handlers import handoff_forms, handoffs, kickoff
from handlers.audit import plain
from handlers.texts import of as texts_of


@click.group(name="handoffs")
def handoffs_group() -> None:
    """Say what is on its way, accept it, send it back, prepare the kickoff."""


@handoffs_group.command("list")
@as_member
@options.as_json
@click.pass_obj
def list_handoffs(console: Console, author: str | None, as_json: bool) -> None:
    """List the handoffs that are not accepted yet, with what each one lacks."""
    found = handoff_forms.on_their_way(console.context, author)
    document = {"handoffs": [_document(one) for one in found]}
    lines = [_line(one) for one in found]
    console.say(document, "\n".join(lines) or "No handoff is on its way.", as_json=as_json)


@handoffs_group.command("accept")
@click.argument("account")
@as_member
@options.as_json
@click.pass_obj
def accept(console: Console, account: str, author: str | None, as_json: bool) -> None:
    """Take ACCOUNT over: its submitted handoff is accepted."""
    handoff_id = handoff_forms.id_of(console.context, account, author)
    _say(console, handoffs.accept(console.context, handoff_id, author), as_json)


@handoffs_group.command("return")
@click.argument("account")
@click.argument("reason")
@as_member
@options.as_json
@click.pass_obj
def return_(console: Console, account: str, reason: str, author: str | None, as_json: bool) -> None:
    """Send the handoff of ACCOUNT back to its seller, with the REASON."""
    handoff_id = handoff_forms.id_of(console.context, account, author)
    _say(console, handoffs.return_to_seller(console.context, handoff_id, reason, author), as_json)


@handoffs_group.command("kickoff")
@click.argument("account")
@click.option("--out", type=click.Path(path_type=Path), help="Write the brief to this file.")
@options.language("Language of the brief.")
@as_member
@options.as_json
@click.pass_obj
def kickoff_brief(
    console: Console,
    account: str,
    out: Path | None,
    language: str | None,
    author: str | None,
    as_json: bool,
) -> None:
    """Prepare the kickoff with ACCOUNT: what to open with, train first and watch for."""
    found = kickoff.prepare(console.context, account, author, language=language)
    written = kickoff.document(found, console.context.today())
    if out is not None:
        files.write(out, written.encode())
        console.mention(f"The brief stands in {out}.")
    document = {"text": found.text, "markdown": written, "missing": list(found.missing)}
    console.say(document, written.rstrip(), as_json=as_json)


def _document(one: handoff_forms.Unfinished) -> dict[str, Any]:
    return {
        **plain(one.handoff),
        "account": one.account.name,
        "completeness": round(one.share, 3),
        "missing": list(one.missing),
    }


def _line(one: handoff_forms.Unfinished) -> str:
    share = texts_of("en").percent(one.share)
    lacks = f"; lacks {', '.join(one.missing)}" if one.missing else ""
    return f"{one.account.name}: {one.handoff.state.value}, {share} complete{lacks}"


def _say(console: Console, saved: handoffs.SavedHandoff, as_json: bool) -> None:
    document = {**plain(saved.handoff), "undo": saved.audit_entry_id}
    text = f"Handoff {saved.handoff.id} is {saved.handoff.state.value}."
    if saved.audit_entry_id:
        text += f"\nUndo with: cairn audit undo {saved.audit_entry_id}"
    console.say(document, text, as_json=as_json)
