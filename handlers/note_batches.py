"""Many notes read at once, one after the other, without saving: what would be proposed for each."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import naming, note_reading, understand
from handlers.context import Context
from handlers.note_reading import Acquaintances, ReadOut
from handlers.notes import Proposal
from playbooks.accounts import Account
from playbooks.customer_promises import CustomerPromise
from playbooks.errors import BadInput
from playbooks.handoffs import Promise
from playbooks.notes import Note
from playbooks.people import Member
from storage.workspace import Reader


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line: its number in the file, and what was read out of it or why it is unusable."""

    number: int
    id: str | None = None
    read: ReadOut | None = None
    accounts: tuple[str, ...] = ()
    fault: str | None = None
    notice: str | None = None

    def document(self) -> dict[str, Any]:
        """The line's answer as `cairn notes read` prints it."""
        if self.read is None:
            return {"id": self.id, "line": self.number, "error": self.fault}
        shape = {"id": self.id, **_shape(self.read), "accounts": list(self.accounts)}
        return shape | ({"notice": self.notice} if self.notice else {})


@dataclass(frozen=True, slots=True)
class Known:
    """The accounts, members and contacts that notes may be about, read once."""

    accounts: tuple[Account, ...]
    members: tuple[Member, ...]
    around: Acquaintances


def read(context: Context, lines: Iterable[tuple[int, str]]) -> Iterator[ReadLine]:
    """Read numbered lines `{"id", "text", "date"?, "account"?, "author"?}`; empty ones are skipped.

    A line that cannot be used is given back with its fault, and the reading goes on.
    """
    with context.workspace.reading() as reader:
        known = _known(reader)
    for number, line in lines:
        if line.strip():
            yield _line(number, line, known, context.today())


def document(proposal: Proposal) -> dict[str, Any]:
    """A proposal in the same shape as a line."""
    read = ReadOut(
        proposal.note,
        proposal.sentiment,
        proposal.cues,
        proposal.promises,
        proposal.their_commitments,
        proposal.intent,
        proposal.gaps,
        because=proposal.because,
    )
    return {"id": proposal.note.id, **_shape(read), "accounts": [proposal.account.name]}


def _known(reader: Reader) -> Known:
    accounts = tuple(reader.find(Account))
    return Known(accounts, tuple(reader.find(Member)), Acquaintances(reader, None))


def _line(number: int, line: str, known: Known, today: date) -> ReadLine:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        return ReadLine(number, fault=f"not JSON: {error.msg} at character {error.pos}.")
    if not isinstance(record, dict):
        return ReadLine(number, fault="not an object with named fields.")
    given = None if record.get("id") is None else str(record["id"])
    try:
        return _read(number, given, record, known, today)
    except BadInput as error:
        return ReadLine(number, given, fault=str(error))


def _read(
    number: int, given: str | None, record: dict[str, Any], known: Known, today: date
) -> ReadLine:
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadInput("no text to read.")
    day = _day(record.get("date"), today)
    accounts, notice = _accounts(text, record.get("account"), known, today)
    account_id = accounts[0].id if accounts else ""
    author = record.get("author")
    note = Note(
        given or f"line{number}", account_id, day, text, author=str(author) if author else None
    )
    found = note_reading.read(note, known.around.of(account_id))
    return ReadLine(
        number, given, found, tuple(account.name for account in accounts), notice=notice
    )


def _day(written: object, today: date) -> date:
    if written in (None, ""):
        return today
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        raise BadInput("“{written}” is not a date as YYYY-MM-DD.", written=str(written)) from None


def _accounts(
    text: str, name: object, known: Known, today: date
) -> tuple[Sequence[Account], str | None]:
    """The account that the line gives, else those that the text names; a notice when it is none."""
    try:
        if name:
            return [naming.among(known.accounts, str(name))], None
    except BadInput as error:
        return [], str(error)
    if not known.accounts:
        return [], None
    question = understand.Question(text[:2000])
    meant = understand.understand(question, None, (), known.accounts, known.members, today)
    return meant.accounts, None


def _shape(read: ReadOut) -> dict[str, Any]:
    made: list[Promise | CustomerPromise] = [*read.promises, *read.theirs]
    made.sort(key=lambda one: read.note.text.find(one.what))
    return {
        "language": read.note.language,
        "sentiment": read.sentiment,
        "cues": [
            {"cue": cue.name, "quote": cue.quote, "because": read.because.get(cue.name)}
            for cue in read.cues
        ],
        "commitments": [_commitment(promise) for promise in made],
        "intent": read.intent.intent.value if read.intent else None,
    }


def _commitment(promise: Promise | CustomerPromise) -> dict[str, Any]:
    """A commitment; ours without a known author is owned by `us`."""
    ours = isinstance(promise, Promise)
    owner = promise.owner or ("us" if ours else None)
    due = promise.due.isoformat() if promise.due else None
    return {"what": promise.what, "owner": owner, "due": due, "by_us": ours}
