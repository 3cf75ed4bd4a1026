"""Who is meant: accounts, members, channels and linked records by the names that files use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import process

from handlers.imports import cells
from playbooks.accounts import Account, Subscription
from playbooks.observations import Ticket
from playbooks.people import Channel, Contact, Member
from storage.workspace import Reader

LINKS: dict[str, type[Any]] = {
    "subscriptions": Subscription,
    "tickets": Ticket,
    "contacts": Contact,
}
"""Kinds of record that can lead a row to its account."""


class Directory:
    """The names that a workspace knows, read once for one import."""

    def __init__(
        self,
        reader: Reader,
        links: Iterable[str] = (),
        accounts: Iterable[Account] | None = None,
    ) -> None:
        """Knows all accounts, unless those that can be meant are given."""
        known = reader.find(Account) if accounts is None else accounts
        self.accounts = {account.id: account for account in known}
        self._by_name = _by_name(self.accounts.values())
        self._members = _member_names(reader.find(Member))
        self._channels = {f"#{c.name}": c.id for c in reader.find(Channel) if c.name}
        self._links = {name: _owners(reader, name) for name in links}

    def account(self, name: str) -> str:
        """The id of the account with that id, name or alias; raises `Unusable` naming others."""
        if name in self.accounts:
            return name
        found = self._by_name.get(name.casefold(), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise cells.Unusable(f"{name!r} fits several accounts: {', '.join(sorted(found))}")
        near = [hit[0] for hit in process.extract(name.casefold(), list(self._by_name), limit=3)]
        said = f"; the nearest are {', '.join(near)}" if near else "; import accounts first"
        raise cells.Unusable(f"there is no account {name!r}{said}")

    def known_account(self, name: str) -> str | None:
        """The id of the one account that already has this very name."""
        found = [a.id for a in self.accounts.values() if a.name.casefold() == name.casefold()]
        return found[0] if len(found) == 1 else None

    def member(self, name: str) -> str:
        """The member's id for a handle, name or address; as given for one we do not know."""
        return self._members.get(_folded(name), name)

    def expect(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Learn the members of the file that is being read: its rows may name each other."""
        for row in rows:
            member_id = row.get("slack_id") or row.get("handle")
            for name in ("slack_id", "handle", "email", "name"):
                if member_id and row.get(name):
                    self._members.setdefault(_folded(row[name]), str(member_id).strip())

    def channel(self, name: str) -> str:
        """The channel's id for `#name`; as given for one we do not know."""
        return self._channels.get(name, name)

    def through(self, kind: str, item_id: str) -> str | None:
        """The account of the record with that id."""
        return self._links[kind].get(item_id)


def _by_name(accounts: Iterable[Account]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for account in accounts:
        for name in (account.name, *account.aliases):
            names[name.casefold()].add(account.id)
    return names


def _member_names(members: Iterable[Member]) -> dict[str, str]:
    found: dict[str, str] = {}
    for member in members:
        for name in (member.id, member.handle, member.email, member.name):
            if name:
                found.setdefault(_folded(name), member.id)
    return found


def _folded(name: object) -> str:
    return str(name).strip().lstrip("@").casefold()


def _owners(reader: Reader, kind: str) -> dict[str, str]:
    return {item.id: item.account_id for item in reader.find(LINKS[kind])}
