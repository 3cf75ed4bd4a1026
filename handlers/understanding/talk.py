"""What a conversation has been about so far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.understanding import kinds
from handlers.understanding.values import Bounds, Understanding
from playbooks.accounts import Account
from playbooks.conversations import Thread


@dataclass(frozen=True, slots=True)
class Talk:
    """The subject of a conversation; `earlier` are accounts that it was about before, last first.

    `listed` are the accounts that our last answer listed, for "those three". `request` is None as
    long as nothing was asked; `topic` are the words that were asked with, `reply` our last answer,
    `owner` the member whose accounts were listed, `apart` the accounts that the list left out,
    and `note` the text that was prepared last.
    """

    accounts: tuple[Account, ...] = ()
    earlier: tuple[Account, ...] = ()
    request: str | None = None
    language: str | None = None
    period: Bounds | None = None
    topic: str = ""
    listed: tuple[Account, ...] = ()
    reply: str = ""
    owner: str | None = None
    note: str = ""
    apart: tuple[Account, ...] = ()

    @property
    def awaits(self) -> bool:
        """Whether our last answer asked something back: "which of the two do you mean?"."""
        return self.request is not None and self.reply.rstrip().endswith(("?", "？"))


def of(thread: Thread | None, accounts: Sequence[Account], language: str) -> Talk:
    """The conversation as it was kept; `language` is the asker's own, likely where nothing tells.

    Accounts that the asker may not see are not talked of.
    """
    if thread is None:
        return Talk(language=language)
    wanted = {*thread.account_ids, *thread.earlier_ids, *thread.apart_ids}
    known = {account.id: account for account in accounts if account.id in wanted}
    dated = thread.since or thread.until
    return Talk(
        tuple(known[kept] for kept in thread.account_ids if kept in known),
        tuple(known[kept] for kept in thread.earlier_ids if kept in known),
        thread.request,
        thread.language or language,
        (thread.since, thread.until) if dated else None,
        thread.topic,
        owner=thread.owner,
        note=thread.topic if thread.request == "write" else "",
        apart=tuple(known[kept] for kept in thread.apart_ids if kept in known),
    )


def answered(talk: Talk, reply: str, accounts: Sequence[Account]) -> Talk:
    """The conversation after an answer of ours: the one account first named in it is talked of.

    The only one on a list of all customers is no more than listed.
    """
    if talk.accounts or len(accounts) != 1 or talk.request in kinds.OF_MANY:
        return replace(talk, listed=tuple(accounts[:MOST_LISTED]), reply=reply)
    return replace(talk, accounts=tuple(accounts), reply=reply)


def after(talk: Talk, asked: Understanding) -> Talk:
    """The conversation after one more question; small talk does not change its subject."""
    if asked.sub_kind is not None or asked.request in ("help", "other"):
        return replace(talk, language=asked.language, reply="")
    accounts = asked.accounts or (() if asked.request in kinds.OF_MANY else talk.accounts)
    return Talk(
        accounts,
        left(talk, accounts),
        asked.request,
        asked.language,
        asked.period or talk.period,
        asked.topic,
        owner=asked.owner,
        note=asked.note or "",
        apart=asked.apart,
    )


def left(talk: Talk, accounts: Sequence[Account]) -> tuple[Account, ...]:
    """The accounts that were talked of before, the last first, without those talked of now."""
    before = dict.fromkeys((*talk.accounts, *talk.earlier))
    return tuple(account for account in before if account not in accounts)[:KEPT]


MOST_LISTED = 6
"""Accounts of one answer that "those three" or "both of them" may mean."""

KEPT = 4
"""Accounts further back are not what "the other one" means."""
