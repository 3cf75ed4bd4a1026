"""A handoff in Slack: written in steps, left and gone on with, handed over, answered."""

import json
from datetime import date
from typing import Any

import pytest

from handlers import handoff_forms
from handlers.handoff_forms import Written
from playbooks.handoffs import Handoff, HandoffState, Promise
from playbooks.notes import Note
from playbooks.people import Member, Role

ESSENTIALS = {
    "why_bought": "Spreadsheets lose pallets every week.",
    "problem": "Nobody knows what is in aisle 40.",
    "time_expectation": "Before the Easter peak",
}


def kept(program: Any, kind: type[Any]) -> list[Any]:
    """Everything of a kind that the records hold."""
    with program.context.workspace.reading() as reader:
        found: list[Any] = reader.find(kind)
    return found


def whole(message: Any) -> str:
    """Everything that a message says, in one piece."""
    return json.dumps(message, ensure_ascii=False)


def begin(program: Any, person: Any, typed: str) -> Any:
    """Open the form and choose the customer; what its submission was answered with."""
    calls = len(program.slack.calls("views.open"))
    person.uses_shortcut("log_handoff")
    program.slack.wait_for_call("views.open", calls + 1)
    return person.submits({"account": person.searches("account_search", typed)[0]})


def click(program: Any, person: Any, action: str, value: str | None = None) -> None:
    """Use a button of the form, and wait until it is drawn anew."""
    calls = len(program.slack.calls("views.update"))
    person.clicks_in_modal(action, value=value)
    program.slack.wait_for_call("views.update", calls + 1)


def test_three_fields_are_handed_over_at_once_and_marked_where_they_are_empty(
    program: Any,
) -> None:
    begin(program, program.sam, "northgate foods")
    sent = program.sam.submits({**ESSENTIALS, "problem": " ", "then": "hand_over"})
    assert set(sent.errors) == {"problem"}
    [draft] = kept(program, Handoff)
    assert draft.state is HandoffState.DRAFT
    sent = program.sam.submits({**ESSENTIALS, "then": "hand_over"})
    assert sent.errors == {}
    program.settle()
    [handoff] = kept(program, Handoff)
    assert (handoff.state, handoff.author) == (HandoffState.SUBMITTED, program.sam.id)
    sent.delivery.again()
    program.settle()
    assert "Handed over: *Northgate Foods*" in whole(program.slack.posted(program.sam)[-1])
    assert len(program.slack.posted(program.sam)) == 1
    assert len(program.slack.posted(program.maya)) == 1


def test_a_seller_goes_through_the_steps_leaves_and_goes_on_where_they_left(
    program: Any,
) -> None:
    begin(program, program.sam, "northgate foods")
    program.sam.submits(ESSENTIALS)
    program.sam.submits({"products": "Tracking", "licences_sold": "120"})
    click(program, program.sam, "handoff_add_promise")
    program.sam.fills_in({"promise_1~3": "SSO for all sites", "due_1~3": "2026-12-15"})
    click(program, program.sam, "handoff_keep")
    [handoff] = kept(program, Handoff)
    assert (handoff.state, handoff.licences_sold) == (HandoffState.DRAFT, 120)
    program.sam.closes()

    calls = len(program.slack.calls("views.open"))
    program.sam.uses_shortcut("log_handoff")
    program.slack.wait_for_call("views.open", calls + 1)
    click(program, program.sam, "handoff_continue", "acc_foods")
    # They stopped at the promises, so there they go on.
    sent = program.sam.submits()
    assert sent.errors == {}
    program.settle()
    [handoff], [promise] = kept(program, Handoff), kept(program, Promise)
    assert (handoff.state, handoff.products) == (HandoffState.SUBMITTED, "Tracking")
    assert (promise.what, promise.owner, promise.due) == (
        "SSO for all sites",
        program.sam.id,
        date(2026, 12, 15),
    )
    assert "SSO for all sites" in whole(program.slack.posted(program.maya)[-1])


