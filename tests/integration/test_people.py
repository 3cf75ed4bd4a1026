"""Members and channels: Slack's word kept in the records."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import playground
from bot.people import People
from playbooks.accounts import Account
from playbooks.meetings import Meeting
from playbooks.notes import Draft, Note
from playbooks.people import Channel, Member, Role
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack() -> Iterator[playground.Slack]:
    with playground.Slack() as slack:
        yield slack


@pytest.fixture
def people(slack: playground.Slack, workspace: Workspace, clock: Clock) -> People:
    return People(slack.client(), workspace, slack.team_id, clock)


def member(workspace: Workspace, member_id: str) -> Member | None:
    with workspace.reading() as reader:
        return reader.get(Member, member_id)


def test_a_person_whom_nobody_gave_a_role_gets_the_least_of_a_member(
    slack: playground.Slack, people: People
) -> None:
    ann = slack.add_member("ann", "Ann Li", locale="zh-CN", time_zone="Asia/Shanghai")
    found = people.insider(ann.id)
    assert found is not None
    assert (found.role, found.language) == (Role.SALES, "zh")
    assert (found.name, found.time_zone) == ("Ann Li", "Asia/Shanghai")


def test_an_admin_of_slack_is_an_admin_here(slack: playground.Slack, people: People) -> None:
    noor = slack.add_member("noor", is_admin=True)
    found = people.insider(noor.id)
    assert found is not None
    assert found.role is Role.ADMIN


def test_a_role_that_was_given_here_stays(
    slack: playground.Slack, people: People, workspace: Workspace
) -> None:
    maya = slack.add_member("maya", "Maya Rossi", email="maya@example.com")
    with workspace.writing() as writer:
        writer.put(Member(maya.id, "Maya", role=Role.CSM, language="it", manager="U9"))
    found = people.insider(maya.id)
    assert found is not None
    assert (found.role, found.language, found.manager) == (Role.CSM, "it", "U9")
    assert (found.name, found.email) == ("Maya Rossi", "maya@example.com")


def test_somebody_imported_by_handle_keeps_their_accounts_under_the_slack_id(
    slack: playground.Slack, people: People, workspace: Workspace
) -> None:
    with workspace.writing() as writer:
        writer.put(Member("maya", "Maya", "@maya", "maya@example.com", Role.CSM))
        writer.put(Member("luca", "Luca", "@luca", manager="maya"))
        writer.put(Account("a1", "Acme", owner="maya"))
        writer.put(Note("n1", "a1", NOW.date(), "A call.", author="maya"))
        writer.put(Draft("d1", "maya", NOW, "message"))
        writer.put(Meeting("m1", "a1", NOW, "Review", members=("luca", "maya")))
    maya = slack.add_member("mrossi", "Maya Rossi", email="Maya@example.com")
    found = people.insider(maya.id)
    assert found is not None
    assert found.role is Role.CSM
    with workspace.reading() as reader:
        assert reader.get(Member, "maya") is None
        assert reader.get(Member, "luca") == Member("luca", "Luca", "@luca", manager=maya.id)
        account, note = reader.get(Account, "a1"), reader.get(Note, "n1")
        draft, meeting = reader.get(Draft, "d1"), reader.get(Meeting, "m1")
    assert account is not None
    assert account.owner == maya.id
    assert note is not None
    assert note.author == maya.id
    assert draft is not None
    assert draft.member == maya.id
    assert meeting is not None
    assert meeting.members == ("luca", maya.id)


def test_guests_bots_strangers_and_those_who_left_are_no_insiders(
    slack: playground.Slack, people: People, workspace: Workspace
) -> None:
    guest = slack.add_member("kit", is_guest=True)
    bot = slack.add_member("robot", is_bot=True)
    stranger = slack.add_member("zoe", team_id="T9999999999")
    gone = slack.add_member("gone", is_deactivated=True)
    assert [people.insider(one.id) for one in (guest, bot, stranger, gone)] == [None] * 4
    assert people.insider("U0000000999") is None
    kept = member(workspace, guest.id)
    assert kept is not None
    assert kept.role is Role.GUEST
    assert member(workspace, bot.id) is None
    assert member(workspace, stranger.id) is None


def test_a_member_who_was_imported_as_a_guest_stays_one(
    slack: playground.Slack, people: People, workspace: Workspace
) -> None:
    kit = slack.add_member("kit")
    with workspace.writing() as writer:
        writer.put(Member(kit.id, "Kit", role=Role.GUEST))
    assert people.insider(kit.id) is None


def test_slack_is_asked_about_a_person_once_an_hour(
    slack: playground.Slack, people: People, clock: Clock
) -> None:
    ann = slack.add_member("ann")
    for minutes in (0, 10, 59):
        clock.moment = NOW + timedelta(minutes=minutes)
        people.insider(ann.id)
    assert len(slack.calls("users.info")) == 1
    clock.moment = NOW + timedelta(minutes=61)
    people.insider(ann.id)
    assert len(slack.calls("users.info")) == 2


def test_a_known_person_is_known_while_slack_limits_us(
    slack: playground.Slack, people: People, clock: Clock
) -> None:
    ann = slack.add_member("ann")
    people.insider(ann.id)
    clock.moment = NOW + timedelta(hours=2)
    slack.fail("users.info", playground.rate_limited(30))
    assert people.insider(ann.id) is not None


def test_who_reads_a_channel_is_asked_anew_for_nearly_every_question(
    slack: playground.Slack, people: People, clock: Clock, workspace: Workspace
) -> None:
    ann = slack.add_member("ann")
    robot = slack.add_member("robot", is_bot=True)
    channel = slack.add_channel("acme", [ann, robot], private=True)
    found = people.channel(channel)
    assert found == Channel(channel, "acme", private=True, members=(ann.id,))
    clock.moment = NOW + timedelta(minutes=2)
    people.channel(channel)
    assert len(slack.calls("conversations.members")) == 2


def test_a_channel_with_people_from_elsewhere_is_shared_and_they_are_no_members(
    slack: playground.Slack, people: People, workspace: Workspace
) -> None:
    ann = slack.add_member("ann")
    zoe = slack.add_member("zoe", team_id="T9999999999")
    channel = slack.add_channel("partners", [ann, zoe], shared=True)
    found = people.channel(channel)
    assert found is not None
    assert found.shared
    assert set(found.members) == {ann.id, zoe.id}
    assert member(workspace, zoe.id) is None


def test_a_channel_that_the_app_cannot_see_is_none(slack: playground.Slack, people: People) -> None:
    ann = slack.add_member("ann")
    hidden = slack.add_channel("board", [ann], private=True, with_app=False)
    assert people.channel(hidden) is None


def test_the_whole_list_is_taken_over_page_by_page(
    slack: playground.Slack, people: People, workspace: Workspace
) -> None:
    for number in range(230):
        slack.add_member(f"person{number}")
    assert people.refresh_all() == 230
    with workspace.reading() as reader:
        assert reader.count(Member) == 230
    assert len(slack.calls("users.list")) == 2


def test_a_crowded_channel_costs_a_list_and_not_a_call_for_each(
    slack: playground.Slack, people: People
) -> None:
    crowd = [slack.add_member(f"person{number}") for number in range(60)]
    channel = slack.add_channel("all", crowd)
    found = people.channel(channel)
    assert found is not None
    assert len(found.members) == 60
    assert slack.calls("users.info") == []


def test_those_who_left_a_private_channel_are_found_out_without_a_question(
    slack: playground.Slack, people: People, clock: Clock, workspace: Workspace
) -> None:
    ann = slack.add_member("ann")
    channel = slack.add_channel("board", [ann], private=True)
    with workspace.writing() as writer:
        writer.put(Channel(channel, "board", private=True, members=(ann.id, "U0GONE00001")))
        writer.put(Channel("C0PUBLIC001", "open"))
    assert people.refresh_private_channels() == 1
    with workspace.reading() as reader:
        found = reader.get(Channel, channel)
    assert found is not None
    assert found.members == (ann.id,)
