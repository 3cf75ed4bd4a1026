"""`cairn note`, `handoff`, `notes` and `audit`: writing things down, and taking them back."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import yaml

from bot.console import Console
from handlers import audit as audit_log
from handlers import handoffs, note_batches, undo
from handlers import notes as note_handlers
from handlers.texts import of as texts_of
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput
from playbooks.notes import Direction

as_member = click.option("--as", "author", metavar="USER", help="Act as this member.")
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
on_date = click.option(
    "--at", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day it happened (today)."
)


@click.command()
@click.argument("account")
@click.argument("text")
@click.option("--kind", help="call, email, meeting, qbr… (read from the text when not given).")
@click.option("--direction", type=click.Choice([d.value for d in Direction]))
@click.option("--private", is_flag=True, help="For CSMs, managers and the account team alone.")
@on_date
@as_member
@json_option
@click.pass_obj
def note(
    console: Console,
    account: str,
    text: str,
    kind: str | None,
    direction: str | None,
    private: bool,
    day: datetime | None,
    author: str | None,
    as_json: bool,
) -> None:
    """Write a note about ACCOUNT. TEXT is the note, or - to read it from standard input."""
    draft = note_handlers.NoteDraft(
        account=account,
        text=sys.stdin.read() if text == "-" else text,
        date=day.date() if day else None,
        kind=kind,
        direction=Direction(direction) if direction else None,
        private=private,
    )
    saved = note_handlers.add(console.context, draft, author)
    console.say(_note_document(saved), _note_text(saved), as_json=as_json)


@click.command()
@click.argument("account")
@click.argument("file", type=click.Path(path_type=Path))
@as_member
@json_option
@click.pass_obj
def handoff(console: Console, account: str, file: Path, author: str | None, as_json: bool) -> None:
    """Record the handoff of ACCOUNT from FILE (YAML, keys as the columns of `handoffs`)."""
    record = _record(file)
    draft = handoffs.from_record(console.context, account, record)
    write = handoffs.keep if record.get("state") == "draft" else handoffs.submit
    saved = write(console.context, draft, author or _text(record.get("author")))
    console.say(_handoff_document(saved), _handoff_text(saved), as_json=as_json)


@click.group()
def notes() -> None:
    """Read notes without saving anything."""


@notes.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each note.")
@click.pass_obj
def read(console: Console, file: Path, as_json: bool) -> None:
    """Say for each line {"id", "text", "date"?, "account"?, "author"?} what would be proposed."""
    counted = [0, 0]
    for line in note_batches.read(console.context, _lines(file)):
        counted[line.fault is None] += 1
        if line.fault or line.notice:
            console.mention(f"Line {line.number}: {line.fault or line.notice}")
        document = line.document()
        console.say(document, _read_text(document), as_json=as_json)
    broken, good = counted
    if broken and not good:
        raise BadInput("No line of {file} could be read.", file=file.name)


@click.group()
def audit() -> None:
    """Show who wrote what, and undo it."""


@audit.command("list")
@click.option("--item", "item_id", help="Only changes of this record.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@as_member
@json_option
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
@json_option
@click.pass_obj
def undo_entry(console: Console, entry_id: str, author: str | None, as_json: bool) -> None:
    """Undo the change ENTRY_ID (from `cairn audit list`)."""
    entry = undo.undo(console.context, entry_id, author)
    console.say(
        _entry_document(entry),
        f"Undone: {entry.item_kind} {entry.item_id} is as it was before.",
        as_json=as_json,
    )


def _note_document(saved: note_handlers.SavedNote) -> dict[str, Any]:
    return {
        **note_batches.document(saved.proposal),
        "account": saved.proposal.account.name,
        "account_id": saved.proposal.account.id,
        "date": saved.note.date,
        "kind": saved.note.kind,
        "direction": saved.note.direction,
        "version": saved.note.version,
        "near_duplicates": [other.id for other in saved.proposal.near_duplicates],
        "partly_read": saved.proposal.partly_read,
        "repeated": saved.repeated,
        "undo": saved.audit_entry_id,
    }


def _note_text(saved: note_handlers.SavedNote) -> str:
    proposal = saved.proposal
    lines = [f"Saved for {proposal.account.name}, {saved.note.date}: note {saved.note.id}."]
    lines += [f"  {cue.name}: “{cue.quote}”" for cue in proposal.cues]
    for promise in proposal.promises:
        lines.append(f"  promised: {promise.what} ({promise.due or 'no date'})")
    for other in proposal.near_duplicates:
        lines.append(f"  Note {other.id} of {other.date} says nearly the same; both are kept.")
    if proposal.partly_read:
        lines.append("  The note is long: all of it is kept, its beginning was read for cues.")
    if saved.audit_entry_id:
        lines.append(f"Undo with: cairn audit undo {saved.audit_entry_id}")
    return "\n".join(lines)


def _record(file: Path) -> dict[str, Any]:
    try:
        record = yaml.safe_load(_read(file))
    except yaml.YAMLError as error:
        raise BadInput(
            "{file} is not YAML: {why}", file=file.name, why=" ".join(str(error).split())
        ) from error
    if isinstance(record, list) and len(record) == 1:
        record = record[0]
    if not isinstance(record, dict):
        raise BadInput("{file} must hold one handoff, a key and its value a line.", file=file.name)
    return {str(key): value for key, value in record.items()}


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput("There is no file {file}. Nothing was written.", file=str(file)) from None
    except UnicodeDecodeError as error:
        raise BadInput(
            "{file} is not UTF-8 text (byte {byte}).", file=file.name, byte=error.start
        ) from error
    except OSError as error:
        raise BadInput(
            "{file} cannot be read: {why}.", file=file.name, why=error.strerror
        ) from error


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    if str(file) == "-":
        yield from enumerate(sys.stdin, start=1)
        return
    # Not splitlines: a line separator inside a JSON text would cut it in two.
    yield from enumerate(_read(file).split("\n"), start=1)


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


def _read_text(document: dict[str, Any]) -> str:
    if "error" in document:
        return f"{document['id'] or 'line'}: {document['error']}"
    cues = "".join(f"\n  {cue['cue']}: “{cue['quote']}”" for cue in document["cues"])
    made = "".join(
        f"\n  {said['owner'] or 'us'}: {said['what']} ({said['due'] or 'no date'})"
        for said in document["commitments"]
    )
    intent = f"\n  intent: {document['intent']}" if document["intent"] else ""
    return f"{document['id']}: {document['language']}, {document['sentiment']}{cues}{made}{intent}"


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
