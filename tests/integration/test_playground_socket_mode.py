"""The loopback Slack brings payloads to a real Bolt app over Socket Mode."""

import json

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot import playground


@pytest.fixture
def slack():
    with playground.Slack() as running:
        yield running


@pytest.fixture(scope="module")
def connected():
    """A workspace and an app in Socket Mode; shared, as the SDK takes three seconds to close."""
    with playground.Slack() as slack:
        handler = SocketModeHandler(answering_app(slack), slack.app_token)
        handler.connect()
        slack.connect_over_socket()
        yield slack
        handler.close()


def answering_app(slack):
    app = App(client=slack.client(), signing_secret=slack.signing_secret)

    @app.event("message")
    def answer(event, say):
        say(f"You said {event['text']}")

    @app.command("/cairn")
    def helps(ack):
        ack("Ask me about an account")

    return app


def test_an_event_is_acknowledged_and_answered(connected):
    maya = connected.add_member("maya")
    delivery = maya.says("hello").deliveries[0]
    assert delivery.acknowledged
    connected.wait_for(lambda: connected.posted(maya))
    delivery.again(playground.Retry(2))
    connected.wait_for(lambda: len(connected.posted(maya)) == 2)
    assert connected.posted(maya)[0]["text"] == "You said hello"


def test_a_command_is_answered_in_the_acknowledgement(connected):
    noor = connected.add_member("noor")
    noor.runs("/cairn", "help")
    assert connected.ephemerals(noor)[0]["text"] == "Ask me about an account"


def test_the_app_reconnects_when_slack_tells_it_to(connected):
    li = connected.add_member("li")
    connected.refresh_sockets()
    connected.connect_over_socket()
    assert li.says("still there?").deliveries[0].acknowledged


def test_without_a_connection_there_is_nobody_to_tell(slack):
    maya = slack.add_member("maya")
    with pytest.raises(playground.NoLink, match="no Socket Mode connection"):
        maya.says("hello")
    with pytest.raises(playground.NotSeen, match="a Socket Mode connection"):
        slack.connect_over_socket(timeout=0.01)


def address(slack):
    client = WebClient(slack.app_token, slack.url, retry_handlers=[])
    return client.apps_connections_open(app_token=slack.app_token)["url"]


def test_a_websocket_is_greeted_and_its_ticket_works_once(slack):
    url = address(slack)
    with connect(url, proxy=None) as websocket:
        assert json.loads(websocket.recv())["type"] == "hello"
    with pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass


def test_an_envelope_that_is_not_acknowledged_in_time_is_an_error(slack):
    with connect(address(slack), proxy=None) as websocket:
        slack.connect_over_socket(timeout=0.2)
        with pytest.raises(playground.NotAcknowledged, match=r"events_api within 0\.2 s"):
            slack.add_member("maya").says("hello")
        websocket.recv()
        envelope = json.loads(websocket.recv())
        assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)


def test_a_connection_can_be_lost_without_a_warning(slack):
    with connect(address(slack), proxy=None) as websocket:
        slack.connect_over_socket()
        slack.drop_sockets()
        websocket.recv()
        with pytest.raises(ConnectionClosed):
            websocket.recv()
