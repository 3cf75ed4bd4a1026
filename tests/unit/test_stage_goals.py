"""The goals of the stages in figures: of how many, over how long, unknown where nothing tells."""

from datetime import date, timedelta
from typing import Any

import pytest

from playbooks import journey
from playbooks.facts import Fact
from playbooks.notes import Direction, Note
from playbooks.observations import MetricSample, Outcome, SurveyResponse, Ticket
from playbooks.stage_goals import figures
from playbooks.stage_goals.records import Figure, Records
from playbooks.stages import Enrolment, Stage

AT = date(2026, 11, 20)


def ago(days: int) -> date:
    return AT - timedelta(days=days)


def stay(
    stage: Stage, entered: int, exited: int | None = None, target: int | None = None, of: str = "a1"
) -> Enrolment:
    ended = None if exited is None else ago(exited)
    aimed = None if target is None else ago(target)
    return Enrolment(f"{of}-{stage}-{entered}", of, stage, ago(entered), None, aimed, ended)


def counted(name: str, **known: Any) -> Figure:
    return figures.of(name, Records(at=AT, **known))


def test_every_goal_that_names_a_figure_has_one_and_some_have_none() -> None:
    goals = [goal for stage in journey.stages().values() for goal in stage.goals]
    named = [goal.figure for goal in goals if goal.figure is not None]
    assert set(named) == set(figures.FIGURES)
    assert [goal.goal for goal in goals if goal.figure is None] == [
        "Tickets analysed and the programme adjusted"
    ]


@pytest.mark.parametrize("name", list(figures.FIGURES))
def test_over_nothing_every_figure_is_unknown_and_not_zero(name: str) -> None:
    found = counted(name)
    assert (found.value, found.n) == (None, 0)


def test_a_technical_win_is_a_presales_after_which_onboarding_began() -> None:
    stays = [
        stay(Stage.PRESALES, 90, 60),
        stay(Stage.ONBOARDING, 55),
        stay(Stage.PRESALES, 90, 60, of="a2"),
        stay(Stage.PRESALES, 900, 800, of="a3"),
    ]
    found = counted("technical_wins", stays=stays)
    assert (found.value, found.met, found.n, found.window_days) == (0.5, 1, 2, 365)


def test_onboarding_is_on_target_when_it_ends_by_its_date() -> None:
    stays = [
        stay(Stage.ONBOARDING, 90, 20, target=15),
        stay(Stage.ONBOARDING, 80, 20, target=30),
        stay(Stage.ONBOARDING, 70, 20),
    ]
    found = counted("onboarding_on_target", stays=stays)
    assert (found.met, found.n) == (1, 2)
    assert found.cites[0] == ("stage", "a1-onboarding-90")


def test_experience_is_tracked_by_a_survey_during_the_stay() -> None:
    stays = [stay(Stage.ONBOARDING, 50), stay(Stage.ONBOARDING, 50, of="a2")]
    surveys = [SurveyResponse("s1", "a1", ago(10), "csat", 4)]
    assert counted("experience_tracked", stays=stays, surveys=surveys).value == 0.5


def test_use_after_onboarding_is_judged_a_month_after_it_ended() -> None:
    stays = [stay(Stage.ONBOARDING, 90, 40), stay(Stage.ONBOARDING, 90, 10, of="a2")]
    samples = [MetricSample("m1", "a1", ago(20), "active_users", 5)]
    found = counted("usage_after_exit", stays=stays, samples=samples)
    assert (found.value, found.n) == (1.0, 1)


def test_use_is_held_against_what_is_good_in_the_segment() -> None:
    def use(share: float) -> dict[str, Fact]:
        return {"licence_utilisation": Fact("licence_utilisation", share, AT, "metric", "m")}

    facts = {"a1": use(0.65), "a2": use(0.65), "a3": {}}
    known: dict[str, Any] = {"facts": facts, "benchmarks": {"a1": 0.6, "a2": 0.7}}
    assert counted("usage_benchmark", **known).value == 0.5
    assert counted("licence_utilisation", **known).value == 0.65


def test_a_near_renewal_that_is_not_safe_is_worked_when_somebody_spoke_with_them() -> None:
    def renewing(days: int, band: str) -> dict[str, Fact]:
        return {
            "days_to_renewal": Fact("days_to_renewal", days, AT, "account", "a"),
            "health_band": Fact("health_band", band, AT, "health", "a"),
        }

    facts = {
        "a1": renewing(60, "at_risk"),
        "a2": renewing(60, "watch"),
        "a3": renewing(60, "healthy"),
        "a4": renewing(300, "at_risk"),
    }
    notes = [Note("n1", "a1", ago(5), "We spoke", direction=Direction.TWO_WAY)]
    found = counted("at_risk_worked", facts=facts, notes=notes)
    assert (found.met, found.n) == (1, 2)


def test_the_renewal_rate_counts_what_was_decided_within_a_year() -> None:
    outcomes = [
        Outcome("o1", "a1", ago(10), "renewal"),
        Outcome("o2", "a2", ago(10), "churn"),
        Outcome("o3", "a3", ago(10), "expansion"),
        Outcome("o4", "a4", ago(400), "churn"),
    ]
    found = counted("renewal_rate", outcomes=outcomes)
    assert (found.value, found.n) == (0.5, 2)


def test_escalations_are_judged_by_answer_promise_feedback_and_being_told() -> None:
    tickets = [
        Ticket(
            "t1",
            "a1",
            ago(30),
            escalated=True,
            promised_date=ago(10),
            resolved_date=ago(12),
            feedback_asked=True,
            first_response_hours=3,
        ),
        Ticket(
            "t2", "a2", ago(100), escalated=True, promised_date=ago(50), first_response_hours=30
        ),
        Ticket("t3", "a3", ago(5)),
    ]
    notes = [Note("n1", "a2", ago(3), "We told them", direction=Direction.ONE_WAY)]
    known: dict[str, Any] = {"tickets": tickets, "notes": notes}
    assert counted("first_response_in_time", **known).met == 1
    assert counted("resolution_kept", **known).value == 0.5
    assert counted("feedback_asked", **known).value == 1.0
    assert counted("customer_told", **known).value == 1.0
    new = counted("new_escalations", **known)
    assert (new.value, new.before, new.unit, new.window_days) == (1.0, 1.0, "tickets", 90)
