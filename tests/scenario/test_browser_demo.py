"""The browser's demo: the page's server, over the sample workspace and the real app."""

import http.client
import itertools
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import ClientConnection, connect

from bot import sample
from bot.browser import demo
from bot.console import Console

MAYA, LUCA, RUTH, KIT = "U0DEMO01", "U0DEMO02", "U0DEMO08", "U0DEMO11"
KESTROW, SHARED = "C0DEMO110", "C0DEMO002"
PATIENCE = 60.0

Json = dict[str, Any]


@dataclass(frozen=True)
class Visitor:
    """Somebody who uses the page, by its requests alone."""

    url: str

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(self.url).port, timeout=60)
        sent = None if body is None else json.dumps(body)
        kinds = {} if body is None else {"Content-Type": "application/json"}
        connection.request(method, path, sent, {**kinds, **(headers or {})})
        answer = connection.getresponse()
        said = answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read().decode()
        connection.close()
        return said

    def does(self, member: str, deed: str, **more: Any) -> Json:
        status, _, body = self.ask("POST", "/deeds", {"as": member, "do": deed, **more})
        assert status == 200, body
        return json.loads(body)

    def sees(self, member: str, wanted: Callable[[Json], Any], place: str = "") -> Json:
        """The first screen on which `wanted` holds, from those that the page is sent."""
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(self.url).port, timeout=60)
        connection.request("GET", f"/screen?as={member}&place={place}")
        stream = connection.getresponse()
        enough = threading.Timer(PATIENCE, connection.close)
        enough.start()
        try:
            while line := stream.readline().decode():
                if line.startswith("data: ") and wanted(screen := json.loads(line[6:])):
                    return screen
        finally:
            enough.cancel()
            connection.close()
        raise AssertionError("the page was never sent what was waited for")


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --remote-debugging-port=0"
)


@dataclass
class Window:
    """A page in a real Chromium, driven over its DevTools protocol."""

    socket: ClientConnection
    session: str = ""
    faults: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def call(self, method: str, **parameters: Any) -> Json:
        number = next(self.numbers)
        sent = {"id": number, "method": method, "params": parameters}
        self.socket.send(json.dumps(sent | ({"sessionId": self.session} if self.session else {})))
        while (heard := json.loads(self.socket.recv(PATIENCE))).get("id") != number:
            if heard["method"] in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.faults.append(json.dumps(heard["params"]))
        return heard["result"]

    def opens(self, url: str) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.navigate", url=url)

    def shows(self, what: str) -> Any:
        """The first truthy value of an expression, looked at whenever the page changes."""
        waiting = f"""new Promise(done => {{
            const look = () => {{
                const seen = {what};
                if (seen) {{ eye.disconnect(); done(seen); }}
            }};
            const eye = new MutationObserver(look);
            eye.observe(document, {{subtree: true, childList: true, attributes: true}});
            look();
        }})"""
        found = self.call(
            "Runtime.evaluate", expression=waiting, awaitPromise=True, returnByValue=True
        )
        return found["result"].get("value")

    def types(self, text: str) -> None:
        self.shows("(document.querySelector('#text').focus(), true)")
        self.call("Input.insertText", text=text)
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", text="\r")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine; install it to look at the page itself")
    command = [CHROMIUM, *QUIET.split(), f"--user-data-dir={tmp_path}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
        assert browser.stderr is not None
        listening = next(line for line in browser.stderr if "listening on" in line)
        aside = threading.Thread(target=browser.stderr.read)
        aside.start()
        with connect(listening.split()[-1], proxy=None, max_size=None) as socket:
            yield Window(socket)
        browser.terminate()
        aside.join()


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("OPENAI_API_KEY", "DATABASE_URL", "CHROMA_URL", "CAIRN_RULES"):
            patch.delenv(name, raising=False)
        patch.setenv("NO_PROXY", "127.0.0.1")
        with (
            sample.console(Console(tmp_path_factory.mktemp("home"))) as own,
            demo.running(own.context) as url,
        ):
            yield Visitor(url)


def answers(screen: Json) -> list[Json]:
    return [message for message in screen["messages"] if message["by_app"]]


def test_the_page_loads_nothing_from_elsewhere_and_allows_no_script_but_its_own(visitor):
    status, headers, page = visitor.ask("GET", "/")

    assert status == 200
    assert "http" not in page.replace("http-equiv", "")
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"


def test_another_name_for_this_machine_is_refused(visitor):
    status, _, _ = visitor.ask("GET", "/workspace", headers={"Host": "evil.example"})

    assert status == 400


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "text/plain"}, {"Origin": "http://evil.example"}],
    ids=["a form of another page", "a script of another page"],
)
def test_another_page_cannot_act_here(visitor, headers):
    deed = {"as": MAYA, "do": "say", "place": "", "text": "How is Valdora doing?"}

    status, _, body = visitor.ask("POST", "/deeds", deed, headers)

    assert status == 403
    assert json.loads(body) == {"why": "Only this page may do that."}


