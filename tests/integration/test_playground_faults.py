"""Faults that the loopback Slack shows on request."""

import http.client

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import playground


@pytest.fixture
def slack():
    with playground.Slack() as running:
        yield running


@pytest.fixture
def acme(slack):
    return slack.add_channel("acme")


def test_a_rate_limit_says_when_to_come_back_and_stores_nothing(slack, acme):
    slack.fail("chat.postMessage", playground.rate_limited(30), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            slack.client().chat_postMessage(channel=acme, text="a")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "30"
    slack.client().chat_postMessage(channel=acme, text="a")
    assert len(slack.posted(acme)) == 1


def test_other_methods_are_spared(slack):
    slack.fail("chat.postMessage", playground.refused("fatal_error"))
    assert slack.client().auth_test()["ok"]


def test_any_error_can_be_answered(slack, acme):
    slack.fail("chat.postMessage", playground.refused("is_archived"))
    with pytest.raises(SlackApiError, match="is_archived"):
        slack.client().chat_postMessage(channel=acme, text="a")
    assert slack.posted(acme) == []


@pytest.mark.parametrize("stored", [True, False])
def test_a_server_error_may_come_before_or_after_the_effect(slack, acme, stored):
    slack.fail("chat.postMessage", playground.broken(503, stored=stored))
    with pytest.raises(SlackApiError) as refused:
        slack.client().chat_postMessage(channel=acme, text="a")
    assert refused.value.response.status_code == 503
    assert len(slack.posted(acme)) == int(stored)


@pytest.mark.parametrize("stored", [True, False])
def test_a_connection_may_close_before_or_after_the_effect(slack, acme, stored):
    slack.fail("chat.postMessage", playground.cut_off(stored=stored))
    with pytest.raises(http.client.RemoteDisconnected):
        slack.client().chat_postMessage(channel=acme, text="a")
    assert len(slack.posted(acme)) == int(stored)
    assert [call.status for call in slack.calls("chat.postMessage")] == [0]


def test_the_sdk_as_it_comes_sends_a_message_twice_when_the_connection_broke(slack, acme):
    slack.fail("chat.postMessage", playground.cut_off())
    client = WebClient(slack.bot_token, slack.url)
    client.chat_postMessage(channel=acme, text="a")
    assert len(slack.posted(acme)) == 2


def test_a_silence_outlasts_an_impatient_caller(slack, acme):
    slack.fail("chat.postMessage", playground.silent(5, stored=True))
    with pytest.raises(TimeoutError):
        slack.client(timeout=1).chat_postMessage(channel=acme, text="a")
    assert len(slack.posted(acme)) == 1


def test_a_silence_ends_with_an_error(slack, acme):
    slack.fail("chat.postMessage", playground.silent(0.05))
    with pytest.raises(SlackApiError) as refused:
        slack.client().chat_postMessage(channel=acme, text="a")
    assert refused.value.response.status_code == 504


def test_faults_that_still_wait_can_be_forgotten(slack):
    slack.fail("*", playground.broken(), times=9)
    slack.heal()
    assert slack.client().auth_test()["ok"]


def test_stopping_does_not_wait_for_a_silence(slack):
    slack.fail("auth.test", playground.silent(30))
    with pytest.raises(TimeoutError):
        slack.client(timeout=1).auth_test()
