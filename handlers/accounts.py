"""Choosing an account: by typing a part of its name, or from a text that is about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from handlers import access, understand
from handlers.answers import Named
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.conversations import Thread
from playbooks.people import Member
from storage.workspace import Reader

LIKENESS = 70.0
"""Below this share of common letters, in per cent, a name is not what somebody is typing."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The account that a text is about, or the several that its name fits."""

    account: Named | None = None
    candidates: tuple[Named, ...] = ()


def matching(context: Context, asker: str, typed: str, limit: int = 100) -> list[Named]:
    """Accounts whose name, alias or domain begins with, contains or resembles what is typed.

    The asker's own come first among equals; nothing typed lists them all. Raises `NotFound` for
    somebody whom the workspace does not know.
    """
    with context.workspace.reading() as reader:
        _, accounts = _visible(reader, asker)
    wanted = typed.strip().casefold()
    ranked = [(_rank(account, wanted), account) for account in accounts]
    found = [
        (rank, asker not in account.team, account.name.casefold(), account)
        for rank, account in ranked
        if rank is not None
    ]
    return [_named(account) for *_, account in sorted(found, key=lambda one: one[:3])[:limit]]


def meant_by(context: Context, asker: str, text: str, channel_id: str | None = None) -> Meant:
    """The account that `text` names, else the one whose channel it was written in."""
    with context.workspace.reading() as reader:
        member, accounts = _visible(reader, asker)
        members = tuple(reader.find(Member))
    question = understand.Question(text, member.id)
    read = understand.understand(question, None, (), accounts, members, context.today())
    if read.accounts:
        return Meant(_named(read.accounts[0]))
    if read.candidates:
        return Meant(None, tuple(map(_named, read.candidates)))
    return Meant(_of_channel(accounts, channel_id))


def set_scene(context: Context, asker: str, thread_id: str, channel_id: str | None) -> None:
    """Let a new thread be about the account of the channel that the asker is in or looks at."""
    if channel_id is None:
        return
    with context.workspace.writing() as writer:
        if writer.get(Thread, thread_id) is not None:
            return
        _, accounts = _visible(writer, asker)
        account = _of_channel(accounts, channel_id)
        if account is not None:
            writer.put(Thread(thread_id, (account.id,), updated_at=context.now()))


def named(context: Context, asker: str, account_id: str) -> Named | None:
    """The account with that id, when the asker may see it."""
    with context.workspace.reading() as reader:
        _, accounts = _visible(reader, asker)
    return next((_named(account) for account in accounts if account.id == account_id), None)


def _visible(reader: Reader, asker: str) -> tuple[Member, tuple[Account, ...]]:
    viewer = access.audience(reader, asker).asker
    accounts = tuple(a for a in reader.find(Account) if viewer.sees_account(a))
    return viewer.member, accounts


def _rank(account: Account, wanted: str) -> float | None:
    """0 for a beginning, 1 for a part, up to 2 for a likeness; None when it does not fit."""
    names = [name.casefold() for name in _names(account)]
    if any(name.startswith(wanted) for name in names):
        return 0.0
    if any(wanted in name for name in names):
        return 1.0
    likeness = max(fuzz.partial_ratio(wanted, name) for name in names)
    return 2.0 - likeness / 100 if likeness >= LIKENESS and len(wanted) > 2 else None


def _names(account: Account) -> Iterable[str]:
    yield account.name
    yield from account.aliases
    if account.domain:
        yield account.domain


def _of_channel(accounts: Sequence[Account], channel_id: str | None) -> Named | None:
    found = [account for account in accounts if channel_id and account.channel == channel_id]
    return _named(found[0]) if len(found) == 1 else None


def _named(account: Account) -> Named:
    return Named(account.id, account.name)