def test_the_members_of_the_sample_can_be_chosen_each_with_their_language(visitor):
    _, _, body = visitor.ask("GET", "/workspace")
    workspace = json.loads(body)

    people = {one["handle"]: one for one in workspace["people"]}
    assert people["luca"]["language"] == "it"
    assert people["lin"]["role"] == "客户成功经理"
    assert set(workspace["words"]) == set(workspace["questions"]) == {"en", "it", "zh"}
    assert not [word for word in workspace["words"]["zh"].values() if word.isascii()]


def test_a_question_in_a_direct_message_is_answered_in_its_thread_with_its_sources(visitor):
    app = visitor.sees(MAYA, lambda screen: True)["app"]["id"]
    said = visitor.does(MAYA, "say", place=app, text="How is Northgate Foods doing?")

    screen = visitor.sees(MAYA, answers)

    answer = answers(screen)[-1]
    assert answer["thread_ts"] == said["ts"]
    assert "Northgate Foods" in answer["text"]
    assert [block for block in answer["blocks"] if block["type"] == "context"]
    assert screen["status"] == {}


def test_where_a_guest_reads_the_answer_is_for_the_asker_alone(visitor):
    visitor.does(MAYA, "say", place=KESTROW, text="@Cairn how is Kestrow doing?")

    screen = visitor.sees(MAYA, answers, KESTROW)

    assert all(message["whispered"] for message in answers(screen))
    assert answers(visitor.sees(KIT, lambda screen: screen["messages"], KESTROW)) == []


def test_where_a_customer_reads_there_is_no_answer(visitor):
    visitor.does(LUCA, "say", place=SHARED, text="@Cairn come sta Valdora?")

    screen = visitor.sees(LUCA, answers, SHARED)

    assert "altra organizzazione" in answers(screen)[-1]["text"]


def test_a_guest_learns_nothing_and_sees_only_the_channel_they_are_in(visitor):
    screen = visitor.sees(KIT, lambda screen: True)
    visitor.does(KIT, "say", place=screen["app"]["id"], text="How is Northgate Foods doing?")

    screen = visitor.sees(KIT, answers)

    assert [place["id"] for place in screen["places"]] == [KESTROW]
    assert "Northgate" not in json.dumps(answers(screen))


def test_a_note_is_logged_through_the_form_and_its_empty_fields_are_named_first(visitor):
    app = visitor.sees(MAYA, lambda screen: True)["app"]["id"]
    visitor.does(MAYA, "shortcut", callback_id="log_note", place=app)
    visitor.sees(MAYA, lambda screen: screen["modal"])

    offered = visitor.does(MAYA, "search", action_id="account_search", typed="monte")["options"]
    refused = visitor.does(MAYA, "submit", answers={"account": offered[0]})
    accepted = visitor.does(
        MAYA, "submit", answers={"account": offered[0], "text_1": "Silvia agreed to a second test."}
    )

    assert [option["text"]["text"] for option in offered] == ["Montelago Arredi"]
    assert refused == {"errors": {}, "empty": ["text_1"]}
    assert accepted == {"errors": {}, "empty": []}
    screen = visitor.sees(MAYA, lambda screen: "Silvia agreed" in json.dumps(answers(screen)))
    assert screen["modal"] is None


