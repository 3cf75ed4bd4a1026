"""Signatures, arguments, pages, permissions and faults of the loopback Slack."""

import threading

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from bot.playground import faults, manifest, signing
from bot.playground.api import arguments, paging
from bot.playground.changes import Changes
from bot.playground.envelope import Envelope
from bot.playground.ids import Timestamps
from bot.playground.journal import Journal, NotSeen
from bot.playground.refusal import Refused
from bot.playground.triggers import ResponseUrls, Triggers


class Hand:
    """A clock that is moved by hand."""

    def __init__(self, at: float = 1_700_000_000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


class Fixed(Clock):
    def now(self) -> float:
        return 1_700_000_000.0


def test_signatures_satisfy_the_sdk_until_they_are_five_minutes_old():
    verifier = SignatureVerifier("secret", Fixed())
    assert verifier.is_valid_request("body", signing.headers("secret", "body", 1_700_000_000.0))
    assert not verifier.is_valid_request("body", signing.headers("wrong", "body", 1_700_000_000.0))
    assert not verifier.is_valid_request("else", signing.headers("secret", "body", 1_700_000_000.0))
    assert not verifier.is_valid_request("body", signing.headers("secret", "body", 1_699_999_699.0))


def test_events_go_as_json_and_interactions_as_json_inside_a_form():
    assert Envelope("events_api", {"a": 1}).body == '{"a": 1}'
    assert Envelope("slash_commands", {"text": "a b"}).body == "text=a+b"
    assert Envelope("interactive", {"a": 1}).body == "payload=%7B%22a%22%3A+1%7D"


def test_timestamps_differ_even_when_the_clock_stands_still():
    timestamps = Timestamps(Hand())
    assert [timestamps.next() for _ in range(2)] == ["1700000000.000000", "1700000000.000001"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json; charset=utf-8", b'{"channel": "C1"}'),
        ("application/x-www-form-urlencoded", b"channel=C1"),
        ("", b""),
    ],
)
def test_arguments_come_as_json_as_a_form_or_in_the_query(content_type, body):
    headers = {"content-type": content_type, "authorization": "Bearer xoxb-1"}
    query = {} if body else {"channel": "C1"}
    found = arguments.read(headers, query, body)
    assert (found.text("channel"), found.token) == ("C1", "xoxb-1")


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("text/plain", b"channel=C1", "invalid_post_type"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(content_type, body, error):
    with pytest.raises(Refused) as refused:
        arguments.read({"content-type": content_type}, {}, body)
    assert refused.value.error == error


def test_a_missing_argument_is_named():
    with pytest.raises(Refused) as refused:
        arguments.Arguments({"text": ""}).require(["channel", "text"])
    assert refused.value.as_json() == {
        "ok": False,
        "error": "invalid_arguments",
        "response_metadata": {
            "messages": [
                "[ERROR] missing required field: channel",
                "[ERROR] missing required field: text",
            ]
        },
    }


def test_pages_follow_each_other_until_the_cursor_is_empty():
    first, metadata = paging.page([1, 2, 3], 2, None)
    last, end = paging.page([1, 2, 3], 2, metadata["next_cursor"])
    assert (first, last, end) == ([1, 2], [3], {"next_cursor": ""})


@pytest.mark.parametrize("cursor", ["%%%", "bm9wZQ==", "bmV4dDphYmM="])
def test_a_cursor_that_was_not_given_out_is_refused(cursor):
    with pytest.raises(Refused, match="invalid_cursor"):
        paging.page([1], 1, cursor)


def test_a_trigger_works_once_within_three_seconds():
    clock = Hand()
    triggers = Triggers(clock)
    triggers.issue("t1", "U1")
    triggers.issue("t2", "U1")
    clock.at += 3
    assert triggers.redeem("t1").user == "U1"
    with pytest.raises(Refused, match="exchanged_trigger_id"):
        triggers.redeem("t1")
    clock.at += 0.1
    with pytest.raises(Refused, match="expired_trigger_id"):
        triggers.redeem("t2")
    with pytest.raises(Refused, match="invalid_trigger_id"):
        triggers.redeem("t3")


def test_a_response_url_works_five_times_within_half_an_hour():
    clock = Hand()
    urls = ResponseUrls(clock)
    urls.issue("r1", "C1", "U1")
    for _ in range(5):
        urls.use("r1")
    with pytest.raises(Refused, match="used_url"):
        urls.use("r1")
    urls.issue("r2", "C1", "U1")
    clock.at += 1801
    with pytest.raises(Refused, match="expired_url"):
        urls.use("r2")


def test_faults_are_shown_in_order_and_then_no_more():
    waiting = faults.Faults()
    waiting.add("chat.update", faults.rate_limited(3), times=2)
    waiting.add(faults.ANY_METHOD, faults.broken())
    shown = [waiting.next("chat.update") for _ in range(4)]
    assert [fault.status if fault else None for fault in shown] == [429, 429, 500, None]


def test_a_silence_has_an_end():
    with pytest.raises(ValueError, match="at most 30 seconds"):
        faults.silent(31)


def test_a_manifest_says_what_the_app_may_do_and_hear():
    grants = manifest.read(
        {
            "features": {"agent_view": {"agent_description": "Looks after accounts"}},
            "oauth_config": {"scopes": {"bot": ["chat:write"]}},
            "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
        }
    )
    assert grants == manifest.Grants(frozenset({"chat:write"}), frozenset({"app_mention"}), True)


def test_waiting_ends_with_the_change_that_was_waited_for():
    changed = Changes()
    journal = Journal(changed)
    later = threading.Thread(target=journal.add, args=("auth.test", {}, 200, {"ok": True}))
    later.start()
    assert journal.wait(lambda: journal.calls("auth.test"), 5, "auth.test")[0].ok
    later.join()


def test_waiting_in_vain_tells_what_was_seen_instead():
    journal = Journal(Changes())
    journal.add("chat.update", {}, 200, {"ok": False, "error": "message_not_found"})
    expected = r"auth.test was not seen within 0.01 s.*\n  1. chat.update -> 200 message_not_found"
    with pytest.raises(NotSeen, match=expected):
        journal.wait(lambda: journal.calls("auth.test"), 0.01, "auth.test")
