"""Sending to Slack: once per key, and never before Slack allows it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import RemoteDisconnected

import pytest
from slack_sdk.errors import SlackApiError

from bot import playground
from bot.calling import Undeliverable
from bot.messenger import Messenger
from bot.streams import Reader
from storage import migrate
from storage.jobs import TryLater
from storage.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[playground.Slack]:
    with playground.Slack(clock=lambda: clock().timestamp()) as slack:
        yield slack


@pytest.fixture
def maya(slack: playground.Slack) -> playground.Person:
    return slack.add_member("maya", "Maya Rossi")


@pytest.fixture
def channel(slack: playground.Slack, maya: playground.Person) -> str:
    return slack.add_channel("acme", [maya])


@pytest.fixture
def messenger(slack: playground.Slack, workspace: Workspace, clock: Clock) -> Messenger:
    return Messenger(slack.client(), workspace, clock)


def texts(slack: playground.Slack, channel: str) -> list[str]:
    return [message["text"] for message in slack.posted(channel)]


def test_the_same_key_is_sent_once(
    slack: playground.Slack, messenger: Messenger, channel: str
) -> None:
    first = messenger.send("k1", channel, "Hello.")
    assert messenger.send("k1", channel, "Hello.") == first
    assert messenger.send("k2", channel, "Hello again.") != first
    assert texts(slack, channel) == ["Hello.", "Hello again."]


def test_a_link_in_a_message_is_not_unfurled(
    slack: playground.Slack, messenger: Messenger, channel: str
) -> None:
    messenger.send("k1", channel, "See https://example.com")
    [call] = slack.calls("chat.postMessage")
    assert call.arguments["unfurl_links"] is False
    assert call.arguments["unfurl_media"] is False


def test_a_message_whose_answer_was_lost_is_found_and_not_sent_twice(
    slack: playground.Slack, messenger: Messenger, channel: str, clock: Clock
) -> None:
    slack.fail("chat.postMessage", playground.cut_off(stored=True))
    with pytest.raises(RemoteDisconnected):
        messenger.send("k1", channel, "Hello.")
    with pytest.raises(TryLater) as soon:
        messenger.send("k1", channel, "Hello.")
    clock.passes(soon.value.seconds)
    assert messenger.send("k1", channel, "Hello.") == slack.posted(channel)[0]["ts"]
    assert texts(slack, channel) == ["Hello."]


def test_a_message_that_never_arrived_is_sent_again(
    slack: playground.Slack, messenger: Messenger, channel: str, clock: Clock
) -> None:
    slack.fail("chat.postMessage", playground.cut_off(stored=False))
    with pytest.raises(RemoteDisconnected):
        messenger.send("k1", channel, "Hello.")
    clock.passes(10)
    messenger.send("k1", channel, "Hello.")
    assert texts(slack, channel) == ["Hello."]


def test_an_answer_in_a_thread_is_looked_for_in_the_thread(
    slack: playground.Slack,
    messenger: Messenger,
    maya: playground.Person,
    channel: str,
    clock: Clock,
) -> None:
    asked = maya.has_said("How is Acme?", channel)
    slack.fail("chat.postMessage", playground.broken(500, stored=True))
    with pytest.raises(SlackApiError):
        messenger.send("k1", channel, "Well.", thread_ts=asked.ts)
    clock.passes(10)
    messenger.send("k1", channel, "Well.", thread_ts=asked.ts)
    assert texts(slack, channel) == ["Well."]


def test_a_long_history_is_read_to_its_end(
    slack: playground.Slack, messenger: Messenger, maya: playground.Person, clock: Clock
) -> None:
    channel = maya.direct_message
    slack.fail("chat.postMessage", playground.cut_off(stored=True))
    with pytest.raises(RemoteDisconnected):
        messenger.send("k1", channel, "Hello.")
    for _ in range(250):
        maya.has_said("And another thing.")
    clock.passes(10)
    messenger.send("k1", channel, "Hello.")
    assert texts(slack, channel) == ["Hello."]


def test_where_history_cannot_be_read_a_message_is_sent_once_more_at_most(
    slack: playground.Slack, messenger: Messenger, channel: str, clock: Clock
) -> None:
    slack.fail("chat.postMessage", playground.cut_off(stored=True), times=2)
    slack.fail("conversations.history", playground.refused("missing_scope"), times=9)
    for _ in range(2):
        with pytest.raises(RemoteDisconnected):
            messenger.send("k1", channel, "Hello.")
        clock.passes(10)
    with pytest.raises(Undeliverable, match="missing_scope"):
        messenger.send("k1", channel, "Hello.")
    assert texts(slack, channel) == ["Hello.", "Hello."]


def test_a_rate_limit_is_kept_for_its_method_alone(
    slack: playground.Slack,
    messenger: Messenger,
    maya: playground.Person,
    channel: str,
    clock: Clock,
) -> None:
    slack.fail("chat.postMessage", playground.rate_limited(30))
    with pytest.raises(TryLater) as limited:
        messenger.send("k1", channel, "Hello.")
    assert limited.value.seconds == 30
    clock.passes(29)
    with pytest.raises(TryLater) as still:
        messenger.send("k2", channel, "Hello too.")
    assert still.value.seconds == 1
    assert messenger.open_dm(maya.id) == maya.direct_message
    assert len(slack.calls("chat.postMessage")) == 1
    clock.passes(1)
    messenger.send("k1", channel, "Hello.")
    messenger.send("k2", channel, "Hello too.")
    assert texts(slack, channel) == ["Hello.", "Hello too."]


def test_what_slack_refuses_is_said_and_may_be_sent_when_it_is_mended(
    slack: playground.Slack, messenger: Messenger, channel: str
) -> None:
    slack.fail("chat.postMessage", playground.refused("is_archived"))
    with pytest.raises(Undeliverable, match="is_archived") as refused:
        messenger.send("k1", channel, "Hello.")
    assert refused.value.code == "is_archived"
    messenger.send("k1", channel, "Hello.")
    assert texts(slack, channel) == ["Hello."]


def test_a_whisper_reaches_one_person(
    slack: playground.Slack, messenger: Messenger, maya: playground.Person, channel: str
) -> None:
    messenger.send("k1", channel, "For you.", ephemeral_to=maya.id)
    assert [whisper["text"] for whisper in slack.ephemerals(maya)] == ["For you."]
    assert texts(slack, channel) == []


def test_a_message_is_changed_in_place(
    slack: playground.Slack, messenger: Messenger, channel: str
) -> None:
    ts = messenger.send("k1", channel, "To do.")
    messenger.update(channel, ts, "Done.")
    assert texts(slack, channel) == ["Done."]


def test_another_workspace_has_its_own_keys(
    slack: playground.Slack,
    messenger: Messenger,
    workspace: Workspace,
    channel: str,
    clock: Clock,
) -> None:
    migrate.ensure_workspace(workspace.database, "T2", "Another", NOW)
    other = Messenger(slack.client(), Workspace(workspace.database, "T2"), clock)
    messenger.send("k1", channel, "Hello.")
    other.send("k1", channel, "Hello from elsewhere.")
    assert texts(slack, channel) == ["Hello.", "Hello from elsewhere."]


@pytest.fixture
def asked(slack: playground.Slack, maya: playground.Person) -> Reader:
    """A question of Maya's, in whose thread an answer may grow."""
    root = maya.has_said("How is Acme?")
    return Reader(root.channel, root.ts, maya.id, "T1")