def test_what_a_colleague_said_is_offered_as_a_note_about_that_channels_customer(visitor):
    screen = visitor.sees(MAYA, lambda screen: screen["messages"], KESTROW)
    said = screen["messages"][0]
    visitor.does(MAYA, "message_shortcut", callback_id="save_as_note", ts=said["ts"], place=KESTROW)

    def is_filled(screen):
        return screen["modal"] and screen["modal"]["callback_id"] == "note_form"

    modal = visitor.sees(MAYA, is_filled, KESTROW)["modal"]

    inputs = [block for block in modal["blocks"] if block["type"] == "input"]
    fields = {block["block_id"]: block["element"] for block in inputs}
    assert fields["account"]["initial_option"]["text"]["text"] == "Kestrow Outfitters"
    assert fields["text_1"]["initial_value"] == said["text"]
    visitor.does(MAYA, "close")


def test_the_home_tab_is_drawn_when_it_is_opened(visitor):
    visitor.does(RUTH, "open", tab="home", place="")

    home = visitor.sees(RUTH, lambda screen: screen["home"])["home"]

    assert "Valdora Logistica" in json.dumps(home["blocks"])


def test_a_working_day_begins_with_nudges_whatever_the_hour_and_only_once(visitor):
    status, _, body = visitor.ask("POST", "/morning", {"as": LUCA})
    again = visitor.ask("POST", "/morning", {"as": LUCA})[2]

    assert status == 200
    assert json.loads(body)["nudges"] > 0
    assert json.loads(again)["nudges"] == 0
    screen = visitor.sees(LUCA, lambda screen: "nudge_done" in json.dumps(answers(screen)))
    assert screen["app"]["latest"] == answers(screen)[-1]["ts"]


def test_an_unknown_command_and_an_unknown_deed_are_said(visitor):
    app = visitor.sees(MAYA, lambda screen: True)["app"]["id"]

    unknown = visitor.does(MAYA, "say", place=app, text="/weather today")
    status, _, body = visitor.ask("POST", "/deeds", {"as": MAYA, "do": "fly"})

    assert unknown == {"unknown_command": "/weather"}
    assert status == 400
    assert "Nothing was done" in json.loads(body)["why"]


def test_a_screen_is_only_for_members(visitor):
    status, _, _ = visitor.ask("GET", "/screen?as=U0NOBODY01")

    assert status == 404


def test_a_browser_is_opened_only_where_there_is_a_screen():
    assert demo.has_screen({}, "darwin")
    assert demo.has_screen({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert not demo.has_screen({"TERM": "xterm"}, "linux")


def test_in_a_browser_a_question_is_typed_and_its_answer_appears(visitor, window):
    window.opens(f"{visitor.url}#ruth")
    window.shows("document.querySelector('#prompts button')?.textContent")
    window.types("How is Stratherne doing?")

    answer = window.shows("document.querySelector('#stream .app ~ .blocks')?.textContent")

    assert "Stratherne Group" in answer
    assert window.faults == []


def test_in_a_browser_what_people_write_is_text_and_never_markup(visitor, window):
    window.opens(f"{visitor.url}#ruth/C0DEMO001")
    window.shows("document.querySelector('#stream .message')?.textContent")
    window.types("<img src=x onerror=alert(1)> *bold* <https://a.example/?q=1&amp;x|a *link*>")

    shown = window.shows(
        "[...document.querySelectorAll('#stream .message')].map(one => one.innerHTML)"
        ".find(one => one.includes('onerror'))"
    )

    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert window.shows("document.querySelectorAll('#stream img').length + 1") == 1
    assert window.faults == []
