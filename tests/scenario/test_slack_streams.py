"""Answers that a language model writes, as people watch them grow in Slack."""

import importlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot import playground
from knowledge import scripted
from knowledge.library import Item
from knowledge.model import Model
from knowledge.scripted import Author, ScriptedModel
from playbooks.conversations import Reply
from playbooks.notes import Note
from storage import spending

QUESTION = "How is Northgate Foods doing?"
LEAVES = "Danny Foss leaves at the end of the month."
BUDGET = "The budget was approved on 2026-11-02."


@pytest.fixture
def author() -> Author:
    return Author(("answer", LEAVES, "Danny Foss"), ("reason", BUDGET, "budget"))


@pytest.fixture
def model(author: Author) -> Iterator[Model]:
    importlib.import_module("handlers.writing")  # takes seconds, for which nobody should wait
    with ScriptedModel(author) as server:
        yield Model("scripted", "key", server.url, tokens_per_day=100_000, pause_seconds=0)


@pytest.fixture
def told(told: Any) -> Any:
    """A program that knows what happened at Northgate Foods, in two notes that can be searched."""
    learn(told, "note_budget", "The budget for next year was approved on 2026-11-02.")
    return told


def learn(told: Any, note_id: str, text: str) -> None:
    """Keep a mail of Maya's so that it is found."""
    note = Note(
        note_id,
        "acc_foods",
        date(2026, 11, 2),
        text,
        author=told.maya.id,
        kind="email",
        language="en",
    )
    with told.context.workspace.writing() as writer:
        writer.put(note)
        items = [Item(note.id, note.text, note.language) for note in writer.find(Note)]
    told.context.library.learn(told.context.workspace, items)


def whole(message: Any) -> str:
    return json.dumps(message, ensure_ascii=False)


def streamed(told: Any, after: int = 0) -> list[dict[str, Any]]:
    """The chunks that were sent, in order."""
    calls = told.slack.calls(after=after)
    sent = [call.arguments.get("chunks") or [] for call in calls if "Stream" in call.method]
    return [chunk for chunks in sent for chunk in chunks]


def test_an_answer_grows_sentence_by_sentence_and_ends_with_its_sources(told: Any) -> None:
    told.sam.says(QUESTION)
    told.settle()
    [message] = told.slack.posted(told.sam)
    assert message["streaming_state"] == "completed"
    written = [c["text"] for c in streamed(told) if c["type"] == "markdown_text"]
    assert written[0] == "Danny Foss leaves at the end of the month. \\[1\\]"
    assert written[1] == "\n\n**Why**\n- The budget was approved on 2026-11-02. \\[2\\]"
    assert "[1]" in whole(message["blocks"])
    assert "told us on the call" in whole(message["blocks"])
    assert "reply_feedback" in whole(message["blocks"])
    assert message["metadata"]["event_payload"]["key"].endswith(":answer")
    with told.context.workspace.reading() as reader:
        [reply] = reader.find(Reply)
    assert reply.cited == ("note:note_call", "note:note_budget")


def test_steps_show_what_is_looked_up_in_the_language_of_the_asker(
    told: Any, author: Author
) -> None:
    author.first = [
        scripted.calls("search_notes", {"account": "Northgate Foods", "query": "champion"})
    ]
    told.maya.says("Come sta Northgate Foods?")
    told.settle()
    tasks = [c for c in streamed(told) if c["type"] == "task_update"]
    assert [(t["title"], t["status"]) for t in tasks] == [
        ("Leggo i dati di Northgate Foods", "in_progress"),
        ("Leggo i dati di Northgate Foods", "complete"),
        ("Leggo le note di Northgate Foods", "in_progress"),
        ("Leggo le note di Northgate Foods", "complete"),
    ]


