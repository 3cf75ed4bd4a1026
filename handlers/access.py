"""Who may see what (domain, section 9): the asker, and everyone who will read the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from playbooks.accounts import Account
from playbooks.errors import NotFound
from playbooks.people import Channel, Member, Role
from storage.workspace import Reader

ADMINISTRATOR = Member("admin", "Administrator", role=Role.ADMIN)
"""Whoever holds the machine: the command line without `--as` acts as this member."""

INSIDERS = (Role.CSM, Role.MANAGER, Role.ADMIN)
"""Roles that see health internals and private notes of every account."""


class Guarded(Protocol):
    """What of a note tells who may read it."""

    @property
    def author(self) -> str | None: ...
    @property
    def private(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person and the private channels they are in."""

    member: Member
    private_channels: frozenset[str] = frozenset()

    def sees_account(self, account: Account) -> bool:
        """Internal members read accounts; guests and people who left read nothing."""
        return bool(account) and self.member.active and self.member.role is not Role.GUEST

    def sees_internals(self, account: Account) -> bool:
        """Health internals are for CSMs, managers and the account's own team."""
        inside = self.member.role in INSIDERS or self.member.id in account.team
        return self.sees_account(account) and inside

    def sees_note(self, note: Guarded, account: Account, channel: Channel | None = None) -> bool:
        """A private note is internal; a note born in a private channel is for its members."""
        if note.author == self.member.id and self.sees_account(account):
            return True
        if channel is not None and channel.private and channel.id not in self.private_channels:
            return False
        return self.sees_internals(account) if note.private else self.sees_account(account)


@dataclass(frozen=True, slots=True)
class Audience:
    """The asker, and the others who read the channel where the answer would appear.

    `strangers` is true when somebody who is not an internal member may read along.
    """

    asker: Viewer
    bystanders: tuple[Viewer, ...] = ()
    strangers: bool = False

    def all_see_account(self, account: Account) -> bool:
        """True when everyone who will read the answer may see the account."""
        return not self.strangers and all(v.sees_account(account) for v in self.bystanders)

    def all_see_internals(self, account: Account) -> bool:
        """True when everyone who will read the answer may see health internals."""
        return not self.strangers and all(v.sees_internals(account) for v in self.bystanders)

    def all_see_note(self, note: Guarded, account: Account, channel: Channel | None = None) -> bool:
        """True when everyone who will read the answer may read the note."""
        allowed = all(v.sees_note(note, account, channel) for v in self.bystanders)
        return not self.strangers and allowed


def audience(reader: Reader, asker: str | None, channel_id: str | None = None) -> Audience:
    """Who asks (a Slack user id or a handle; None is the administrator) and who reads along.

    Raises `NotFound` for a person whom the workspace does not know: strangers, bots and people of
    other organisations get nothing. A channel that we do not know is one with strangers.
    """
    member = find_member(reader, asker)
    channels = reader.find(Channel)
    asking = _viewer(member, channels)
    if channel_id is None:
        return Audience(asking)
    channel = next((c for c in channels if channel_id in (c.id, c.name)), None)
    if channel is None or channel.shared:
        return Audience(asking, strangers=True)
    return _in_channel(reader, asking, channel, channels)


def find_member(reader: Reader, who: str | None) -> Member:
    """The member with that Slack user id or handle; None means the administrator."""
    if who is None or who == ADMINISTRATOR.id:
        return ADMINISTRATOR
    by_id = reader.get(Member, who)
    if by_id is not None:
        return by_id
    handle = who.lstrip("@").lower()
    for member in reader.find(Member) if handle else ():
        if (member.handle or "").lstrip("@").lower() == handle:
            return member
    raise NotFound(
        "There is no member {who} in this workspace. Nothing was read or written.", who=who
    )


def _viewer(member: Member, channels: Sequence[Channel]) -> Viewer:
    own = frozenset(c.id for c in channels if c.private and member.id in c.members)
    return Viewer(member, own)


def _in_channel(
    reader: Reader, asking: Viewer, channel: Channel, channels: Sequence[Channel]
) -> Audience:
    members = {member.id: member for member in reader.find(Member)}
    strangers = any(person not in members for person in channel.members)
    # Anyone of ours can open a public channel, so all internal members read along there.
    present = [members[person] for person in channel.members if person in members]
    if not channel.private:
        present += [m for m in members.values() if m.active and m.role is not Role.GUEST]
    bystanders = {member.id: _viewer(member, channels) for member in present}
    return Audience(asking, tuple(bystanders.values()), strangers)
