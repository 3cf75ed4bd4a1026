"""People, goals, surveys and touchpoints are written down in small forms behind an answer."""

from datetime import date
from typing import Any

from playbooks.encounters import Encounter
from playbooks.observations import Goal, SurveyResponse
from playbooks.people import Contact
from playbooks.stages import Stage


def kept(program: Any, kind: type[Any]) -> list[Any]:
    """Everything of a kind that the records hold."""
    with program.context.workspace.reading() as reader:
        found: list[Any] = reader.find(kind)
    return found


def opens(program: Any, action: str) -> None:
    calls = len(program.slack.calls("views.open"))
    program.sam.clicks(action)
    program.slack.wait_for_call("views.open", calls + 1)


def test_a_person_is_added_changed_and_put_back(program: Any) -> None:
    program.sam.says("Who are our contacts at Valdora?")
    program.settle()
    opens(program, "record_contact")
    sent = program.sam.submits(
        {"name": "Nora Blythe", "role": "champion", "channel_preference": "phone yes"}
    )
    sent.delivery.again()
    program.settle()
    [nora] = kept(program, Contact)
    assert (nora.role, nora.channel_preference) == ("champion", "phone yes")
    opens(program, "record_contact")
    program.sam.submits({"item": nora.id})
    program.sam.submits({"left_on": "2026-11-01"})
    program.settle()
    [nora] = kept(program, Contact)
    assert (nora.name, nora.active, nora.left_on) == ("Nora Blythe", False, date(2026, 11, 1))
    program.sam.clicks("undo")
    program.settle()
    assert kept(program, Contact)[0].active


def test_a_survey_outside_its_scale_is_marked_and_then_kept_with_its_respondent(
    program: Any,
) -> None:
    program.sam.says("Who are our contacts at Valdora?")
    program.settle()
    opens(program, "record_survey")
    sent = program.sam.submits(
        {"kind": "ces", "score": "9", "respondent": "Nora Blythe", "role": "user"}
    )
    assert "1 to 7" in sent.errors["score"]
    program.sam.submits({"score": "6"})
    program.settle()
    [answer] = kept(program, SurveyResponse)
    assert (answer.kind, answer.score, answer.role) == ("ces", 6.0, "user")
    opens(program, "record_touchpoint")
    program.sam.submits({"stage": "onboarding", "title": "Kickoff", "planned": "2026-12-01"})
    program.settle()
    [met] = kept(program, Encounter)
    assert (met.stage, met.planned, met.held) == (Stage.ONBOARDING, date(2026, 12, 1), None)
    program.sam.says("Who are our contacts at Valdora?")
    program.settle()
    assert "“Kickoff”: planned for 1 Dec 2026." in str(program.slack.posted(program.sam)[-1])


def test_a_goal_gets_a_new_figure_dated_today(program: Any) -> None:
    with program.context.workspace.writing() as writer:
        writer.put(Goal("g1", "acc_valdora", "Fewer lost pallets", "a week", 2.0, 9.0))
    program.sam.says("Why did Valdora buy?")
    program.settle()
    opens(program, "record_goal")
    program.sam.submits({"item": "g1"})
    program.sam.submits({"current": "5"})
    program.settle()
    [goal] = kept(program, Goal)
    assert (goal.current, goal.target, goal.as_of) == (5.0, 2.0, date(2026, 11, 20))