def test_a_sentence_that_its_source_does_not_carry_is_never_shown(
    told: Any, author: Author
) -> None:
    author.lines.insert(1, ("reason", "They pay 9,000,000 GBP a year.", "budget"))
    author.lines.append(("reason", "See https://evil.example/x for more.", "nowhere"))
    told.sam.says(QUESTION)
    told.settle()
    everything = whole([call.arguments for call in told.slack.calls()])
    assert "9,000,000" not in everything
    assert "evil" not in everything
    assert BUDGET[:20] in everything


def test_markup_in_what_a_model_writes_stays_plain(told: Any, author: Author) -> None:
    hostile = "Danny *Foss* pinged <!channel> and <@U123> about status.example and `prices`."
    learn(told, "note_markup", hostile)
    author.lines[0] = ("answer", hostile, "pinged")
    told.sam.says(QUESTION)
    told.settle()
    first = next(c["text"] for c in streamed(told) if c["type"] == "markdown_text")
    assert first == (
        "Danny \\*Foss\\* pinged channel and U123 about status\\.example and \\`prices\\`. \\[1\\]"
    )
    everything = whole([call.arguments for call in told.slack.calls()])
    assert not any(live in everything for live in ("<!channel>", "<@U123>"))


@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream"])
def test_a_stream_that_slack_has_closed_is_finished_in_the_same_message(
    told: Any, method: str
) -> None:
    told.slack.fail(method, playground.refused("message_not_in_streaming_state"))
    told.sam.says(QUESTION)
    told.settle()
    [message] = told.slack.posted(told.sam)
    assert LEAVES in whole(message["blocks"])
    assert BUDGET in whole(message["blocks"])


def test_a_connection_that_breaks_in_the_middle_costs_no_sentence(told: Any) -> None:
    told.slack.fail("chat.appendStream", playground.cut_off(stored=True))
    told.slack.fail("chat.stopStream", playground.broken(500))
    told.sam.says(QUESTION)
    told.settle()
    [message] = told.slack.posted(told.sam)
    assert whole(message["blocks"]).count(LEAVES) == 1
    assert BUDGET in whole(message["blocks"])


def test_where_no_stream_can_be_begun_the_answer_is_posted(told: Any) -> None:
    told.slack.fail("chat.startStream", playground.refused("method_not_supported"))
    told.sam.says(QUESTION)
    told.settle()
    [message] = told.slack.posted(told.sam)
    assert LEAVES in whole(message)
    assert told.slack.calls("chat.postMessage")


def test_when_the_model_breaks_off_the_composed_answer_takes_the_place_of_what_was_said(
    told: Any, author: Author
) -> None:
    author.say = scripted.breaks_off
    told.sam.says(QUESTION)
    told.settle()
    [message] = told.slack.posted(told.sam)
    assert "this is composed from the records" in whole(message["blocks"])
    assert "streaming_state" in message


def test_a_private_note_is_never_streamed_into_a_channel(told: Any, author: Author) -> None:
    with told.context.workspace.writing() as writer:
        secret = Note(
            "note_secret",
            "acc_foods",
            date(2026, 11, 14),
            "Between us: Danny Foss will join Harbour Systems.",
            author=told.maya.id,
            private=True,
            language="en",
        )
        writer.put(secret)
    author.lines.append(("reason", "Danny Foss will join Harbour Systems.", "Harbour Systems"))
    told.maya.mentions("Who told us what at Northgate Foods?", told.channel)
    told.settle()
    assert "Harbour" not in whole(told.slack.posted(told.channel))
    assert "Harbour" not in whole(streamed(told))


def test_a_command_is_answered_once_to_the_person_alone(told: Any) -> None:
    told.maya.runs("/cairn", QUESTION, told.channel)
    told.settle()
    assert streamed(told) == []
    [reply] = told.slack.ephemerals(told.maya)
    assert LEAVES in whole(reply)


def test_a_workspace_that_has_used_up_its_day_is_answered_without_the_model(told: Any) -> None:
    spending.add(told.context.workspace, told.context.today(), 100_000)
    told.sam.says(QUESTION)
    told.settle()
    [message] = told.slack.posted(told.sam)
    assert "writes again from 21 Nov 2026" in whole(message)
    assert streamed(told) == []
