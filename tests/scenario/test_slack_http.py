"""The app over real HTTP and over Socket Mode, and what it says to those who are not Slack."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from bot import app, playground, service
from bot import http as slack_http

QUESTION = "How is Northgate Foods doing?"


class Server(uvicorn.Server):
    """A uvicorn in a thread, on a free port of 127.0.0.1."""

    def __init__(self, served: Any) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        super().__init__(uvicorn.Config(served, log_level="warning", lifespan="off"))
        self.thread = threading.Thread(target=self.run, args=([self.socket],))


@pytest.fixture
def port(program: Any) -> Iterator[int]:
    built = app.build(program.parts, program.slack.signing_secret)
    server = Server(slack_http.build(built, program.parts))
    server.thread.start()
    program.slack.connect_over_http(f"http://127.0.0.1:{server.port}/slack/events")
    yield server.port
    server.should_exit = True
    server.thread.join()
    server.socket.close()


def ask(port: int, method: str, path: str, body: str = "", stamp: str = "") -> tuple[int, str]:
    """A request that Slack did not sign, with a `stamp` one that says it is signed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/json"}
    if stamp:
        headers |= {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=00"}
    connection.request(method, path, body.encode(), headers)
    response = connection.getresponse()
    answer = response.status, response.read().decode()
    connection.close()
    return answer


def test_a_question_over_http_is_acknowledged_at_once_and_answered(program: Any, port: int) -> None:
    asked = program.maya.mentions(QUESTION, program.channel)
    assert all(delivery.acknowledged for delivery in asked.deliveries)
    program.settle()
    assert len(program.slack.posted(program.channel)) == 1


def test_a_wrong_signature_is_refused_with_a_sentence_that_says_which(
    program: Any, port: int
) -> None:
    asked = program.maya.mentions(QUESTION, program.channel)
    program.settle()
    envelope = asked.deliveries[0].envelope
    refused = program.slack.deliver(envelope, signing_secret="somebody else's")
    assert refused.status == 401
    assert "X-Slack-Signature does not fit SLACK_SIGNING_SECRET" in refused.body


def test_an_old_signature_is_refused_even_when_it_fits(program: Any, port: int) -> None:
    asked = program.maya.mentions(QUESTION, program.channel)
    program.settle()
    envelope = asked.deliveries[0].envelope
    refused = program.slack.deliver(envelope, signed_at=time.time() - 600)
    assert refused.status == 401
    assert "more than five minutes" in refused.body


def test_an_unsigned_request_and_nonsense_are_refused(program: Any, port: int) -> None:
    status, body = ask(port, "POST", "/slack/events", '{"type": "url_verification"}')
    assert status == 401
    assert "X-Slack-Signature is missing" in body
    for stamp in ("²", "soon", "9" * 400):
        status, body = ask(port, "POST", "/slack/events", "{}", stamp)
        assert (status, "more than five minutes" in body) == (401, True)
    assert ask(port, "POST", "/slack/events", "{half")[0] == 400
    assert ask(port, "POST", "/slack/events", "[]")[0] == 400
    assert ask(port, "POST", "/slack/events", "x" * 2_100_000)[0] == 413
    assert ask(port, "GET", "/slack/events")[0] == 405


def test_operators_see_whether_the_app_lives_is_ready_and_what_it_did(
    program: Any, port: int
) -> None:
    program.maya.mentions(QUESTION, program.channel)
    program.settle()
    assert ask(port, "GET", "/healthz") == (200, '{"status":"ok"}')
    assert ask(port, "GET", "/readyz") == (200, '{"status":"ok"}')
    status, metrics = ask(port, "GET", "/metrics")
    assert status == 200
    assert 'cairn_slack_requests_total{status="200"} 1' in metrics
    assert 'cairn_jobs{state="failed"} 0' in metrics


def test_a_delivery_that_cannot_be_kept_is_not_acknowledged_so_that_slack_sends_it_again(
    program: Any, port: int
) -> None:
    program.parts.jobs.stop()
    asked = program.maya.mentions(QUESTION, program.channel)
    assert [delivery.status for delivery in asked.deliveries] == [500]
    program.parts.jobs.start()
    assert asked.deliveries[0].again(playground.Retry()).acknowledged
    program.settle()
    assert len(program.slack.posted(program.channel)) == 1


@pytest.fixture
def listening(program: Any) -> Iterator[None]:
    """The program over Socket Mode, for as long as the test runs."""
    stopped = threading.Event()
    arguments = (program.parts, program.slack.app_token, stopped)
    thread = threading.Thread(target=service.listen_on_socket, args=arguments)
    thread.start()
    try:
        program.slack.connect_over_socket()
        yield
    finally:
        stopped.set()
        thread.join()


def test_the_same_program_works_over_socket_mode(program: Any, listening: None) -> None:
    asked = program.maya.mentions(QUESTION, program.channel)
    assert all(delivery.acknowledged for delivery in asked.deliveries)
    program.settle()
    assert len(program.slack.posted(program.channel)) == 1
