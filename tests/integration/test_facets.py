"""Sides of an account over real records: its journey, its health in parts, why they bought."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands import journey as command
from bot.console import Console
from handlers import ask, journey, texts
from handlers.answers import Deed, Part, Question
from handlers.composing import journey as told
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import NotFound
from playbooks.handoffs import Handoff, HandoffState
from playbooks.health.values import Band, Snapshot
from playbooks.intents import Intent, IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.observations import MetricSample
from playbooks.people import Member, Role
from playbooks.stages import Enrolment, Stage
from storage.facts import peers

TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def filled(context: Context) -> Context:
    """Two teams of Harbour are under way; five small customers were onboarded in 40 to 60 days."""
    earlier = [Account(f"E{n}", f"Earlier {n}", segment="smb") for n in range(5)]
    done = [
        Enrolment(f"E{n}", f"E{n}", Stage.ONBOARDING, ago(200), None, ago(155), ago(160 - 5 * n))
        for n in range(5)
    ]
    records: list[list[Any]] = [
        [
            Member("maya", "Maya", "maya", role=Role.CSM),
            Member("guest", "Guest", "guest", role=Role.GUEST),
        ],
        [Account("A1", "Harbour", segment="smb", owner="maya"), Account("A2", "Quarry"), *earlier],
        [
            *done,
            Enrolment("S1", "A1", Stage.ADOPTION, ago(300), "Quay"),
            Enrolment("S2", "A1", Stage.ONBOARDING, ago(75), "Yard", target_exit=ago(5)),
            Enrolment("S3", "A1", Stage.PRESALES, ago(120), "Yard", exited=ago(75)),
        ],
        [
            MetricSample("M1", "A1", ago(3), "active_users", 20, "users"),
            MetricSample("M2", "A1", ago(3), "licences_bought", 80, "licences"),
        ],
        [Note("N1", "A1", ago(20), "They are unhappy.", direction=Direction.TWO_WAY)],
        [Cue("C1", "A1", "N1", ago(20), "unhappy", "They are unhappy.")],
    ]
    with context.workspace.writing() as writer:
        for values in records:
            writer.put_many(values)
    return context


def test_a_long_stay_is_a_bottleneck_that_names_the_step_it_is_stuck_at(filled: Context) -> None:
    found = journey.read(filled, "A1", "maya")
    assert [stay.enrolment.id for stay in found.stays] == ["S1", "S2"]
    adoption, onboarding = found.stays
    assert not adoption.is_bottleneck
    assert (onboarding.days, onboarding.is_bottleneck) == (75, True)
    expected = onboarding.expected.of_segment
    assert expected is not None
    assert (expected.median_days, expected.low_days, expected.high_days) == (50, 40, 60)
    assert (expected.n, onboarding.expected.earlier) == (5, 5)
    assert onboarding.stuck_at is not None
    assert onboarding.stuck_at.check == "At least half of the licences are in use"
    assert [fact.evidence_id for fact in onboarding.stuck_at.evidence] == ["M1"]
    assert [stay.id for stay in found.left] == ["S3"]
    goals = {goal.goal: goal for goal in found.goals}
    on_target = goals["Completion on target date"]
    assert on_target.own is not None
    assert on_target.peers is not None
    assert (on_target.own.n, on_target.peers.met, on_target.peers.n) == (0, 2, 5)
    assert goals["Tickets analysed and the programme adjusted"].own is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_of_a_large_segment_some_accounts_stand_for_all_and_that_is_said(
    filled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "MOST", 3)
    with filled.workspace.writing() as writer:
        writer.put(Enrolment("S4", "E4", Stage.ONBOARDING, ago(30), target_exit=ago(9)))
    [on_target, *_] = journey.read(filled, "E4", "maya").goals
    assert on_target.sample == 4
    assert (on_target.own and on_target.own.n, on_target.peers and on_target.peers.n) == (1, 3)
    said = told.goal(texts.of("it"), on_target)
    assert "4 clienti del segmento 1 su 3" in said


def test_too_few_earlier_accounts_are_said_to_be_too_few(filled: Context) -> None:
    with filled.workspace.writing() as writer:
        writer.remove(Enrolment, id=["E0"])
    stay = journey.read(filled, "A1", "maya").stays[1]
    assert (stay.expected.earlier, stay.expected.best, stay.is_bottleneck) == (4, None, False)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_journey_is_asked_for_in_words_and_by_command(filled: Context) -> None:
    found = ask.answer(filled, Question("Where does Harbour stand in its journey?", "maya"))
    assert "Onboarding (Yard) is a bottleneck: 75 days so far" in found.lead.text
    assert "Stuck at: At least half of the licences are in use." in found.lead.text
    parts = {section.part: section.sentences for section in found.sections}
    assert "Measured is the whole account" in parts[Part.UNKNOWN][-1].text
    assert len(parts[Part.GOALS]) == 6
    left = ask.answer(filled, Question("What is missing for Harbour to leave presales?", "maya"))
    assert left.lead.text.startswith("Harbour left presales (Yard) on 6 Sept 2026, after 45 days.")
    brief = ask.answer(filled, Question("Summarise Harbour", "maya"))
    assert "is a bottleneck" in brief.text
    console = Console()
    vars(console)["context"] = filled
    run = CliRunner().invoke
    shown = json.loads(run(command.journey, ["Harbour", "--json"], obj=console).output)
    assert [stage["bottleneck"] for stage in shown["stages"]] == [False, True]
    assert shown["goals"][0]["goal"] == "Completion on target date"
    shown = run(command.journey, ["Harbour", "--language", "it"], obj=console).output
    assert "Collo di bottiglia; fermo a: Almeno metà delle licenze è in uso" in shown
    with pytest.raises(NotFound):
        journey.read(filled, "A1", "guest")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_health_is_asked_for_by_component_over_time_and_against_the_desired_state(
    filled: Context,
) -> None:
    with filled.workspace.writing() as writer:
        for days, version in ((60, "old"), (1, "2026.2")):
            kept = Snapshot(f"K{days}", "A1", ago(days), 50, 20, 80, 0.4, Band.WATCH, version)
            writer.put(kept)

    def parts(question: str) -> dict[Part, list[str]]:
        found = ask.answer(filled, Question(question, "maya"))
        return {one.part: [s.text for s in one.sentences] for one in found.sections}

    by_component = parts("Show the health of Harbour by component")[Part.COMPONENTS]
    assert len(by_component) == 9
    assert "Successful product adoption" in by_component[2]
    missing = parts("What separates Harbour from the desired state?")[Part.MISSING]
    assert missing[0].startswith("Is there depth of use? No")
    history = parts("How did the health of Harbour change since 1 September?")
    assert history[Part.CHANGES][0].startswith("Is there depth of use? Now no, was unknown")
    assert history[Part.STATE][0].startswith("The weights changed on the way (old, 2026.2)")
    assert len(history[Part.STATE]) == 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_handoff_and_a_note_that_disagree_on_why_they_bought_are_both_quoted(
    filled: Context,
) -> None:
    handed = Handoff("H1", "A1", HandoffState.ACCEPTED, ago(90), why_bought="They leave Old Co.")
    stated = [
        IntentReading("I0", "A1", Intent.COMPETITIVE_SWITCH, ago(95), 0.8, "handoff", "H1"),
        IntentReading(
            "I1",
            "A1",
            Intent.COMPETITIVE_SWITCH,
            ago(90),
            0.8,
            "handoff",
            "H1",
            "They leave Old Co.",
            attributes={"sponsor": "They leave"},
        ),
        IntentReading(
            "I2", "A1", Intent.PILOT_TO_EXPAND, ago(20), 0.8, "note", "N1", "They are unhappy."
        ),
    ]
    with filled.workspace.writing() as writer:
        writer.put(handed)
        writer.put_many(stated)
    found = ask.answer(filled, Question("Why did Harbour start with us?", "maya"))
    parts = {one.part: [s.text for s in one.sentences] for one in found.sections}
    (dispute,) = parts[Part.CONFLICTS]
    assert "(handoff, 22 Aug 2026, confidence 80%): “They leave Old Co.”" in dispute
    assert "(note, 31 Oct 2026, confidence 80%): “They are unhappy.”" in dispute
    assert parts[Part.CHANGES] == ["17 Aug 2026: stated to be the same, confidence 80%."]
    assert "Also noted: sponsor: “They leave”" in parts[Part.REASONS]
    assert found.offers[0].deed is Deed.STATE_INTENT