def test_a_promise_is_dropped_by_emptying_it_and_back_keeps_what_was_entered(
    program: Any,
) -> None:
    begin(program, program.sam, "northgate foods")
    program.sam.submits(ESSENTIALS)
    program.sam.submits()
    click(program, program.sam, "handoff_add_promise")
    program.sam.fills_in({"promise_1~3": "SSO for all sites"})
    click(program, program.sam, "handoff_back")
    assert [promise.what for promise in kept(program, Promise)] == ["SSO for all sites"]
    program.sam.submits()
    program.sam.submits({"promise_1~5": " "})
    program.settle()
    assert kept(program, Promise) == []
    assert kept(program, Handoff)[0].state is HandoffState.SUBMITTED


def test_what_presales_wrote_stands_in_the_form_with_its_source(program: Any) -> None:
    said = (
        "They lose two hours a day counting pallets by hand. "
        "They want to be live before the Easter peak."
    )
    with program.context.workspace.writing() as writer:
        writer.put(Note("n1", "acc_valdora", date(2026, 10, 3), said, author=program.maya.id))
        writer.put(
            Note("n2", "acc_valdora", date(2026, 10, 4), "Their problem is theft.", private=True)
        )
    sent = begin(program, program.sam, "valdora")
    shown = whole(sent.delivery.json)
    assert "They lose two hours a day counting pallets by hand." in shown
    assert "They want to be live before the Easter peak." in shown
    assert "From a note of 3 Oct 2026; please check." in shown
    assert "theft" not in shown


def test_a_handoff_that_another_seller_writes_is_said_and_stays_as_it_is(program: Any) -> None:
    with program.context.workspace.writing() as writer:
        writer.put(Member("UJOE", "Joe Bell", role=Role.SALES))
    written = Written("h1", "acc_foods", {"why_bought": "Joe's words"})
    handoff_forms.keep(program.context, written, "UJOE")
    sent = begin(program, program.sam, "northgate foods")
    assert "Joe Bell is handing this account over already" in sent.errors["account"]
    [handoff] = kept(program, Handoff)
    assert (handoff.author, handoff.why_bought) == ("UJOE", "Joe's words")


@pytest.fixture
def handed_over(program: Any) -> Any:
    """A handoff that waits for Maya, the CSM of an account that has her."""
    begin(program, program.sam, "northgate foods")
    program.sam.submits({**ESSENTIALS, "then": "hand_over"})
    program.settle()
    return program


def test_the_csm_accepts_and_gets_the_kickoff_brief_as_message_and_file(handed_over: Any) -> None:
    program = handed_over
    program.maya.clicks("handoff_accept").again()
    program.settle()
    assert kept(program, Handoff)[0].state is HandoffState.ACCEPTED
    said = program.slack.posted(program.maya)
    # Slack tells by now that Maya reads Italian.
    assert "Hai accettato l’handoff di *Northgate Foods*" in whole(said[0])
    assert "Kickoff con Northgate Foods" in whole(said[1])
    [file] = said[2]["files"]
    assert file["name"] == "kickoff-Northgate-Foods.md"
    assert "accepted your handoff" in whole(program.slack.posted(program.sam)[-1])


def test_the_csm_sends_it_back_with_a_reason_and_the_seller_goes_on(handed_over: Any) -> None:
    program = handed_over
    calls = len(program.slack.calls("views.open"))
    program.maya.clicks("handoff_return")
    program.slack.wait_for_call("views.open", calls + 1)
    sent = program.maya.submits({"reason": "Which site is first?"})
    assert sent.errors == {}
    program.settle()
    [handoff] = kept(program, Handoff)
    assert handoff.state is HandoffState.RETURNED
    assert "Which site is first?" in whole(program.slack.posted(program.sam)[-1])
    calls = len(program.slack.calls("views.open"))
    program.sam.clicks("handoff_continue")
    program.slack.wait_for_call("views.open", calls + 1)
    sent = program.sam.submits({"time_expectation": "Leeds before Easter", "then": "hand_over"})
    assert sent.errors == {}
    program.settle()
    [handoff] = kept(program, Handoff)
    assert (handoff.state, handoff.time_expectation) == (
        HandoffState.SUBMITTED,
        "Leeds before Easter",
    )
    assert "Leeds before Easter" in whole(program.slack.posted(program.maya)[-1])
