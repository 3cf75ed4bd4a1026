"""Logging in Slack: threads, mails, transcripts and channels become notes that one click saves."""

import json
from typing import Any

import pytest

from bot import gathering, playground
from playbooks.accounts import Account
from playbooks.conversations import AuditEntry
from playbooks.handoffs import Promise
from playbooks.notes import Cue, Direction, Draft, Note

TEXT = "Danny Foss, our champion, has left. They are unhappy with support."
MAIL = b"""From: Nora Blythe <nora@northgate.example>
To: Maya Rossi <maya@us.example>
Date: Thu, 12 Nov 2026 10:12:00 +0100
Subject: Northgate Foods: the export

Hi Maya,

we are unhappy with the export. Please mend it.

Best regards,
Nora

On Wed, 11 Nov 2026 Maya Rossi wrote:
> how is it going?
"""
CALL = "".join(
    f"{name}: {said}\n"
    for name, said in (
        ("Maya Rossi", "Good morning."),
        ("Nora Blythe", "The pilot at Valdora went well."),
        ("Maya Rossi", "I will send a new plan by 27 November."),
        ("Nora Blythe", "I'll send you the list by Friday."),
    )
).encode()


def kept(program: Any, kind: type[Any]) -> list[Any]:
    with program.context.workspace.reading() as reader:
        found: list[Any] = reader.find(kind)
    return found


def whole(message: Any) -> str:
    return json.dumps(message, ensure_ascii=False)


def fields(program: Any, person: Any) -> dict[str, Any]:
    """The elements of the open form by the name of their field."""
    blocks = program.slack.modal_of(person)["blocks"]
    return {
        block["block_id"].partition("~")[0]: block["element"]
        for block in blocks
        if block["type"] == "input"
    }


def open_filled(program: Any, person: Any, opens: Any) -> dict[str, Any]:
    """Do what opens a form, wait until it is filled, and give its fields."""
    before = len(program.slack.calls("views.open"))
    opens()
    program.slack.wait_for(lambda: len(program.slack.calls("views.open")) > before, timeout=30)

    def is_filled() -> bool:
        return bool(program.slack.modal_of(person)["callback_id"] != "note_waiting")

    # The first form of a process loads the wordings of three languages.
    program.slack.wait_for(is_filled, timeout=60)
    program.settle()
    return fields(program, person)


def open_message(program: Any, person: Any, text: str) -> dict[str, Any]:
    said = person.says(text, program.channel)
    return open_filled(
        program,
        person,
        lambda: person.uses_message_shortcut("save_as_note", said.ts, program.channel),
    )


def test_what_is_taken_out_of_a_form_stays_out_and_what_is_changed_is_kept(program: Any) -> None:
    sam = program.sam
    form = open_message(program, sam, f"Valdora: {TEXT} I promised a new plan by 03/04/05.")
    assert form["account"]["initial_option"]["value"] == "acc_valdora"
    assert [one["value"] for one in form["cues"]["initial_options"]] == ["champion_left", "unhappy"]
    assert [one["text"]["text"] for one in form["which_due_1"]["options"]] == [
        "3 Apr 2005",
        "4 Mar 2005",
        "5 Apr 2003",
        "None of these",
    ]
    sent = sam.submits({"kind": "call"})
    assert set(sent.errors) == {"which_due_1"}
    sam.submits(
        {
            "which_due_1": "2005-04-03",
            "cues": ["champion_left"],
            "stage": "renewal",
            "sentiment": "neutral",
            "participants": "Danny Foss, Sam Okoro",
        }
    )
    program.settle()
    [note] = kept(program, Note)
    assert (note.kind, note.stage, note.sentiment) == ("call", "renewal", "neutral")
    assert note.participants == ("Danny Foss", "Sam Okoro")
    assert [cue.name for cue in kept(program, Cue)] == ["champion_left"]
    assert [str(promise.due) for promise in kept(program, Promise)] == ["2005-04-03"]
    assert kept(program, Draft) == []

    sam.clicks("note_edit")
    program.slack.wait_for(lambda: program.slack.modal_of(sam) is not None)
    sam.submits({"text_1": "Valdora: all is well again, they love the planner.", "promise_1": ""})
    program.settle()
    [note] = kept(program, Note)
    assert note.version == 2
    assert kept(program, Promise) == []
    sam.clicks("undo")
    program.settle()
    assert TEXT in kept(program, Note)[0].text
    assert [promise.what for promise in kept(program, Promise)] == ["a new plan"]


def test_an_empty_form_is_read_after_it_was_saved_and_undone_whole(program: Any) -> None:
    sam = program.sam
    sam.uses_shortcut("log_note")
    program.slack.wait_for_call("views.open")
    account = sam.searches("account_search", "valdora")[0]
    sam.submits({"account_search": account, "text_1": f"{TEXT} I will send a plan by Friday."})
    program.settle()
    assert {cue.name for cue in kept(program, Cue)} == {"champion_left", "unhappy"}
    assert kept(program, Note)[0].language == "en"
    assert len(kept(program, Promise)) == 1
    sam.clicks("undo")
    program.settle()
    assert [*kept(program, Note), *kept(program, Cue), *kept(program, Promise)] == []


