"""The sample's people and channels in a loopback Slack, over real records."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot import playground
from bot.browser import town
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.people import Channel, Member, Role
from storage.workspace import Workspace

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def context(workspace: Workspace) -> Context:
    """Three CSMs, a manager and a guest; one customer; a nudge that was told before."""
    with workspace.writing() as writer:
        for number, handle in enumerate(("maya", "luca", "lin"), start=1):
            writer.put(Member(f"U0DEMO0{number}", handle.title(), f"@{handle}"))
        writer.put(Member("U0DEMO08", "Ruth Calloway", "@ruth", role=Role.MANAGER))
        writer.put(Member("U0DEMO11", "Kit Lindqvist", "@kit", role=Role.GUEST))
        writer.put(Account("A-110", "Kestrow", owner="U0DEMO01", channel="#cust-kestrow"))
        writer.put(
            Nudge(
                "ndg_1",
                "A-110",
                "silence",
                "2026-11-02",
                owner="U0DEMO01",
                priority=2,
                created=date(2026, 11, 19),
                state=NudgeState.SENT,
                sent_at=MOMENT,
                channel="D0000000001",
                message_ts="1.000001",
            )
        )
    return Context(workspace, None, lambda: MOMENT, str, None)


@pytest.fixture
def clock(context: Context) -> town.Clock:
    return town.Clock(context.now)


@pytest.fixture
def slack(clock: town.Clock) -> Iterator[playground.Slack]:
    with playground.Slack(clock=clock) as slack:
        yield slack


def test_a_customers_channel_holds_its_team_the_managers_and_what_they_said(slack, context, clock):
    settled = town.settle(slack, context, clock)

    rooms = {room.name: room for room in settled.rooms}
    assert set(rooms["cust-kestrow"].people) == {"U0DEMO01", "U0DEMO08", "U0DEMO11"}
    assert rooms["customer-success"].people == ("U0DEMO01", "U0DEMO02", "U0DEMO03", "U0DEMO08")
    said = slack.messages(rooms["cust-kestrow"].id)
    assert [message["user"] for message in said] == ["U0DEMO11", "U0DEMO01"]
    assert float(said[-1]["ts"]) < MOMENT.timestamp()


def test_an_account_is_tied_to_its_channel_with_the_same_id_in_every_run(slack, context, clock):
    town.settle(slack, context, clock)
    with playground.Slack(clock=clock, ids_after=7) as later:
        town.settle(later, context, clock)

    with context.workspace.reading() as reader:
        account, channel = reader.get(Account, "A-110"), reader.get(Channel, "C0DEMO110")
    assert account.channel == "C0DEMO110"
    assert channel.name == "cust-kestrow"


def test_a_nudge_that_an_earlier_run_told_waits_to_be_told_again(slack, context, clock):
    town.settle(slack, context, clock)

    with context.workspace.reading() as reader:
        nudge = reader.get(Nudge, "ndg_1")
    assert nudge.state is NudgeState.PLANNED
    assert (nudge.sent_at, nudge.channel, nudge.message_ts) == (None, None, None)
