"""Search: passages of the library, and notes of one account or of all that the asker may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rapidfuzz import process

from handlers import access, naming, rewording
from handlers.access import Audience
from handlers.context import Context
from knowledge.library import Hit, Item, Stretch
from knowledge.names import Index as Names
from playbooks.accounts import Account
from playbooks.errors import Ambiguous, BadInput, NotFound
from playbooks.notes import Note
from playbooks.people import Channel, Role
from playbooks.stages import Stage
from storage.workspace import Reader

KINDS = ("playbook", "education", "note")
STAGES = (*(stage.value for stage in Stage), "any")

LONGEST = 2_000
"""Characters of a query that are read; what follows adds nothing to a search."""

MOST = 100
"""Results that one search may ask for."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and where. `account` is a name, alias or id and means its notes.

    With `rewording`, the library is also searched with what a language model makes of the text,
    where there is one; an agent that words its searches itself leaves it out.
    """

    text: str
    k: int = 5
    kind: str | None = None
    stage: str | None = None
    language: str | None = None
    account: str | None = None
    rewording: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A passage, a note, or of a long note some turns that hang together (with the note's id).

    `score` is between 0 and 1 and ranks within one search alone.

    `path` is the file as it was given, or the note's permalink; `account` and `as_of` are a note's.
    """

    id: str
    kind: str
    path: str
    title: str
    heading: str
    text: str
    stage: str | None
    language: str | None
    score: float
    account: str | None = None
    as_of: date | None = None


def find(
    context: Context, query: Query, asker: str | None = None, channel: str | None = None
) -> list[Result]:
    """The best `k` results that the asker, and everyone in `channel`, may read; best first.

    Raises `BadInput` for a query that cannot be, `NotFound` or `Ambiguous` for its account.
    """
    query = _checked(query)
    in_library = query.kind != "note" and query.account is None
    with context.workspace.reading() as reader:
        audience = access.audience(reader, asker, channel)
    if audience.asker.member.role is Role.GUEST or not audience.asker.member.active:
        return []
    reworded = rewording.of(context, query.text) if query.rewording and in_library else ()
    with context.workspace.reading() as reader:
        if in_library:
            return _passages(context, reader, query, reworded)
        notes = _notes(reader, query, audience)
    return _ranked(context, query, notes)


def _checked(query: Query) -> Query:
    if not query.text.strip():
        raise BadInput("There is nothing to search for. Give a word or a question.")
    if query.kind is not None and query.kind not in KINDS:
        raise BadInput(
            "“{kind}” is no kind; choose one of {choices}.", kind=query.kind, choices=KINDS
        )
    if query.stage is not None and query.stage not in STAGES:
        raise BadInput(
            "“{stage}” is no stage; choose one of {choices}.", stage=query.stage, choices=STAGES
        )
    if not 1 <= query.k <= MOST:
        raise BadInput("k is the number of results, from 1 to {most}.", most=MOST)
    if query.account is not None and query.kind in ("playbook", "education"):
        raise BadInput("The library belongs to no account: leave out the account, or the kind.")
    if query.stage is not None and (query.kind == "note" or query.account is not None):
        raise BadInput("Notes belong to no stage: leave out the stage.")
    return replace(query, text=query.text.strip()[:LONGEST])


def _passages(
    context: Context, reader: Reader, query: Query, reworded: Sequence[str]
) -> list[Result]:
    hits = context.library.search(
        reader,
        query.text,
        query.k,
        kind=query.kind,
        stage=query.stage,
        language=query.language,
        reworded=reworded,
    )
    return [_from_hit(hit) for hit in hits]


def _from_hit(hit: Hit) -> Result:
    return Result(
        id=hit.id,
        kind=hit.kind,
        path=hit.path,
        title=hit.title,
        heading=hit.heading,
        text=hit.text,
        stage=hit.stage,
        language=hit.language,
        score=hit.score,
    )


def _notes(reader: Reader, query: Query, audience: Audience) -> list[tuple[Note, Account]]:
    """The notes that everyone who will read the results may read."""
    accounts = {a.id: a for a in reader.find(Account) if _may_see(audience, a)}
    wanted: dict[str, Any] = {}
    if query.account is not None:
        wanted["account_id"] = account_named(query.account, list(accounts.values())).id
    if query.language is not None:
        wanted["language"] = query.language
    channels = {channel.id: channel for channel in reader.find(Channel)}
    return [
        (note, accounts[note.account_id])
        for note in reader.find(Note, **wanted)
        if note.account_id in accounts
        and _may_read(audience, note, accounts[note.account_id], channels.get(note.channel or ""))
    ]


def _may_see(audience: Audience, account: Account) -> bool:
    return audience.asker.sees_account(account) and audience.all_see_account(account)


def _may_read(audience: Audience, note: Note, account: Account, channel: Channel | None) -> bool:
    own = audience.asker.sees_note(note, account, channel)
    return own and audience.all_see_note(note, account, channel)


def _ranked(context: Context, query: Query, notes: Sequence[tuple[Note, Account]]) -> list[Result]:
    by_id = {note.id: (note, account) for note, account in notes}
    items = [Item(note.id, note.text, note.language) for note, _ in notes]
    if query.account is not None:
        context.library.learn(context.workspace, items)
    with context.workspace.reading() as reader:
        found = context.library.stretches(reader, query.text, items, query.k)
    return [_from_note(*by_id[stretch.item_id], stretch) for stretch in found[: query.k]]


def _from_note(note: Note, account: Account, found: Stretch) -> Result:
    return Result(
        id=note.id,
        kind="note",
        path=note.permalink or "",
        title=f"{account.name}, {note.date.isoformat()}",
        heading="",
        text=found.text,
        stage=None,
        language=note.language,
        score=found.score,
        account=account.name,
        as_of=note.date,
    )


def account_named(name: str, accounts: Sequence[Account]) -> Account:
    """The account with that id, name, alias or domain, or the one that it must mean.

    Raises `NotFound` with the nearest names, or `Ambiguous` with the candidates' ids.
    """
    wanted = name.strip().casefold()
    exact = [a for a in accounts if wanted in _names(a)]
    if len(exact) == 1:
        return exact[0]
    positions = {p for match in Names(accounts).find(name) for p in match.positions}
    meant = exact or [accounts[position] for position in sorted(positions)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        several = [account.name for account in meant]
        raise Ambiguous(
            "“{name}” fits several accounts: {several}. Name one of them.",
            tuple(account.id for account in meant),
            name=name,
            several=several,
        )
    raise _unknown(name, accounts)


def _names(account: Account) -> set[str]:
    own = (account.id, account.name, account.domain or "", *account.aliases)
    return {text.casefold() for text in own if text}


def _unknown(name: str, accounts: Sequence[Account]) -> NotFound:
    near = process.extract(name, [account.name for account in accounts], limit=3)
    nearest = tuple(str(found) for found, _, _ in near)
    return naming.not_found(name, nearest)
