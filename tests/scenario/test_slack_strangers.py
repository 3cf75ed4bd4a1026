"""Guests, bots, people of other organisations and shared channels get nothing."""

import json
from typing import Any

from playbooks.notes import Note
from playbooks.people import Channel, Member

QUESTION = "How is Northgate Foods doing?"


def whole(messages: Any) -> str:
    """Everything that messages say, in one piece."""
    return json.dumps(messages, ensure_ascii=False)


def test_a_guest_who_asks_in_a_channel_is_told_nothing_and_nobody_else_sees_it(
    program: Any,
) -> None:
    kit = program.slack.add_member("kit", is_guest=True)
    channel = program.slack.add_channel("with-kit", [kit, program.maya])
    kit.mentions(QUESTION, channel)
    program.settle()
    assert program.slack.posted(channel) == []
    [refusal] = program.slack.ephemerals(kit)
    assert refusal["text"] == "I can help members of this workspace only."


def test_a_guest_gets_nothing_by_direct_message_command_or_shortcut(program: Any) -> None:
    kit = program.slack.add_member("kit", is_guest=True)
    kit.says(QUESTION)
    kit.runs("/cairn", QUESTION)
    kit.uses_shortcut("log_note")
    program.slack.wait_for_call("views.open")
    program.settle()
    assert program.slack.posted(kit) == []
    assert "Northgate" not in whole(program.slack.ephemerals(kit))
    assert "members of this workspace only" in whole(program.slack.modal_of(kit))
    assert program.slack.modal_of(kit)["submit"] is None


def test_a_person_of_another_organisation_gets_nothing(program: Any) -> None:
    zoe = program.slack.add_member("zoe", team_id="T9999999999")
    channel = program.slack.add_channel("with-zoe", [zoe, program.maya], shared=True)
    zoe.mentions(QUESTION, channel)
    program.settle()
    assert program.slack.posted(channel) == []
    assert "Northgate" not in whole(program.slack.ephemerals(zoe))
    with program.context.workspace.reading() as reader:
        assert reader.get(Member, zoe.id) is None


def test_in_a_channel_shared_with_others_a_member_is_sent_to_a_direct_message(
    program: Any,
) -> None:
    channel = program.slack.add_channel("shared", [program.sam], shared=True)
    program.sam.mentions(QUESTION, channel)
    program.settle()
    assert program.slack.posted(channel) == []
    [refusal] = program.slack.ephemerals(program.sam)
    assert "another organisation" in refusal["text"]


def test_with_a_guest_in_the_channel_only_the_asker_sees_the_answer(program: Any) -> None:
    kit = program.slack.add_member("kit", is_guest=True)
    channel = program.slack.add_channel("with-kit", [kit, program.maya])
    asked = program.maya.mentions(QUESTION, channel)
    program.settle()
    assert program.slack.posted(channel) == []
    [answer] = program.slack.ephemerals(program.maya)
    assert "Northgate Foods" in whole(answer)
    assert answer["thread_ts"] == asked.ts
    assert program.slack.ephemerals(kit) == []


def test_another_bot_is_not_answered_at_all(program: Any) -> None:
    robot = program.slack.add_member("robot", is_bot=True)
    channel = program.slack.add_channel("robots", [robot, program.maya])
    robot.mentions(QUESTION, channel)
    program.settle()
    assert program.slack.posted(channel) == []
    with program.context.workspace.reading() as reader:
        assert reader.get(Member, robot.id) is None


def test_a_bot_in_the_channel_does_not_make_an_answer_private(program: Any) -> None:
    robot = program.slack.add_member("robot", is_bot=True)
    channel = program.slack.add_channel("robots", [robot, program.maya])
    program.maya.mentions("What can you do?", channel)
    program.settle()
    assert len(program.slack.posted(channel)) == 1
    with program.context.workspace.reading() as reader:
        found = reader.get(Channel, channel)
    assert found is not None
    assert found.members == (program.maya.id,)


def test_somebody_who_was_deactivated_gets_nothing(program: Any) -> None:
    gone = program.slack.add_member("gone", is_deactivated=True)
    channel = program.slack.add_channel("old", [gone, program.maya])
    gone.mentions(QUESTION, channel)
    program.settle()
    assert program.slack.posted(channel) == []
    assert "Northgate" not in whole(program.slack.ephemerals(gone))


def test_a_form_is_not_taken_from_somebody_who_is_no_member_any_more(program: Any) -> None:
    program.sam.uses_shortcut("log_note")
    program.slack.wait_for_call("views.open")
    account = program.sam.searches("account_search", "valdora")[0]
    with program.context.workspace.writing() as writer:
        writer.remove(Member, id=program.sam.id)
    program.sam.submits({"account": account, "text_1": "They may leave."})
    program.settle()
    assert "members of this workspace only" in whole(program.slack.modal_of(program.sam))
    with program.context.workspace.reading() as reader:
        assert reader.find(Note) == []