def test_nearly_the_same_note_is_shown_beside_and_added_to_the_earlier_one(program: Any) -> None:
    sam = program.sam
    open_message(program, sam, f"Valdora: {TEXT}")
    sam.submits()
    program.settle()
    sam.uses_shortcut("log_note")
    program.slack.wait_for_call("views.open", 2)
    account = sam.searches("account_search", "valdora")[0]
    sam.submits({"account_search": account, "text_1": f"Valdora: {TEXT} !!"})
    shown = program.slack.modal_of(sam)
    assert "wrote nearly the same on 20 Nov 2026" in whole(shown)
    sam.submits({"alike": "join"})
    program.settle()
    [note] = kept(program, Note)
    assert note.version == 2
    assert note.text.endswith("!!")


def test_a_long_thread_becomes_a_note_of_its_most_telling_sentences(
    program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack, sam, maya = program.slack, program.sam, program.maya
    root = maya.has_said("Valdora: they are unhappy with support.", program.channel)
    monkeypatch.setattr(gathering, "PAGE", 8)
    for number in range(10):
        sam.has_said(f"word {number}", program.channel, thread=root.ts)
    sam.has_said("I'll send a new plan by 27 November.", program.channel, thread=root.ts)
    slack.fail("conversations.replies", playground.rate_limited(1))
    open_filled(
        program,
        sam,
        lambda: sam.uses_message_shortcut("save_thread_as_note", root.ts, program.channel),
    )
    sam.submits()
    program.settle()
    [note] = kept(program, Note)
    assert len(slack.calls("conversations.replies")) == 3
    assert note.text.startswith("12 messages · 20 Nov 2026 · Maya Rossi, Sam Okoro\n")
    assert "Maya Rossi, 20 Nov 2026: Valdora: they are unhappy with support." in note.text
    assert (note.kind, note.participants) == ("chat", ("Maya Rossi", "Sam Okoro"))
    assert note.permalink.endswith(root.ts.replace(".", ""))
    [promise] = kept(program, Promise)
    assert (promise.owner, str(promise.due)) == (sam.id, "2026-11-27")
    assert kept(program, Draft) == []


def test_a_thread_in_which_somebody_asks_for_it_becomes_a_note(program: Any) -> None:
    sam, maya = program.sam, program.maya
    root = maya.has_said("They are unhappy with support.", program.channel)
    sam.mentions("salva questo thread per Valdora", program.channel, thread=root.ts)
    program.settle()
    asked = open_filled(
        program, sam, lambda: sam.clicks("note_save_thread", channel=program.channel)
    )
    assert asked["account"]["initial_option"]["text"]["text"] == "Valdora"
    sam.submits()
    program.settle()
    [note] = kept(program, Note)
    assert "unhappy with support" in note.text
    assert "salva questo thread" not in note.text


def test_a_mail_and_a_transcript_that_are_shared_become_notes(program: Any) -> None:
    slack, maya = program.slack, program.maya
    maya.says("", files=[slack.add_file("export.eml", MAIL, maya)])
    program.settle()
    open_filled(program, maya, lambda: maya.clicks("file_as_note"))
    maya.submits()
    maya.says("", files=[slack.add_file("valdora-2026-11-18.txt", CALL, maya)])
    program.settle()
    open_filled(program, maya, lambda: maya.clicks("file_as_note"))
    maya.submits()
    program.settle()
    mail, call = sorted(kept(program, Note), key=lambda note: note.date)
    assert (mail.kind, mail.account_id, str(mail.date)) == ("email", "acc_foods", "2026-11-12")
    assert mail.direction is Direction.TWO_WAY
    assert mail.text.endswith("we are unhappy with the export. Please mend it.")
    assert (call.kind, call.account_id, str(call.date)) == ("call", "acc_valdora", "2026-11-18")
    assert [(one.owner, str(one.due)) for one in kept(program, Promise)] == [
        (maya.id, "2026-11-27")
    ]


def test_a_channel_is_linked_summarised_on_request_and_nothing_of_it_is_kept(program: Any) -> None:
    slack, maya = program.slack, program.maya
    channel = slack.add_channel("valdora", [maya, program.sam], with_app=False)
    maya.invites_app(channel)
    program.settle()
    [hello] = slack.posted(channel)
    assert "Io qui non leggo nulla" in whole(hello)
    maya.has_said("They are unhappy with the export, and the budget is frozen.", channel)
    maya.runs("/cairn", "summarise", channel)
    program.settle()
    assert slack.calls("conversations.history") == []
    maya.clicks("channel_link_open", channel, ts=hello["ts"])
    slack.wait_for(lambda: slack.modal_of(maya) is not None)
    maya.submits()
    program.settle()
    assert [one.channel for one in kept(program, Account) if one.id == "acc_valdora"] == [channel]
    maya.mentions("riassumi questo canale", channel)
    program.settle()
    summary = whole(slack.ephemerals(maya)[-1])
    assert "unhappy with the export" in summary
    assert "Niente di tutto questo viene conservato" in summary
    assert [*kept(program, Note), *kept(program, Draft)] == []
    open_filled(program, maya, lambda: maya.clicks("channel_summary_as_note", channel))
    maya.submits()
    program.settle()
    assert [note.channel for note in kept(program, Note)] == [channel]
    maya.runs("/cairn", "unlink", channel)
    program.settle()
    assert {one.channel for one in kept(program, Account)} == {None}
    assert {e.action for e in kept(program, AuditEntry)} >= {"account.linked", "account.unlinked"}
