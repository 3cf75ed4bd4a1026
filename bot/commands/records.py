"""`cairn handoff` and `audit`: handing a customer over, and taking back what was written."""

from pathlib import Path
from typing import Any

import click
import yaml

from bot.commands import files, options
from bot.console import Console
from handlers import audit as audit_log
from handlers import handoffs, undo
from handlers.texts import of as texts_of
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput

as_member = click.option("--as", "author", metavar="USER", help="Act as this member.")
on_date = options.day("--at", "day", said="The day it happened (today).")


@click.command()
@click.argument("account")
@click.argument("file", type=click.Path(path_type=Path))
@as_member
@options.as_json
@click.pass_obj
def handoff(console: Console, account: str, file: Path, author: str | None, as_json: bool) -> None:
    """Record the handoff of ACCOUNT from FILE (YAML, keys as the columns of `handoffs`)."""
    record = _record(file)
    draft = handoffs.from_record(console.context, account, record)
    write = handoffs.keep if record.get("state") == "draft" else handoffs.submit
    saved = write(console.context, draft, author or _text(record.get("author")))
    console.say(_handoff_document(saved), _handoff_text(saved), as_json=as_json)


@click.group()
def audit() -> None:
    """Show who wrote what, and undo it."""


@audit.command("list")
@click.option("--item", "item_id", help="Only changes of this record.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@as_member
@options.as_json
@click.pass_obj
def list_entries(
    console: Console, item_id: str | None, limit: int, author: str | None, as_json: bool
) -> None:
    """List changes, the newest first: all of them for an admin, else one's own."""
    found = audit_log.entries(console.context, author, item_id=item_id, limit=limit)
    document = {"entries": [_entry_document(entry) for entry in found]}
    text = "\n".join(
        f"{entry.at:%Y-%m-%d %H:%M} UTC  {entry.actor}  {entry.action}  {entry.item_id}  {entry.id}"
        for entry in found
    )
    console.say(document, text or "Nothing was written yet.", as_json=as_json)


@audit.command("undo")
@click.argument("entry_id")
@as_member
@options.as_json
@click.pass_obj
def undo_entry(console: Console, entry_id: str, author: str | None, as_json: bool) -> None:
    """Undo the change ENTRY_ID (from `cairn audit list`)."""
    undone = undo.undo(console.context, entry_id, author)
    entry, kept = undone.entry, undone.kept_words
    text = f"Undone: {entry.item_kind} {entry.item_id} is as it was before."
    if kept:
        text += f" Kept, because it was changed since: {', '.join(kept)}."
    console.say({**_entry_document(entry), "kept": kept}, text, as_json=as_json)


def _record(file: Path) -> dict[str, Any]:
    try:
        record = yaml.safe_load(files.text(file))
    except yaml.YAMLError as error:
        raise BadInput(
            "{file} is not YAML: {why}", file=file.name, why=" ".join(str(error).split())
        ) from error
    if isinstance(record, list) and len(record) == 1:
        record = record[0]
    if not isinstance(record, dict):
        raise BadInput("{file} must hold one handoff, a key and its value a line.", file=file.name)
    return {str(key): value for key, value in record.items()}


def _handoff_document(saved: handoffs.SavedHandoff) -> dict[str, Any]:
    document = {**audit_log.plain(saved.handoff), "completeness": round(saved.completeness, 3)}
    document["promises"] = [audit_log.plain(promise) for promise in saved.promises]
    return {**document, "undo": saved.audit_entry_id}


def _handoff_text(saved: handoffs.SavedHandoff) -> str:
    share = texts_of("en").percent(saved.completeness)
    promises = "\n".join(f"  promised: {p.what} ({p.due or 'no date'})" for p in saved.promises)
    head = f"Handoff {saved.handoff.id} is {saved.handoff.state.value}, {share} complete."
    return "\n".join(
        filter(None, (head, promises, f"Undo with: cairn audit undo {saved.audit_entry_id}"))
    )


def _entry_document(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "item_kind": entry.item_kind,
        "item_id": entry.item_id,
    }


def _text(cell: object) -> str | None:
    return str(cell) if cell else None