def piece(text: str) -> list[dict[str, str]]:
    return [{"type": "markdown_text", "text": text}]


def test_a_message_grows_and_is_closed(
    slack: playground.Slack, messenger: Messenger, asked: Reader
) -> None:
    stream = messenger.stream("k1", asked)
    stream.append(piece("Well, "))
    stream.append(piece("thank you."))
    assert stream.end([], [])
    assert texts(slack, asked.channel) == ["Well, thank you."]
    assert messenger.send("k1", asked.channel, "Well.") == slack.posted(asked.channel)[0]["ts"]
    assert texts(slack, asked.channel) == ["Well, thank you."]


def test_a_process_that_dies_while_a_message_grows_leaves_no_second_one(
    slack: playground.Slack, messenger: Messenger, workspace: Workspace, asked: Reader, clock: Clock
) -> None:
    messenger.stream("k1", asked).append(piece("Well, "))
    after = Messenger(slack.client(), workspace, clock)
    again = after.stream("k1", asked)
    again.append(piece("Once more."))
    assert not again.end([], []), "What was left behind is put right as a whole."
    after.send("k1", asked.channel, "Well, thank you.", thread_ts=asked.thread_ts)
    assert texts(slack, asked.channel) == ["Well, thank you."]


def test_a_process_that_dies_while_a_message_begins_leaves_no_second_one(
    slack: playground.Slack, messenger: Messenger, asked: Reader, clock: Clock
) -> None:
    slack.fail("chat.startStream", playground.cut_off(stored=True))
    stream = messenger.stream("k1", asked)
    stream.append(piece("Well, "))
    assert not stream.end([], [])
    with pytest.raises(TryLater) as soon:
        messenger.send("k1", asked.channel, "Thank you.", thread_ts=asked.thread_ts)
    clock.passes(soon.value.seconds)
    messenger.send("k1", asked.channel, "Thank you.", thread_ts=asked.thread_ts)
    assert texts(slack, asked.channel) == ["Thank you."]


