"""Writing notes in Slack: saved in two clicks, proposed, thanked for, changed and undone."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot import delivery
from playbooks.conversations import AuditEntry
from playbooks.handoffs import Promise
from playbooks.notes import Direction, Note
from playbooks.people import Channel

TEXT = "Danny Foss, our champion, has left. They are looking at another vendor."


def kept(program: Any, kind: type[Any]) -> list[Any]:
    """Everything of a kind that the records hold."""
    with program.context.workspace.reading() as reader:
        found: list[Any] = reader.find(kind)
    return found


def whole(message: Any) -> str:
    """Everything that a message says, in one piece."""
    return json.dumps(message, ensure_ascii=False)


def open_note(program: Any, person: Any) -> None:
    person.uses_shortcut("log_note")
    program.slack.wait_for_call("views.open")


def choose(program: Any, person: Any, typed: str) -> Any:
    """The first account that is offered for what is typed."""
    return person.searches("account_search", typed)[0]


def test_undoing_says_what_was_kept_because_a_colleague_went_on_with_it(program: Any) -> None:
    said = "note Valdora: I will send the guide by Friday."
    program.sam.runs("/cairn", said, program.channel)
    program.settle()
    [promise] = kept(program, Promise)
    with program.context.workspace.writing() as writer:
        writer.put(replace(promise, delivered=promise.due))
    program.sam.clicks("undo", program.channel)
    program.settle()
    assert kept(program, Note) == []
    told = program.slack.ephemerals(program.sam)[-1]["text"]
    assert "because it was changed since: “the guide”" in told


def test_a_message_becomes_a_note_in_two_clicks_and_can_be_undone(program: Any) -> None:
    said = program.sam.says(f"Northgate Foods: {TEXT}", program.channel)
    program.sam.uses_message_shortcut("save_as_note", said.ts, program.channel)
    program.slack.wait_for_call("views.update", timeout=60)
    program.sam.submits()
    program.settle()
    [note] = kept(program, Note)
    assert (note.account_id, note.author) == ("acc_foods", program.sam.id)
    assert note.text == f"Northgate Foods: {TEXT}"
    assert note.channel == program.channel
    assert note.permalink.endswith(said.ts.replace(".", ""))
    [thanks] = program.slack.posted(program.sam)
    assert "Saved for *Northgate Foods*" in whole(thanks)
    assert "a champion left" in whole(thanks)
    program.sam.clicks("undo")
    program.settle()
    assert kept(program, Note) == []
    [undone] = program.slack.posted(program.sam)
    assert "Undone" in undone["text"]
    assert "Undo" not in [b.get("text", {}).get("text") for b in undone["blocks"]]


def test_a_note_that_is_submitted_twice_is_saved_and_thanked_for_once(program: Any) -> None:
    open_note(program, program.sam)
    account = choose(program, program.sam, "vald")
    sent = program.sam.submits({"account": account, "text_1": TEXT, "direction": "two_way"})
    sent.delivery.again()
    program.settle()
    [note] = kept(program, Note)
    assert note.direction is Direction.TWO_WAY
    assert len(program.slack.posted(program.sam)) == 1
    assert len(kept(program, AuditEntry)) == 1


def test_accounts_are_offered_while_one_types_and_only_those(program: Any) -> None:
    open_note(program, program.sam)
    offered = program.sam.searches("account_search", "north")
    assert [one["text"]["text"] for one in offered] == ["Northgate Foods", "Northgate Freight"]
    assert program.sam.searches("account_search", "qqqq") == []
    assert len(program.sam.searches("account_search", "")) == 3


def test_a_note_of_spaces_comes_back_with_its_text_marked(program: Any) -> None:
    open_note(program, program.sam)
    account = choose(program, program.sam, "valdora")
    sent = program.sam.submits({"account": account, "text_1": "   "})
    assert set(sent.errors) == {"text_1"}
    assert kept(program, Note) == []


def test_a_long_message_is_kept_to_the_last_word(program: Any) -> None:
    text = "Valdora: " + " ".join(f"word{number}" for number in range(1500))
    said = program.sam.says(text, program.channel)
    program.sam.uses_message_shortcut("save_as_note", said.ts, program.channel)
    program.slack.wait_for_call("views.update", timeout=60)
    program.sam.submits()
    program.settle()
    assert kept(program, Note)[0].text == text


def test_a_form_that_is_closed_half_way_leaves_nothing_behind(program: Any) -> None:
    open_note(program, program.sam)
    program.sam.fills_in({"text_1": TEXT})
    program.sam.closes()
    program.settle()
    assert program.slack.modal_of(program.sam) is None
    assert kept(program, Note) == []
    assert program.slack.posted(program.sam) == []


def test_a_note_from_a_place_that_the_app_cannot_see_stays_with_its_people(program: Any) -> None:
    secret = program.slack.add_channel("board", [program.maya], private=True, with_app=False)
    said = program.maya.says(f"Valdora: {TEXT}", secret)
    program.maya.uses_message_shortcut("save_as_note", said.ts, secret)
    program.slack.wait_for_call("views.update", timeout=60)
    program.maya.submits()
    program.settle()
    [channel] = [one for one in kept(program, Channel) if one.id == secret]
    assert channel.private
    assert channel.members == (program.maya.id,)
    program.sam.says("What happened at Valdora?")
    program.settle()
    assert "another vendor" not in whole(program.slack.posted(program.sam)[-1])


def test_a_note_by_command_is_saved_and_confirmed_to_its_author_alone(program: Any) -> None:
    program.maya.runs("/cairn", f"note Northgate Foods: {TEXT}", program.channel)
    program.settle()
    assert [note.account_id for note in kept(program, Note)] == ["acc_foods"]
    assert "Northgate Foods" in whole(program.slack.ephemerals(program.maya)[-1])
    assert program.slack.posted(program.channel) == []


def test_a_note_by_command_without_a_customer_is_not_saved_and_says_how(program: Any) -> None:
    program.sam.runs("/cairn", "note it went well", program.channel)
    program.settle()
    assert kept(program, Note) == []
    assert "note Acme" in whole(program.slack.ephemerals(program.sam)[-1])


def test_a_note_that_was_asked_for_in_words_is_saved_by_a_button(program: Any) -> None:
    program.sam.says("Note that the budget of Valdora is frozen until March")
    program.settle()
    assert kept(program, Note) == []
    program.sam.clicks("save_proposed")
    program.settle()
    [note] = kept(program, Note)
    assert (note.account_id, note.author) == ("acc_valdora", program.sam.id)
    assert "frozen" in note.text
    [proposal] = program.slack.posted(program.sam)
    assert "Saved for Valdora." in proposal["text"]


def test_a_note_that_was_asked_for_in_words_can_be_edited_and_is_saved_once(program: Any) -> None:
    program.sam.says("Note that the budget of Valdora is frozen until March")
    program.settle()
    program.sam.clicks("edit_proposed")
    program.slack.wait_for_call("views.update", timeout=60)
    program.sam.submits({"stage": "renewal"})
    program.settle()
    program.sam.clicks("save_proposed")
    program.settle()
    [note] = kept(program, Note)
    assert (note.account_id, note.stage) == ("acc_valdora", "renewal")
    assert note.text == "the budget of Valdora is frozen until March"


def test_a_note_that_was_proposed_can_be_dropped(program: Any) -> None:
    program.sam.says("Note that the budget of Valdora is frozen until March")
    program.settle()
    program.sam.clicks("discard_proposed")
    program.settle()
    assert kept(program, Note) == []
    [proposal] = program.slack.posted(program.sam)
    assert proposal["text"] == "All right, nothing was saved."


def test_a_note_by_command_is_undone_where_it_was_confirmed(program: Any) -> None:
    program.sam.runs("/cairn", f"note Valdora: {TEXT}", program.channel)
    program.settle()
    program.sam.clicks("undo", program.channel)
    program.settle()
    assert kept(program, Note) == []
    assert "Undone" in program.slack.ephemerals(program.sam)[-1]["text"]


def test_the_words_of_a_note_deleted_a_month_ago_are_forgotten_by_the_way(program: Any) -> None:
    month_ago = program.context.now() - timedelta(days=31)
    words: dict[str, object] = {"note": [{"id": "n1", "text": TEXT}]}
    deleted = AuditEntry("a1", month_ago, program.sam.id, "note.deleted", "note", "n1", words)
    with program.context.workspace.writing() as writer:
        writer.put(deleted)
    program.parts.jobs.enqueue(delivery.UPKEEP, "upkeep of this hour", {})
    program.settle()
    assert kept(program, AuditEntry) == [replace(deleted, before=None)]


def test_a_note_told_to_the_app_in_private_is_for_the_team(program: Any) -> None:
    program.maya.runs("/cairn", f"note Valdora: {TEXT}")
    said = program.maya.says("Valdora: the workshop went well.")
    program.settle()
    program.maya.uses_message_shortcut("save_as_note", said.ts)
    program.slack.wait_for_call("views.update", timeout=60)
    program.maya.submits()
    program.settle()
    assert [note.channel for note in kept(program, Note)] == [None, None]
