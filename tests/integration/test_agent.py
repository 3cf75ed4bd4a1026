"""The agent against a real HTTP server that speaks OpenAI's protocol, well and badly."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from knowledge import agent, scripted
from knowledge.agent import Looking
from knowledge.claims import Claim
from knowledge.model import Manner, Meter, Model, ModelFailed
from knowledge.scripted import Reply, ScriptedModel, sentence

SAYS = scripted.says(
    sentence("They renew in May.", "S1", part="answer"), sentence("They like it.", "S2")
)
SAID = [Claim("answer", "They renew in May.", ("S1",)), Claim("reason", "They like it.", ("S2",))]
MODEL = Model("small", "key", timeout_seconds=2, total_seconds=10, pause_seconds=0)


def renewal(account: str) -> str:
    """When the account renews."""
    return json.dumps({"sources": [{"key": "S1", "text": f"{account} renews 2027-05-01"}]})


def ask(
    *replies: Reply,
    model: Model | None = None,
    tools: list[Callable[..., str]] | None = None,
    seen: list[dict[str, Any]] | None = None,
    spent: list[int] | None = None,
) -> list[Looking | Claim]:
    """All that comes of a question to a model that replies so."""
    with ScriptedModel(*replies) as server:
        model = model or replace(MODEL, manner=Manner())
        model = replace(model, base_url=model.base_url or server.url)
        meter = Meter(model, spent=(spent if spent is not None else []).append)
        told = agent.answer(
            model, "Answer.", [("user", "When?")], [renewal] if tools is None else tools, meter
        )
        try:
            return list(told)
        finally:
            if seen is not None:
                seen.extend(server.requests)


def test_the_model_looks_up_and_answers_with_its_sources() -> None:
    asked: list[str] = []

    def spy(account: str) -> str:
        """When the account renews."""
        asked.append(account)
        return renewal(account)

    seen: list[dict[str, Any]] = []
    told = ask(scripted.calls("spy", {"account": "Acme"}), SAYS, tools=[spy], seen=seen)
    assert told == [Looking("spy", {"account": "Acme"}), *SAID]
    assert asked == ["Acme"]
    assert "2027-05-01" in seen[1]["messages"][-1]["content"]


def test_a_sentence_is_given_while_the_next_is_still_being_written() -> None:
    with ScriptedModel(scripted.breaks_off(sentence("They renew in May.", "S1"))) as server:
        model = replace(MODEL, base_url=server.url)
        told = agent.answer(model, "Answer.", [("user", "When?")], [], Meter(model))
        assert next(told) == Claim("reason", "They renew in May.", ("S1",))
        with pytest.raises(ModelFailed):
            next(told)
        assert len(server.requests) == 1, "What was said is not said again."


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_once_more(status: int) -> None:
    seen: list[dict[str, Any]] = []
    assert ask(scripted.fails(status), SAYS, seen=seen) == SAID
    assert len(seen) == 2


def test_an_endpoint_that_asks_for_too_much_patience_is_left_alone() -> None:
    seen: list[dict[str, Any]] = []
    with pytest.raises(ModelFailed, match="busy"):
        ask(scripted.fails(429, Retry_After="600"), SAYS, seen=seen)
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("status", "why"),
    [(429, "busy"), (500, "unreachable"), (401, "refused"), (404, "refused"), (400, "unsuited")],
)
def test_a_lasting_failure_is_named(status: int, why: str) -> None:
    with pytest.raises(ModelFailed) as failed:
        ask(scripted.fails(status))
    assert failed.value.why == why


def test_parameters_that_an_endpoint_refuses_are_left_out_from_then_on() -> None:
    def choosy(exchange: scripted.Exchange) -> None:
        known = {"model", "messages", "stream", "tools"}
        (scripted.fails(400) if exchange.body.keys() - known else SAYS)(exchange)

    model = replace(MODEL, manner=Manner())
    first: list[dict[str, Any]] = []
    again: list[dict[str, Any]] = []
    assert ask(choosy, model=model, seen=first) == SAID
    assert ask(choosy, model=model, seen=again) == SAID
    assert (len(first), len(again)) == (2, 1)


def test_an_endpoint_without_tools_and_streams_is_asked_plainly() -> None:
    def plain(exchange: scripted.Exchange) -> None:
        streams = exchange.body.pop("stream", False)
        fits = exchange.body.keys() == {"model", "messages"} and not streams
        (SAYS if fits else scripted.fails(422, "tools are not supported"))(exchange)

    assert ask(plain) == SAID


def test_an_endpoint_that_breaks_down_over_tools_is_asked_without_them() -> None:
    def no_tools(exchange: scripted.Exchange) -> None:
        (scripted.fails(500) if exchange.body.get("tools") else SAYS)(exchange)

    assert ask(no_tools) == SAID


def test_an_endpoint_that_does_not_stream_though_asked_is_understood() -> None:
    def whole(exchange: scripted.Exchange) -> None:
        exchange.body["stream"] = False
        SAYS(exchange)

    assert ask(whole) == SAID


@pytest.mark.parametrize(
    "written",
    [
        '```json\n{"part": "answer", "text": "They renew in May.", "sources": ["S1"]}\n'
        '{"text": "They like it.", "sources": "S2"}\n```',
        '{"claims": [{"text": "They renew in May.", "sources": ["S1"]},'
        ' {"text": "They like it.", "sources": ["S2"]}]}',
        "They renew in May [S1]. They like it (S2).",
        '{"part": "answer", "text": "They renew in May.", "sources": ["S1"]}\n{"text": "cut\n'
        '{"text": "They like it.", "sources": ["S2"]}',
    ],
    ids=["fenced", "wrapped", "prose with its sources", "a broken line"],
)
def test_an_answer_in_another_form_is_read_all_the_same(written: str) -> None:
    assert ask(scripted.says(written)) == SAID


def test_prose_without_sources_is_no_answer() -> None:
    with pytest.raises(ModelFailed, match="malformed"):
        ask(scripted.says("I think they are doing fine."))


def test_a_page_of_html_is_no_answer() -> None:
    with pytest.raises(ModelFailed, match="malformed"):
        ask(scripted.page())


def test_arguments_that_are_no_json_do_not_stop_the_answer() -> None:
    assert ask(scripted.calls("renewal", '{"account": '), SAYS)[-2:] == SAID


def test_a_tool_that_does_not_exist_is_refused_and_the_model_goes_on() -> None:
    seen: list[dict[str, Any]] = []
    told = ask(scripted.calls("delete_account", {"account": "Acme"}), SAYS, seen=seen)
    assert told == SAID
    assert "delete_account is not a valid tool" in seen[1]["messages"][-1]["content"]


@pytest.mark.parametrize("word", [None, "word "], ids=["comments", "words"])
def test_a_stream_without_an_end_is_given_up(word: str | None) -> None:
    with pytest.raises(ModelFailed) as failed:
        ask(scripted.goes_on(word), model=replace(MODEL, total_seconds=0.3))
    assert failed.value.why in ("timeout", "malformed")


def test_a_server_that_does_not_answer_in_time_is_given_up() -> None:
    with pytest.raises(ModelFailed, match="timeout"):
        ask(scripted.is_silent(), model=replace(MODEL, timeout_seconds=0.1, total_seconds=0.5))


def test_a_model_that_goes_on_calling_tools_runs_out_of_its_budget() -> None:
    seen: list[dict[str, Any]] = []
    with pytest.raises(ModelFailed, match="budget"):
        ask(scripted.calls("renewal", {"account": "Acme"}, usage=30_000), seen=seen)
    assert len(seen) == 2


def test_what_each_call_cost_is_told_also_where_the_endpoint_does_not() -> None:
    told: list[int] = []
    ask(scripted.calls("renewal", {"account": "Acme"}, usage=700), SAYS, spent=told)
    assert told[0] == 700
    assert 20 < told[1] < 200


@pytest.mark.parametrize(
    "reply",
    [scripted.breaks_off(sentence("They renew in May.", "S1")), scripted.goes_on("x" * 2_000)],
)
def test_what_was_written_before_it_broke_off_is_told_too(reply: Reply) -> None:
    told: list[int] = []
    with pytest.raises(ModelFailed):
        ask(reply, spent=told)
    assert len(told) == 1
    assert told[0] > 20


def test_what_was_refused_costs_nothing() -> None:
    told: list[int] = []
    with pytest.raises(ModelFailed):
        ask(scripted.fails(401), spent=told)
    assert told == []


def test_nobody_listens() -> None:
    with pytest.raises(ModelFailed, match="unreachable"):
        ask(SAYS, model=replace(MODEL, base_url="http://127.0.0.1:9/v1"))