def test_two_messages_that_grow_in_one_thread_are_told_apart(
    slack: playground.Slack, messenger: Messenger, asked: Reader, clock: Clock
) -> None:
    messenger.stream("k1", asked).append(piece("First"))
    slack.fail("chat.startStream", playground.cut_off(stored=False))
    messenger.stream("k2", asked).append(piece("Second"))
    clock.passes(10)
    messenger.send("k2", asked.channel, "Second.", thread_ts=asked.thread_ts)
    messenger.send("k1", asked.channel, "First.", thread_ts=asked.thread_ts)
    assert texts(slack, asked.channel) == ["First.", "Second."]


def test_a_stream_that_slack_closes_for_its_silence_is_put_right(
    slack: playground.Slack, messenger: Messenger, asked: Reader, clock: Clock
) -> None:
    stream = messenger.stream("k1", asked)
    stream.append(piece("Well, "))
    clock.passes(301)
    stream.append(piece("thank you."))
    assert not stream.end([], [])
    messenger.send("k1", asked.channel, "Well, thank you.", thread_ts=asked.thread_ts)
    assert texts(slack, asked.channel) == ["Well, thank you."]


def test_what_grew_before_everyone_and_is_for_one_person_after_all_is_taken_away(
    slack: playground.Slack,
    messenger: Messenger,
    maya: playground.Person,
    channel: str,
) -> None:
    root = maya.has_said("How is Acme?", channel)
    messenger.stream("k1", Reader(channel, root.ts, maya.id, "T1")).append(piece("Well, "))
    messenger.send("k1", channel, "For you.", thread_ts=root.ts, ephemeral_to=maya.id)
    assert texts(slack, channel) == []
    assert [whisper["text"] for whisper in slack.ephemerals(maya)] == ["For you."]


def test_what_may_have_begun_before_everyone_and_is_for_one_person_is_looked_for(
    slack: playground.Slack,
    messenger: Messenger,
    maya: playground.Person,
    channel: str,
    clock: Clock,
) -> None:
    root = maya.has_said("How is Acme?", channel)
    slack.fail("chat.startStream", playground.cut_off(stored=True))
    messenger.stream("k1", Reader(channel, root.ts, maya.id, "T1")).append(piece("Well, "))
    clock.passes(10)
    messenger.send("k1", channel, "For you.", thread_ts=root.ts, ephemeral_to=maya.id)
    assert texts(slack, channel) == []
    assert [whisper["text"] for whisper in slack.ephemerals(maya)] == ["For you."]


def test_a_message_that_grew_in_vain_is_withdrawn(
    slack: playground.Slack, messenger: Messenger, asked: Reader
) -> None:
    messenger.stream("k1", asked).append(piece("Well, "))
    messenger.withdraw("k1", asked.channel)
    assert texts(slack, asked.channel) == []
    messenger.send("k1", asked.channel, "Something went wrong.")
    assert texts(slack, asked.channel) == ["Something went wrong."]


def test_what_slack_limits_is_shown_with_the_next_piece(
    slack: playground.Slack, messenger: Messenger, asked: Reader
) -> None:
    stream = messenger.stream("k1", asked)
    stream.append(piece("Well, "))
    slack.fail("chat.appendStream", playground.rate_limited(60))
    stream.append(piece("thank "))
    assert stream.end(piece("you."), [])
    assert texts(slack, asked.channel) == ["Well, thank you."]


def test_where_a_message_that_grew_was_removed_a_new_one_is_posted(
    slack: playground.Slack, messenger: Messenger, asked: Reader
) -> None:
    messenger.stream("k1", asked).append(piece("Well, "))
    slack.fail("chat.update", playground.refused("message_not_found"))
    messenger.send("k1", asked.channel, "Well, thank you.", thread_ts=asked.thread_ts)
    assert texts(slack, asked.channel)[-1] == "Well, thank you."
    assert len(slack.calls("chat.postMessage")) == 1
