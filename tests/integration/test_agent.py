"""The agent against a real HTTP server that speaks OpenAI's protocol, well and badly."""

import json
from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from knowledge import agent
from knowledge.model import Model, ModelFailed

PATH = "/v1/chat/completions"


def completion(message: dict[str, Any], tokens: int = 100) -> dict[str, Any]:
    """A chat completion with one choice."""
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 0,
        "model": "small",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": tokens, "completion_tokens": 0, "total_tokens": tokens},
    }


def tool_call(name: str, **arguments: Any) -> dict[str, Any]:
    """An assistant's message that calls one tool."""
    call = {"name": name, "arguments": json.dumps(arguments)}
    calls = [{"id": f"call_{name}", "type": "function", "function": call}]
    return {"role": "assistant", "content": None, "tool_calls": calls}


FINAL = tool_call("Written", answer={"text": "They renew in May.", "sources": ["S1"]})


@pytest.fixture
def model(httpserver: HTTPServer) -> Model:
    return Model("small", "key", httpserver.url_for("/v1"), timeout_seconds=2, pause_seconds=0)


def renewal(account: str) -> str:
    """When the account renews."""
    return json.dumps({"sources": [{"key": "S1", "text": f"{account} renews 2027-05-01"}]})


def ask(model: Model, tools: list[Callable[..., str]] | None = None) -> agent.Written:
    return agent.write(model, "Answer.", [("user", "When do they renew?")], tools or [renewal])


def test_the_model_calls_a_tool_and_answers_with_its_sources(
    httpserver: HTTPServer, model: Model
) -> None:
    asked: list[str] = []

    def spy(account: str) -> str:
        """When the account renews."""
        asked.append(account)
        return renewal(account)

    replies = iter([completion(tool_call("spy", account="Acme")), completion(FINAL)])
    httpserver.expect_request(PATH).respond_with_handler(
        lambda _request: Response(json.dumps(next(replies)), content_type="application/json")
    )
    written = ask(model, [spy])
    assert asked == ["Acme"]
    assert written.answer.text == "They renew in May."
    assert written.answer.sources == ["S1"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_once_more(
    httpserver: HTTPServer, model: Model, status: int
) -> None:
    httpserver.expect_ordered_request(PATH).respond_with_json({"error": {}}, status=status)
    httpserver.expect_ordered_request(PATH).respond_with_json(completion(FINAL))
    assert ask(model).answer.sources == ["S1"]


@pytest.mark.parametrize(
    ("status", "why"), [(429, "busy"), (500, "unreachable"), (401, "refused"), (400, "refused")]
)
def test_a_lasting_failure_is_named(
    httpserver: HTTPServer, model: Model, status: int, why: str
) -> None:
    httpserver.expect_request(PATH).respond_with_json(
        {"error": {"message": "no", "type": "error"}}, status=status
    )
    with pytest.raises(ModelFailed) as failed:
        ask(model)
    assert failed.value.why == why
    assert len(httpserver.log) == (2 if status in (429, 500) else 1)


def test_a_page_of_html_is_not_an_answer(httpserver: HTTPServer, model: Model) -> None:
    page = "<html>Sign in</html>"
    httpserver.expect_request(PATH).respond_with_data(page, content_type="text/html")
    with pytest.raises(ModelFailed, match="malformed"):
        ask(model)


def test_an_answer_cut_in_the_middle_is_not_an_answer(httpserver: HTTPServer, model: Model) -> None:
    httpserver.expect_request(PATH).respond_with_data(
        '{"id": "c1", "choices": [{"ind', content_type="application/json"
    )
    with pytest.raises(ModelFailed, match="malformed"):
        ask(model)


def test_a_server_that_does_not_answer_in_time_is_given_up(
    httpserver: HTTPServer, model: Model
) -> None:
    release = Event()

    def late(_request: Request) -> Response:
        release.wait(5)
        return Response("{}")

    httpserver.expect_request(PATH).respond_with_handler(late)
    try:
        with pytest.raises(ModelFailed, match="timeout"):
            ask(replace(model, timeout_seconds=0.1))
    finally:
        release.set()


def test_a_model_that_goes_on_calling_tools_runs_out_of_its_budget(
    httpserver: HTTPServer, model: Model
) -> None:
    call = completion(tool_call("renewal", account="Acme"), tokens=30_000)
    httpserver.expect_request(PATH).respond_with_json(call)
    with pytest.raises(ModelFailed, match="budget"):
        ask(model)
    assert len(httpserver.log) == 2


def test_nobody_listens(model: Model) -> None:
    with pytest.raises(ModelFailed, match="unreachable"):
        ask(replace(model, base_url="http://127.0.0.1:9/v1"))
