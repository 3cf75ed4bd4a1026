"""Questions in channels, direct messages and by command, as people see them answered."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot import playground
from playbooks.accounts import Account
from playbooks.conversations import Feedback, Reply


def whole(message: Any) -> str:
    """Everything that a message says, in one piece."""
    return json.dumps(message, ensure_ascii=False)


def test_a_question_in_a_channel_is_answered_in_its_thread_with_sources(told: Any) -> None:
    asked = told.maya.mentions("What did Danny Foss tell us at Northgate Foods?", told.channel)
    told.settle()
    [answer] = told.slack.posted(told.channel)
    assert answer["thread_ts"] == asked.ts
    assert "Northgate Foods" in whole(answer)
    call = told.slack.calls("chat.postMessage")[-1]
    assert call.arguments["unfurl_links"] is False
    assert call.arguments["unfurl_media"] is False


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How is Northgate Foods doing?", "en"),
        ("Come sta Northgate Foods, e perché?", "it"),
        ("Northgate Foods 的情况怎么样？", "zh"),
    ],
)
def test_a_direct_question_is_answered_in_its_own_language(
    told: Any, question: str, language: str
) -> None:
    told.maya.says(question)
    told.settle()
    [answer] = told.slack.posted(told.maya)
    assert "Northgate Foods" in whole(answer)
    with told.context.workspace.reading() as reader:
        [reply] = reader.find(Reply)
    assert (reply.language, reply.asker) == (language, told.maya.id)


def test_the_status_shows_while_an_answer_is_made(told: Any) -> None:
    told.maya.says("How is Northgate Foods doing?")
    told.settle()
    statuses = [one["status"] for one in told.slack.assistant_threads(told.maya) if "status" in one]
    assert statuses == ["sta guardando i dati…"]


def test_a_delivery_that_is_repeated_has_one_effect(told: Any) -> None:
    asked = told.maya.mentions("How is Northgate Foods doing?", told.channel)
    for delivery in asked.deliveries:
        assert delivery.again(playground.Retry()).acknowledged
    told.settle()
    assert len(told.slack.posted(told.channel)) == 1
    for delivery in asked.deliveries:
        delivery.again(playground.Retry(2))
    told.settle()
    assert len(told.slack.posted(told.channel)) == 1


def test_a_name_that_fits_several_accounts_gets_buttons_that_answer_the_question(
    told: Any,
) -> None:
    told.sam.says("How is Northgate doing?")
    told.settle()
    [asked_back] = told.slack.posted(told.sam)
    buttons = [b for block in asked_back["blocks"] for b in block.get("elements", [])]
    names = [b["text"]["text"] for b in buttons if b["type"] == "button"]
    assert sorted(names) == ["Northgate Foods", "Northgate Freight"]
    chosen = next(b for b in buttons if b["text"]["text"] == "Northgate Freight")
    told.sam.clicks(chosen["action_id"])
    told.settle()
    answer = told.slack.posted(told.sam)[-1]
    assert "Northgate Freight" in answer["text"]
    assert "Northgate Foods" not in answer["text"]


def test_a_command_is_answered_to_the_person_alone(told: Any) -> None:
    told.maya.runs("/cairn", "health Northgate Foods", told.channel)
    told.settle()
    assert told.slack.posted(told.channel) == []
    [answer] = told.slack.ephemerals(told.maya)
    assert "Northgate Foods" in whole(answer)
    assert told.slack.ephemerals(told.sam) == []


@pytest.mark.parametrize("asked", ["", "help", "aiuto", "帮助"])
def test_help_is_a_command_away(program: Any, asked: str) -> None:
    program.sam.runs("/cairn", asked, program.channel)
    program.settle()
    [answer] = program.slack.ephemerals(program.sam)
    assert "Save as note" in whole(answer)


def test_an_empty_mention_is_told_what_to_ask(program: Any) -> None:
    program.sam.mentions("", program.channel)
    program.settle()
    [answer] = program.slack.ephemerals(program.sam)
    assert "How is Acme doing?" in answer["text"]


def test_feedback_on_an_answer_is_kept(told: Any) -> None:
    told.sam.says("Who is Danny Foss?")
    told.settle()
    told.sam.clicks("reply_feedback", choose="negative")
    told.settle()
    with told.context.workspace.reading() as reader:
        [kept] = reader.find(Feedback)
    assert (kept.about_kind, kept.verdict, kept.member) == ("reply", "bad", told.sam.id)


def test_an_answer_waits_as_long_as_slack_asks_and_comes_once(told: Any) -> None:
    told.slack.fail("chat.postMessage", playground.rate_limited(1))
    told.maya.says("How is Northgate Foods doing?")
    told.settle()
    assert len(told.slack.calls("chat.postMessage")) == 2
    assert len(told.slack.posted(told.maya)) == 1
    with told.context.workspace.reading() as reader:
        assert reader.count(Reply) == 1


def test_a_question_beside_a_customers_channel_is_about_that_customer(told: Any) -> None:
    beside = told.slack.add_channel("foods", [told.maya])
    with told.context.workspace.writing() as writer:
        account = writer.get(Account, "acc_foods")
        writer.put(replace(account, channel=beside))
    told.maya.says("How are they doing?", viewing=beside)
    told.settle()
    assert "Northgate Foods" in whole(told.slack.posted(told.maya)[-1])


def test_edits_and_what_the_app_wrote_itself_are_acknowledged_and_not_answered(told: Any) -> None:
    asked = told.maya.says("What can you do?")
    told.settle()
    envelope = asked.deliveries[0].envelope
    for number, changed in enumerate(
        (
            {"subtype": "message_changed", "user": None},
            {"subtype": "message_deleted", "user": None},
            {"bot_id": "B0000000099", "user": "U0000000099"},
        )
    ):
        inner = {**envelope.payload["event"], **changed, "ts": f"1.{number}"}
        payload = {**envelope.payload, "event": inner, "event_id": f"Ev{number}"}
        assert told.slack.deliver(replace(envelope, payload=payload)).acknowledged
    told.settle()
    assert len(told.slack.posted(told.maya)) == 1


def test_a_question_of_ten_thousand_characters_gets_a_sentence_that_says_what_to_do(
    told: Any,
) -> None:
    told.maya.says("How is Northgate Foods doing? " * 340)
    told.settle()
    [answer] = told.slack.posted(told.maya)
    assert "10.199 caratteri" in answer["text"]  # her Slack speaks Italian
    assert "Non è stato salvato nulla" in answer["text"]


def test_what_goes_wrong_unforeseen_is_told_with_a_reference_that_is_in_the_log(
    told: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with told.context.workspace.writing() as writer:
        writer.connection.exec_driver_sql("ALTER TABLE reply RENAME TO reply_gone")
    told.sam.says("How is Northgate Foods doing?")
    told.settle()
    [apology] = told.slack.posted(told.sam)
    reference = apology["text"].split("reference ")[1].split(")")[0]
    assert f"Reference {reference}" in caplog.text
