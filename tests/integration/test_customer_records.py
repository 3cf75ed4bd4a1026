"""People at a customer's, written down and put right; on both databases."""

import math
from datetime import date

import pytest

from handlers import ask, customer_records
from handlers.answers import Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.notes import Cue, Note
from playbooks.observations import SurveyResponse
from playbooks.people import Contact, Member
from playbooks.stages import Enrolment, Stage
from storage import facts


def change(context: Context, contact: Contact, left_on: date | None) -> Contact:
    values = {"name": contact.name, "left_on": left_on}
    kept = customer_records.put(context, "contact", "A1", values, None, item_id=contact.id)
    assert isinstance(kept.record, Contact)
    return kept.record


def test_somebody_of_whom_it_was_said_by_mistake_that_they_left_is_here_again(
    context: Context,
) -> None:
    inactive = Contact("C2", "A1", "Ivo", active=False)
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea"))
        writer.put_many([Contact("C1", "A1", "Nora"), inactive])
    left = change(context, Contact("C1", "A1", "Nora"), date(2026, 1, 2))
    assert not left.active
    assert change(context, left, None) == Contact("C1", "A1", "Nora")
    assert change(context, inactive, None) == inactive


@pytest.mark.parametrize("target", [math.nan, math.inf, -1e16])
def test_what_is_no_figure_is_kept_in_no_record(context: Context, target: float) -> None:
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea"))
    with pytest.raises(BadInput, match="is no figure"):
        customer_records.put(context, "goal", "A1", {"goal": "Orders", "target": target}, None)


def test_nobody_is_asked_to_speak_for_us_too_often_whoever_asked_them(context: Context) -> None:
    survey = SurveyResponse("S1", "A1", date(2026, 10, 1), "nps", 10, "Nora Blythe")
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", owner="U1"))
        writer.put(Member("U1", "Maya"))
        writer.put_many([Contact("C1", "A1", "Nora Blythe"), Contact("C2", "A1", "Ivo Sand")])
        writer.put(survey)
    asked = {"name": "Nora Blythe", "asked_on": date(2026, 11, 10)}
    customer_records.put(context, "contact", "A1", asked, "U1", item_id="C1")
    with context.workspace.reading() as reader:
        fact = facts.gather(reader, context.today())["A1"]["days_since_advocate_asked"]
    assert (fact.value, fact.evidence_id) == (10, "C1")
    told = ask.answer(context, Question("Who is who at Harbour Tea?", asker="U1")).text
    assert "Nora Blythe speaks for us (NPS 10 of 10 on 1 Oct 2026); last asked to on 10 Nov" in told


def test_nobody_speaks_for_us_whose_name_only_begins_a_word_of_the_note(context: Context) -> None:
    quote = "Annual review: Ivo would recommend us to anyone."
    day = date(2026, 11, 3)
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", owner="U1"))
        writer.put(Member("U1", "Maya"))
        writer.put_many([Contact("C1", "A1", "Ann Reed"), Contact("C2", "A1", "Ivo Sand")])
        writer.put(Note("N1", "A1", day, quote, author="U1"))
        writer.put(Cue("N1.advocate", "A1", "N1", day, "advocate", quote))
    told = ask.answer(context, Question("Who is who at Harbour Tea?", asker="U1")).text
    assert "Ivo Sand speaks for us (note of 3 Nov 2026)" in told
    assert "Ann Reed speaks for us" not in told


def test_touchpoints_stand_beside_the_moments_of_truth_of_the_stage(context: Context) -> None:
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea"))
        writer.put(Enrolment("E1", "A1", Stage.ONBOARDING, date(2026, 11, 1)))
    held = {"stage": "onboarding", "title": "Kick-off", "held": date(2026, 11, 5)}
    customer_records.put(context, "touchpoint", "A1", held, None)
    told = ask.answer(context, Question("Where is Harbour Tea in its journey?")).text
    assert "“Kick-off”: held on 5 Nov 2026. A moment of truth." in told
    assert "First own result, a moment of truth: no record of it yet." in told
