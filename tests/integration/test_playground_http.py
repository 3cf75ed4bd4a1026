"""The loopback Slack brings payloads to a real Bolt app over HTTP."""

import socket
import threading

import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from starlette.applications import Starlette
from starlette.routing import Route

from bot import playground


@pytest.fixture
def slack():
    with playground.Slack() as running:
        yield running


@pytest.fixture
def maya(slack):
    return slack.add_member("maya", "Maya Rossi")


@pytest.fixture
def app(slack):
    built = App(client=slack.client(), signing_secret=slack.signing_secret)

    @built.event("message")
    def answer(event, say):
        say(f"You said {event['text']}")

    @built.command("/cairn")
    def helps(ack):
        ack("Ask me about an account")

    return built


@pytest.fixture
def url(app):
    """The app behind Starlette and uvicorn on a free port."""
    handler = SlackRequestHandler(app)

    async def events(request):
        return await handler.handle(request)

    served = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(served, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    server.should_exit = True
    thread.join(10)


def test_an_event_over_http_is_signed_acknowledged_and_answered(slack, maya, url):
    slack.connect_over_http(url)
    delivery = maya.says("hello").deliveries[0]
    assert delivery.acknowledged
    slack.wait_for_call("chat.postMessage")
    assert slack.posted(maya)[0]["text"] == "You said hello"
    assert slack.deliver(delivery.envelope, signing_secret="wrong").status == 401


def test_a_command_over_http_is_answered_in_the_acknowledgement(slack, maya, url):
    slack.connect_over_http(url)
    maya.runs("/cairn", "help")
    assert slack.ephemerals(maya)[0]["text"] == "Ask me about an account"


def test_an_app_that_is_not_there_is_said_to_be_silent(slack, maya):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    slack.connect_over_http(f"http://127.0.0.1:{port}/slack/events", patience=1)
    with pytest.raises(playground.NotAcknowledged, match="did not answer"):
        maya.says("hello")
