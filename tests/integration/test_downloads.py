"""Fetching shared files from a loopback Slack: the bytes, and what is said when there are none."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from slack_sdk import WebClient

from bot import downloads, playground
from bot.playground import Fault, Person
from playbooks.errors import BadInput
from storage.jobs import TryLater


@pytest.fixture(scope="module")
def slack() -> Iterator[playground.Slack]:
    with playground.Slack() as slack:
        yield slack


@pytest.fixture(scope="module")
def maya(slack: playground.Slack) -> Person:
    return slack.add_member("maya")


def test_a_file_comes_with_its_bytes_and_its_address(slack: playground.Slack, maya: Person) -> None:
    file = slack.add_file("plan für 2027.md", b"# Plan", maya)
    shared = downloads.fetch(slack.client(), file.id)
    assert (shared.name, shared.content) == ("plan für 2027.md", b"# Plan")
    assert shared.location == file.permalink


def test_a_large_file_is_refused_before_it_is_fetched(
    slack: playground.Slack, maya: Person
) -> None:
    file = slack.add_file("film.pdf", b"%PDF-", maya)
    slack._workspace.files[file.id] = replace(file, announced=200_000_000)
    mark = slack.mark()
    with pytest.raises(BadInput, match="has 200 MB"):
        downloads.fetch(slack.client(), file.id)
    assert slack.calls("files.download", after=mark) == []


def test_a_file_that_is_gone_is_said(slack: playground.Slack) -> None:
    with pytest.raises(BadInput, match="does not have this file any more"):
        downloads.fetch(slack.client(), "F404")


def test_a_sign_in_page_is_not_taken_for_the_file(slack: playground.Slack, maya: Person) -> None:
    file = slack.add_file("page.html", b"<p>Renew early.</p>", maya, "text/html")
    client = slack.client()
    info = client.files_info(file=file.id)["file"]
    client.token = "xoxb-without-the-scope"
    with pytest.raises(BadInput, match="the scope files:read"):
        downloads._content(client, info["url_private_download"], info["size"])


class _BreaksOff(BaseHTTPRequestHandler):
    """Announces a hundred bytes and closes the connection after the first of them."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"%PDF-")

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_a_file_that_breaks_off_is_fetched_again_and_no_scope_is_blamed() -> None:
    with HTTPServer(("127.0.0.1", 0), _BreaksOff) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        client = WebClient("xoxb-1", f"{url}/api/")
        client.proxy = None
        with pytest.raises(ConnectionError):
            downloads._content(client, f"{url}/files-pri/F1/a.pdf", 100)
        thread.join()


def test_a_busy_slack_is_asked_again_later(slack: playground.Slack, maya: Person) -> None:
    file = slack.add_file("plan.md", b"# Plan", maya)
    slack.fail("files.download", Fault(status=429, retry_after=7))
    with pytest.raises(TryLater) as later:
        downloads.fetch(slack.client(), file.id)
    assert later.value.seconds == 7


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.evil.example/a.pdf",
        "https://notslack.com/a.pdf",
        "http://files.slack.com/a.pdf",
        "https://files.slack.com@evil.example/a.pdf",
        "http://127.0.0.1:1/a.pdf",
    ],
)
def test_the_token_goes_to_slacks_hosts_alone(url: str) -> None:
    assert downloads.is_slacks("https://files.slack.com/a.pdf", "https://slack.com/api/")
    assert not downloads.is_slacks(url, "https://slack.com/api/")
