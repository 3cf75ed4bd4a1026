"""The sample's people and channels, moved into a loopback Slack with what they said lately."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import yaml

from bot import playground
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Channel, Member, Role

CHATTER = Path(__file__).parent / "chatter.yaml"

TEAM_CHANNEL = "customer-success"
READ_BY_A_GUEST = "cust-kestrow"
SHARED_WITH = "cust-valdora"
SHARED_CHANNEL = "valdora-stowmark"
"""A channel that people of another organisation read: those of the customer `SHARED_WITH`."""

STRANGER = ("chiara", "Chiara Lovatelli", "TVALDORA01")
"""The customer's person in the shared channel: handle, name and organisation."""

LOCALES = {"en": "en-GB", "it": "it-IT", "zh": "zh-CN"}
OVERSEERS = (Role.MANAGER, Role.ADMIN)


class Clock:
    """The loopback Slack's time: now, or the moment at which something was said before."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.moment: datetime | None = None

    def __call__(self) -> float:
        return (self.moment or self._now()).timestamp()


@dataclass(frozen=True, slots=True)
class Room:
    """A channel: its id, its name without `#`, and the ids of those of ours who are in it."""

    id: str
    name: str
    people: tuple[str, ...]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Town:
    """Whom a visitor of the page can be, by member id, and where they talk.

    `strangers` are people of other organisations, by id: nobody can be one of them here.
    """

    slack: playground.Slack
    members: Mapping[str, Member]
    people: Mapping[str, playground.Person]
    strangers: Mapping[str, str]
    rooms: tuple[Room, ...]

    def rooms_of(self, member_id: str) -> list[Room]:
        """The channels that somebody is in, in the order to show them."""
        return [room for room in self.rooms if member_id in room.people]


def settle(slack: playground.Slack, context: Context, clock: Clock) -> Town:
    """Bring the sample's members, channels and talk in, and tie its accounts to their channels.

    Ids are the same in every run, because the records remember them.
    """
    with context.workspace.reading() as reader:
        members = sorted(reader.find(Member), key=lambda member: member.id)
        accounts = [one for one in reader.find(Account) if one.channel and one.arr != 0]
        names = {channel.id: channel.name or "" for channel in reader.find(Channel)}
    people = {member.id: _move_in(slack, member) for member in members}
    named = {_named(account, names): account for account in accounts}
    rooms = tuple(_rooms(named, members))
    stranger = _open(slack, people, rooms)
    _tie(context, named, rooms)
    _take_back(context)
    strangers = {stranger.id: STRANGER[1]}
    town = Town(slack, {member.id: member for member in members}, people, strangers, rooms)
    _remember(town, clock, context.now())
    return town


def _move_in(slack: playground.Slack, member: Member) -> playground.Person:
    return slack.add_member(
        (member.handle or member.id).lstrip("@"),
        member.name,
        email=member.email,
        time_zone=member.time_zone,
        locale=LOCALES.get(member.language, "en-GB"),
        is_admin=member.role is Role.ADMIN,
        is_guest=member.role is Role.GUEST,
        member_id=member.id,
    )


def _named(account: Account, names: Mapping[str, str]) -> str:
    """The name of an account's channel: as the file gave it, or of the channel it is tied to."""
    channel = account.channel or ""
    return names.get(channel) or channel.lstrip("#")


def _rooms(named: Mapping[str, Account], members: Sequence[Member]) -> Iterator[Room]:
    """The team's channel, one that a customer reads, and one for each customer."""
    insiders = [member.id for member in members if member.role is not Role.GUEST]
    guests = [member.id for member in members if member.role is Role.GUEST]
    overseers = [member.id for member in members if member.role in OVERSEERS]
    yield Room("C0DEMO001", TEAM_CHANNEL, tuple(insiders))
    if SHARED_WITH in named:
        readers = (*named[SHARED_WITH].team, *overseers)
        yield Room("C0DEMO002", SHARED_CHANNEL, readers, shared=True)
    for name, account in sorted(named.items()):
        present = [*account.team, *overseers, *(guests if name == READ_BY_A_GUEST else ())]
        yield Room(f"C0DEMO{account.id.removeprefix('A-')}", name, tuple(present))


def _open(
    slack: playground.Slack, people: Mapping[str, playground.Person], rooms: Iterable[Room]
) -> playground.Person:
    """Open the channels; returns the stranger who is in the shared one."""
    handle, name, organisation = STRANGER
    stranger = slack.add_member(handle, name, team_id=organisation)
    for room in rooms:
        present = [people[one] for one in room.people] + ([stranger] if room.shared else [])
        slack.add_channel(room.name, present, shared=room.shared, channel_id=room.id)
    return stranger


def _tie(context: Context, named: Mapping[str, Account], rooms: Iterable[Room]) -> None:
    with context.workspace.writing() as writer:
        for room in rooms:
            writer.put(Channel(room.id, room.name, shared=room.shared, members=room.people))
            if room.name in named:
                writer.put(replace(named[room.name], channel=room.id))


def _take_back(context: Context) -> None:
    """Nudges that an earlier loopback Slack showed are gone with it, so they wait once more."""
    with context.workspace.writing() as writer:
        shown = [nudge for nudge in writer.find(Nudge) if nudge.channel]
        if shown:
            writer.put_many([_unseen(nudge) for nudge in shown])


def _unseen(nudge: Nudge) -> Nudge:
    sent = nudge.state is NudgeState.SENT
    return replace(
        nudge,
        state=NudgeState.PLANNED if sent else nudge.state,
        sent_at=None if sent else nudge.sent_at,
        channel=None,
        message_ts=None,
        turn=nudge.turn + 1,
    )


def _remember(town: Town, clock: Clock, now: datetime) -> None:
    """Let people have said what the file says that they said, days before `now`."""
    rooms = {room.name: room for room in town.rooms}
    said = [one for one in yaml.safe_load(CHATTER.read_text("utf-8")) if one["in"] in rooms]
    for one in sorted(said, key=lambda one: _moment(one, now)):
        clock.moment = _moment(one, now)
        town.slack.person(one["who"]).has_said(one["said"], one["in"])
    clock.moment = None


def _moment(said: Mapping[str, str], now: datetime) -> datetime:
    at = time.fromisoformat(said["at"])
    return datetime.combine(now.date() - timedelta(days=int(said["days_ago"])), at, UTC)
