"""`cairn note` and `notes`: writing them, from text and files, and reading, changing, deleting."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.commands import files, options
from bot.commands.records import as_member, on_date
from bot.console import Console
from handlers import audit, note_batches, note_changes, note_listing, note_sources
from handlers import notes as note_handlers
from handlers.note_listing import Told
from handlers.note_reading import Unclear
from playbooks import customer_promises
from playbooks.errors import BadInput
from playbooks.notes import Direction


@click.command()
@click.argument("account")
@click.argument("text", default="")
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    help="A mail (.eml), a transcript (.vtt, .srt) or a text (.txt, .md) in place of TEXT.",
)
@click.option("--kind", help="call, email, meeting, qbr… (read from the text when not given).")
@click.option("--direction", type=click.Choice([d.value for d in Direction]))
@click.option("--private", is_flag=True, help="For CSMs, managers and the account team alone.")
@on_date
@as_member
@options.as_json
@click.pass_obj
def note(
    console: Console,
    account: str,
    text: str,
    file: Path | None,
    kind: str | None,
    direction: str | None,
    private: bool,
    day: date | None,
    author: str | None,
    as_json: bool,
) -> None:
    """Write a note about ACCOUNT. TEXT is the note, or - to read it from standard input."""
    source = _source(file, sys.stdin.read() if text == "-" else text)
    draft = replace(
        source.draft,
        account=account,
        private=private,
        date=day or source.draft.date,
        kind=kind or source.draft.kind,
        direction=Direction(direction) if direction else source.draft.direction,
    )
    saved = note_handlers.add(console.context, draft, author)
    console.say(_note_document(saved), _note_text(saved), as_json=as_json)


@click.group()
def notes() -> None:
    """Read notes, change and delete your own."""


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


@notes.command("list")
@click.argument("account")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@as_member
@options.as_json
@click.pass_obj
def list_notes(
    console: Console, account: str, limit: int, author: str | None, as_json: bool
) -> None:
    """List the notes of ACCOUNT, the newest first."""
    found = note_listing.of_account(console.context, account, author, limit)
    lines = "\n".join(
        f"{told.note.date}  {told.note.kind:<8}  {told.note.id}  {_beginning(told.note.text)}"
        for told in found
    )
    document = {"notes": [audit.plain(told.note) for told in found]}
    console.say(document, lines or "There is no note yet.", as_json=as_json)


@notes.command()
@click.argument("note_id")
@as_member
@options.as_json
@click.pass_obj
def show(console: Console, note_id: str, author: str | None, as_json: bool) -> None:
    """Show one note with its earlier versions."""
    told = note_listing.one(console.context, note_id, author)
    console.say(_told_document(told), _told_text(told), as_json=as_json)


@notes.command()
@click.argument("note_id")
@click.argument("text")
@as_member
@options.as_json
@click.pass_obj
def amend(console: Console, note_id: str, text: str, author: str | None, as_json: bool) -> None:
    """Write the next version of your note NOTE_ID; what it said before is kept."""
    said = sys.stdin.read() if text == "-" else text
    saved = note_changes.amend(console.context, note_id, said, author)
    console.say(_note_document(saved), _note_text(saved), as_json=as_json)


@notes.command()
@click.argument("note_id")
@as_member
@options.as_json
@click.pass_obj
def delete(console: Console, note_id: str, author: str | None, as_json: bool) -> None:
    """Delete your note NOTE_ID with what was read out of it; `cairn audit undo` brings it back."""
    entry = note_changes.remove(console.context, note_id, author)
    text = f"Note {note_id} is deleted.\nUndo with: cairn audit undo {entry.id}"
    console.say({"id": note_id, "deleted": True, "undo": entry.id}, text, as_json=as_json)


def _source(file: Path | None, text: str) -> note_sources.Source:
    if file is None:
        return note_sources.of_text(text)
    if text.strip():
        raise BadInput("Give the text or a file, not both. Nothing was written.")
    return note_sources.of_file(file.name, files.content(file))


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
        "unclear_dates": [_unclear(one) for one in saved.proposal.unclear],
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
    for theirs in proposal.their_commitments:
        who = customer_promises.person(theirs.owner) or "They"
        lines.append(f"  {who} promised us: {theirs.what} ({theirs.due or 'no date'})")
    for one in proposal.unclear:
        days = " or ".join(map(str, one.days))
        lines.append(f"  “{one.wording}” can be {days}: no date was kept.")
    for other in proposal.near_duplicates:
        lines.append(f"  Note {other.id} of {other.date} says nearly the same; both are kept.")
    if proposal.partly_read:
        lines.append("  The note is long: all of it is kept, its beginning was read for cues.")
    if saved.audit_entry_id:
        lines.append(f"Undo with: cairn audit undo {saved.audit_entry_id}")
    return "\n".join(lines)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    if str(file) == "-":
        yield from enumerate(sys.stdin, start=1)
        return
    # Not splitlines: a line separator inside a JSON text would cut it in two.
    yield from enumerate(files.text(file).split("\n"), start=1)


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


def _unclear(one: Unclear) -> dict[str, Any]:
    return {"wording": one.wording, "days": [day.isoformat() for day in one.days]}


def _told_document(told: Told) -> dict[str, Any]:
    versions = [
        {"version": number, "text": text, "recorded_at": at} for number, text, at in told.versions
    ]
    return {**audit.plain(told.note), "account": told.account.name, "versions": versions}


def _told_text(told: Told) -> str:
    note = told.note
    head = f"{note.id}  {told.account.name}, {note.date}, {note.kind}, version {note.version}"
    earlier = [f"\nVersion {number}:\n{text}" for number, text, _at in told.versions]
    return "\n".join((head, note.text, *earlier))


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
