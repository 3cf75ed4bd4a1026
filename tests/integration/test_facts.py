"""Facts gathered from real records, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from playbooks import catalogue
from playbooks.accounts import Account, Subscription
from playbooks.customer_promises import CustomerPromise
from playbooks.facts import Fact
from playbooks.handoffs import Handoff, HandoffState, Promise
from playbooks.intents import Intent, IntentReading
from playbooks.notes import Cue, Direction, Note
from playbooks.nudges.values import Nudge, NudgeState
from playbooks.observations import (
    Goal,
    MetricSample,
    Outcome,
    ProductGap,
    SurveyResponse,
    Ticket,
)
from playbooks.people import Contact, Member
from playbooks.stages import Enrolment, Stage
from storage import facts as fact_store
from storage.facts import scope, stays
from storage.workspace import Workspace

AT = date(2026, 11, 20)


def ago(days: int) -> date:
    return AT - timedelta(days=days)


ACCOUNT = Account(
    "A1",
    "Harbour",
    segment="enterprise",
    arr=Decimal(90000),
    currency="EUR",
    contract_start=ago(400),
    renewal_date=AT + timedelta(days=60),
    owner="maya",
)


def gather(workspace: Workspace, *records: Any, at: date = AT) -> dict[str, Fact]:
    """What is known of Harbour once these records are in."""
    by_kind: dict[type, list[Any]] = {}
    for record in records:
        by_kind.setdefault(type(record), []).append(record)
    with workspace.writing() as writer:
        writer.put_many([ACCOUNT, Account("A2", "Quarry")])
        for values in by_kind.values():
            writer.put_many(values)
    with workspace.reading() as reader:
        return fact_store.gather(reader, at)["A1"]


def weekly(metric: str, values: Sequence[float], unit: str | None = None) -> list[MetricSample]:
    """Samples a week apart, the newest yesterday and last in the list."""
    count = len(values)
    return [
        MetricSample(f"{metric}-{i}", "A1", ago(1 + 7 * (count - 1 - i)), metric, value, unit)
        for i, value in enumerate(values)
    ]


USED = weekly("active_users", [20, 24, 30, 18, 12, 14], "users")


def note(id: str, days: int, direction: Direction, **more: Any) -> Note:
    return Note(id, "A1", ago(days), f"Words of {id}.", direction=direction, **more)


def test_what_is_not_recorded_is_not_there(workspace: Workspace) -> None:
    found = gather(workspace)
    assert set(found) == {
        "owner_present",
        "segment",
        "arr",
        "tenure",
        "renewal_date",
        "days_to_renewal",
    }
    assert found["tenure"].value == 400
    assert found["days_to_renewal"].value == 60
    assert found["arr"].unit == "EUR a year"


def test_utilisation_says_which_licences_it_counts(workspace: Workspace) -> None:
    bought = MetricSample("B", "A1", ago(30), "licences_bought", 80, "licences")
    found = gather(workspace, *weekly("active_users", [20, 24], "users"), bought)
    used = found["licence_utilisation"]
    assert used.value == pytest.approx(0.3)
    assert used.evidence_id == "active_users-1"
    assert used.as_of == ago(1)
    assert "active user" in (used.unit or "")


def test_without_a_metric_licences_are_the_seats_in_force(workspace: Workspace) -> None:
    found = gather(
        workspace,
        Subscription("S1", "A1", seats=30, start_date=ago(100)),
        Subscription("S2", "A1", seats=20, start_date=ago(50)),
        Subscription("S3", "A1", seats=99, start_date=ago(300), end_date=ago(200)),
        MetricSample("M", "A1", ago(3), "licences_assigned", 25, "licences"),
    )
    assert found["licences_bought"].value == 50
    assert found["licence_utilisation"].value == pytest.approx(0.5)
    assert "assigned" in (found["licence_utilisation"].unit or "")


def test_a_trend_compares_thirty_days_with_the_ninety_before(workspace: Workspace) -> None:
    found = gather(workspace, *weekly("active_users", [100] * 12 + [80] * 5, "users"))
    change = found["active_users_trend"]
    assert change.value == pytest.approx(-20)
    assert (change.unit, change.window_days) == ("per cent", 30)


def test_a_count_is_summed_and_a_few_of_them_are_no_trend(workspace: Workspace) -> None:
    found = gather(workspace, *weekly("usage_count", [50, 10, 10, 10], "uses"))
    assert found["usage_count"].value == 80
    assert found["usage_count"].window_days == 30
    assert "usage_count_trend" not in found


def test_counts_that_stop_coming_are_unknown_and_not_none(workspace: Workspace) -> None:
    old = [MetricSample(f"U{i}", "A1", ago(60 + i), "usage_count", 9) for i in range(20)]
    found = gather(workspace, *old)
    assert "usage_count" not in found
    assert "usage_count_trend" not in found


def test_a_future_or_negative_figure_is_not_used(workspace: Workspace) -> None:
    found = gather(
        workspace,
        MetricSample("F", "A1", AT + timedelta(days=3), "active_users", 9),
        MetricSample("N", "A1", ago(3), "licences_bought", -5),
    )
    assert "active_users" not in found
    assert "licences_bought" not in found


def test_a_metric_of_ones_own_is_a_fact_by_its_own_name(workspace: Workspace) -> None:
    found = gather(workspace, *weekly("boards", [10] * 12 + [5] * 5, "boards"))
    assert found["metric.boards"].value == 5
    assert float(found["metric.boards_trend"].value) < -20


@pytest.mark.parametrize(
    ("metric", "value", "unit", "share"),
    [
        ("feature_breadth", 45, "share", 0.45),
        ("feature_breadth", 0.45, "ratio", 0.45),
        ("training_completed", 1, "percent", 0.01),
        ("training_completed", 1, "share", 1),
        ("licence_utilisation", 22, "percent", 0.22),
        ("licence_utilisation", 0.5, "%", 0.005),
    ],
)
def test_a_share_is_one_of_the_whole_however_it_was_given(
    workspace: Workspace, metric: str, value: float, unit: str, share: float
) -> None:
    found = gather(workspace, MetricSample("F", "A1", ago(3), metric, value, unit))
    assert found[metric].value == pytest.approx(share)


def test_a_survey_tells_who_answered_and_outranks_an_older_metric(workspace: Workspace) -> None:
    found = gather(
        workspace,
        MetricSample("M", "A1", ago(30), "nps", 10),
        SurveyResponse("S1", "A1", ago(200), "nps", 9, role="user"),
        SurveyResponse("S2", "A1", ago(10), "nps", 3, role="economic_buyer", comment="too slow"),
    )
    assert found["nps"].evidence_id == "S2"
    assert found["detractor"].quote == "too slow"
    assert found["detractor_role"].value == "economic_buyer"
    assert "nps_trend" not in found


def test_answers_are_a_trend_from_two_on_each_side(workspace: Workspace) -> None:
    scores = [(150, 5), (120, 4), (40, 3), (10, 3)]
    given = [SurveyResponse(f"S{days}", "A1", ago(days), "csat", n) for days, n in scores]
    found = gather(workspace, *given)["csat_trend"]
    assert found.value == pytest.approx(-1.5)
    assert found.unit == "points, mean 4.5 (n=2) to 3 (n=2)"


def test_one_persons_praise_does_not_hide_another_who_speaks_against_us(
    workspace: Workspace,
) -> None:
    found = gather(
        workspace,
        SurveyResponse("S1", "A1", ago(60), "nps", 1, "Fay", "economic_buyer"),
        SurveyResponse("S2", "A1", ago(40), "nps", 5, "Ugo", "user"),
        SurveyResponse("S3", "A1", ago(10), "nps", 9, "Moe", "champion"),
    )
    assert found["detractor"].evidence_id == "S1"
    assert found["detractor_role"].value == "economic_buyer"
    assert found["advocate"].evidence_id == "S3"


def test_who_changed_their_mind_speaks_against_us_no_longer(workspace: Workspace) -> None:
    found = gather(
        workspace,
        SurveyResponse("S1", "A1", ago(60), "nps", 1, "Fay"),
        SurveyResponse("S2", "A1", ago(10), "nps", 8, "Fay"),
    )
    assert "detractor" not in found


def test_attempts_count_from_the_last_answer(workspace: Workspace) -> None:
    found = gather(
        workspace,
        note("N1", 90, Direction.ONE_WAY),
        note("N2", 80, Direction.TWO_WAY),
        note("N3", 50, Direction.ONE_WAY),
        note("N4", 20, Direction.ONE_WAY),
    )
    assert found["one_way_unanswered"].value == 2
    assert found["one_way_unanswered"].evidence_id == "N4"


def test_a_promise_names_its_owner(workspace: Workspace) -> None:
    found = gather(workspace, Member("U1", "Maya"), Promise("P1", "A1", "Report", owner="U1"))
    assert found["promise_owner"].value == "Maya"


def test_tickets_are_counted_for_accounts_that_have_any(workspace: Workspace) -> None:
    found = gather(
        workspace,
        Ticket("T1", "A1", ago(10), first_response_hours=2),
        Ticket("T2", "A1", ago(20), closed=ago(5), first_response_hours=10, satisfaction=4),
        Ticket("T3", "A1", ago(30), closed=ago(5), first_response_hours=4),
        Ticket("T4", "A1", ago(170), closed=ago(160)),
    )
    assert found["tickets_opened"].value == 3
    assert found["tickets_open"].value == 1
    assert found["first_response_hours"].value == pytest.approx(4)
    assert found["ticket_satisfaction"].value == pytest.approx(4)
    assert found["escalation_open"].value is False


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle(
    workspace: Workspace,
) -> None:
    hours = (1, 3, 8, 90)
    tickets = [Ticket(f"T{h}", "A1", ago(9), first_response_hours=h) for h in hours]
    assert gather(workspace, *tickets)["first_response_hours"].value == pytest.approx(5.5)


def test_an_escalation_is_late_unanswered_or_owes_feedback(workspace: Workspace) -> None:
    found = gather(
        workspace,
        Ticket("T1", "A1", ago(9), title="Outage", escalated=True, promised_date=ago(2)),
        Ticket("T2", "A1", ago(40), escalated=True, resolved_date=ago(5), feedback_asked=False),
    )
    assert found["escalation_open"].evidence_id == "T1"
    assert found["escalation_days_overdue"].value == 2
    assert found["escalation_days_unanswered"].value == 9
    assert found["feedback_days_owed"].value == 5
    assert found["feedback_days_owed"].evidence_id == "T2"


def test_a_handoff_tells_what_it_lacks_in_its_own_words(workspace: Workspace) -> None:
    handed = Handoff(
        "H1", "A1", HandoffState.SUBMITTED, ago(20), author="sam", why_bought="faster month end"
    )
    found = gather(workspace, handed)
    assert found["handoff_fields_missing_names"].value == "problem, time_expectation"
    assert found["why_bought_known"].quote == "faster month end"
    assert found["problem_known"].value is False
    assert found["kickoff_known"].value is False
    assert found["intent_known"].value is True
    assert found["days_since_handoff"].value == 20


def test_promises_are_late_due_and_kept(workspace: Workspace) -> None:
    found = gather(
        workspace,
        Promise("P1", "A1", "the export", due=ago(5)),
        Promise("P2", "A1", "the training", due=AT + timedelta(days=4)),
        Promise("P3", "A1", "the review", due=ago(30), delivered=ago(31)),
    )
    assert found["promises_overdue"].value == 1
    assert found["promise_days_overdue"].quote == "the export"
    assert found["promise_due_in"].evidence_id == "P2"
    assert found["promises_delivered"].value == pytest.approx(0.5)


def test_what_customers_promised_is_awaited_late_and_due(workspace: Workspace) -> None:
    def theirs(name: str, days: int | None, **given: Any) -> CustomerPromise:
        due = AT + timedelta(days=days) if days is not None else None
        return CustomerPromise(name, "A1", f"the {name}", due=due, **given)

    found = gather(
        workspace,
        theirs("list", -5, owner="Nora"),
        theirs("export", 2, note_id="N1", owner="they"),
        theirs("login", -40, note_id="N1"),
        theirs("plan", -9, kept=ago(8)),
        theirs("name", None),
    )
    assert found["their_promises_open"].value == 2
    assert found["their_promises_overdue"].value == 1
    late = found["their_promise_days_overdue"]
    assert (late.value, late.quote, late.evidence_kind) == (5, "the list", "customer_promise")
    assert (found["their_promise_due_in"].value, found["their_promise_due_in"].evidence_id) == (
        2,
        "export",
    )
    assert found["their_promise_owner"].value == "Nora"


def test_a_promise_that_a_customer_kept_is_known_to_be_kept(workspace: Workspace) -> None:
    found = gather(workspace, CustomerPromise("C1", "A1", "the list", due=ago(9), kept=ago(8)))
    assert (found["their_promises_open"].value, found["their_promises_overdue"].value) == (0, 0)
    assert "their_promise_days_overdue" not in found


def test_the_intent_carries_the_words_of_its_source(workspace: Workspace) -> None:
    stated = IntentReading(
        "I1",
        "A1",
        Intent.PILOT_TO_EXPAND,
        ago(30),
        0.8,
        "note",
        "N1",
        "prove it first",
        attributes={"planned_behaviour": "two plants in spring"},
    )
    found = gather(workspace, stated)
    assert found["intent"].value == "pilot_to_expand"
    assert (found["intent"].evidence_kind, found["intent"].evidence_id) == ("note", "N1")
    assert found["planned_behaviour_known"].quote == "two plants in spring"


def test_engagement_counts_from_the_last_two_way_contact(workspace: Workspace) -> None:
    found = gather(
        workspace,
        note("N1", 200, Direction.TWO_WAY),
        note("N2", 70, Direction.TWO_WAY),
        note("N3", 5, Direction.ONE_WAY),
        note("N4", 4, Direction.ONE_WAY),
        note("N5", 3, Direction.INTERNAL),
    )
    assert found["days_without_two_way"].value == 70
    assert found["days_without_two_way"].evidence_id == "N2"
    assert found["one_way_share"].value == pytest.approx(2 / 3)
    assert found["last_two_way"].as_of == ago(70)


def test_without_two_way_contact_silence_counts_from_the_first_note(workspace: Workspace) -> None:
    found = gather(workspace, note("N1", 200, Direction.ONE_WAY), note("N2", 5, Direction.ONE_WAY))
    assert found["days_without_two_way"].value == 200
    assert "last_two_way" not in found


def test_a_turn_of_mood_cites_the_note_that_carries_it(workspace: Workspace) -> None:
    found = gather(
        workspace,
        note("N1", 150, Direction.TWO_WAY, sentiment="positive"),
        note("N2", 100, Direction.TWO_WAY, sentiment="positive"),
        note("N3", 20, Direction.TWO_WAY, sentiment="negative"),
        note("N4", 10, Direction.TWO_WAY),
    )
    assert found["sentiment"].value == pytest.approx(-1)
    assert found["sentiment_turn"].value == pytest.approx(-2)
    assert found["sentiment"].evidence_id == "N3"
    assert found["sentiment"].quote == "Words of N3."


def test_cues_keep_the_newest_quote_and_tell_of_champions(workspace: Workspace) -> None:
    found = gather(
        workspace,
        note("N1", 50, Direction.TWO_WAY),
        note("N2", 20, Direction.TWO_WAY),
        Cue("C1", "A1", "N1", ago(50), "champion_left", "Anna is leaving"),
        Cue("C2", "A1", "N2", ago(20), "champion_left", "Anna has left"),
        Contact("K1", "A1", "Anna", role="champion"),
        Contact("K2", "A1", "Bo", role="user"),
    )
    assert found["cue.champion_left"].quote == "Anna has left"
    assert found["champion_left"].evidence_id == "N2"
    assert found["contacts_active"].value == 2
    assert found["single_threaded"].value is False


def test_a_contact_who_left_is_not_counted_before_the_day(workspace: Workspace) -> None:
    gone = Contact("K1", "A1", "Anna", role="champion", active=False, left_on=ago(10))
    found = gather(workspace, gone, Contact("K2", "A1", "Bo"))
    assert found["champion_left"].as_of == ago(10)
    assert found["single_threaded"].value is True
    with workspace.reading() as reader:
        earlier = fact_store.gather(reader, ago(20))["A1"]
    assert earlier["champion_present"].value is True
    assert "champion_left" not in earlier


def test_time_in_a_stage_is_measured_against_earlier_accounts(workspace: Workspace) -> None:
    earlier = [
        Enrolment(f"E{days}", "A1", Stage.ONBOARDING, ago(300), exited=ago(300 - days))
        for days in (40, 45, 50, 55, 60)
    ]
    now = Enrolment("E", "A1", Stage.ONBOARDING, ago(75), target_exit=ago(5))
    found = gather(workspace, *earlier, now)
    assert found["days_in_onboarding"].value == 75
    assert found["onboarding_days_past_target"].value == 5
    assert found["onboarding_expected_days"].value == 50
    assert found["onboarding_expected_days"].unit == "days, median of 5 (40-60)"
    assert found["onboarding_time_ratio"].value == pytest.approx(1.5)
    assert found["stage_past_target"].value is True
    assert "onboarding_left" not in found


def test_goals_are_defined_measured_reached_and_overdue(workspace: Workspace) -> None:
    found = gather(
        workspace,
        Goal("G1", "A1", "Close the month in 3 days", target=3, current=5, as_of=ago(9)),
        Goal("G2", "A1", "Reduce errors to 2 %", target=2, current=1, as_of=ago(9)),
        Goal("G3", "A1", "All plants live", due=ago(3)),
    )
    assert found["goals_defined"].value == 3
    assert found["goals_measured_share"].value == pytest.approx(2 / 3)
    assert found["goals_overdue"].quote == "All plants live"


@pytest.mark.parametrize("what", ["Run 12 lessons a month", "Lesson plans for every team"])
def test_a_goal_of_lessons_is_not_reached_by_fewer_of_them(workspace: Workspace, what: str) -> None:
    goal = Goal("G1", "A1", what, target=12, current=5, as_of=ago(9))
    assert gather(workspace, goal)["goals_reached_share"].value == 0


def test_outcomes_tell_who_left_and_who_came_back(workspace: Workspace) -> None:
    churn = Outcome("O1", "A1", ago(50), "churn", reason="pricing")
    assert gather(workspace, churn)["churned"].quote == "pricing"
    back = gather(workspace, Outcome("O2", "A1", ago(20), "renewal"))
    assert "churned" not in back


def test_a_subscription_in_force_stands_against_an_older_churn(workspace: Workspace) -> None:
    found = gather(
        workspace,
        Outcome("O1", "A1", ago(50), "churn"),
        Subscription("S1", "A1", seats=5, start_date=ago(200)),
    )
    assert "churned" not in found


def test_a_product_gap_may_break_the_deal(workspace: Workspace) -> None:
    gap = ProductGap("G1", "A1", ago(10), "single sign-on", "deal_breaker", "N1")
    found = gather(workspace, gap)
    assert found["deal_breaker"].quote == "single sign-on"
    assert found["deal_breaker"].evidence_kind == "note"


def test_one_account_and_all_accounts_are_read_by_the_same_definition(
    workspace: Workspace,
) -> None:
    everything = gather(
        workspace,
        *weekly("active_users", [10] * 16, "users"),
        note("N1", 20, Direction.TWO_WAY, sentiment="negative"),
        Cue("C1", "A1", "N1", ago(20), "unhappy", "Words"),
        Ticket("T1", "A1", ago(10)),
        Enrolment("E1", "A1", Stage.ADOPTION, ago(90)),
    )
    with workspace.reading() as reader:
        assert fact_store.gather(reader, AT, ["A1"])["A1"] == everything


def test_every_fact_is_in_the_catalogue(workspace: Workspace) -> None:
    found = gather(
        workspace,
        *weekly("active_users", [10] * 16, "users"),
        *weekly("csat", [4] * 16),
        *weekly("licences_bought", [10] * 16),
        note("N1", 20, Direction.TWO_WAY, sentiment="negative"),
        Enrolment("E1", "A1", Stage.ADOPTION, ago(90)),
    )
    assert [name for name in found if not catalogue.is_known(name)] == []


def test_the_subscription_that_began_last_is_shown_as_evidence(workspace: Workspace) -> None:
    found = gather(
        workspace,
        Subscription("Z", "A1", seats=10, start_date=ago(700)),
        Subscription("B", "A1", seats=5, start_date=ago(100)),
        Subscription("Y", "A1", seats=2),
    )
    fact = found["licences_bought"]
    assert (fact.value, fact.evidence_id, fact.as_of) == (17, "B", ago(100))


def test_the_nudge_that_was_sent_last_is_shown_as_evidence(workspace: Workspace) -> None:
    def asked(nudge_id: str, days: int) -> Nudge:
        created = ago(days)
        return Nudge(
            *(nudge_id, "A1", "advocate_ready", created.isoformat(), "maya", 3, created),
            state=NudgeState.SENT,
        )

    fact = gather(workspace, asked("N9", 80), asked("N1", 20))["days_since_advocate_asked"]
    assert (fact.value, fact.evidence_id) == (20, "N1")


def test_a_stage_that_is_left_is_known_to_be_over(workspace: Workspace) -> None:
    stay = Enrolment("S1", "A1", Stage.ONBOARDING, date(2026, 6, 1), exited=date(2026, 9, 1))
    with workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea"))
        writer.put(stay)
        facts = fact_store.gather(writer, date(2026, 11, 20))["A1"]
    assert facts["in_onboarding"].value is False


def test_facts_gathered_in_parts_are_those_of_each_account(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather(
        workspace,
        *(
            replace(one, id=f"{one.id}-{key}", account_id=key)
            for key in ("A1", "A2")
            for one in USED
        ),
        *(Contact(f"K-{key}", key, "Bo", role="champion") for key in ("A1", "A2")),
        Account("a3", "Böhm"),
        Account("Ä4", "Ålund"),
        note("N1", 5, Direction.TWO_WAY),
        Cue("C1", "A1", "N1", ago(5), "unhappy", "Words"),
        Promise("P1", "A2", "Report", due=ago(3)),
    )
    monkeypatch.setattr(scope, "TOGETHER", 3)
    with workspace.reading() as reader:
        everything = fact_store.gather(reader, AT)
        ids = ["A1", "A2", "a3", "Ä4"]
        assert everything == {key: fact_store.gather(reader, AT, [key])[key] for key in ids}


def test_of_two_figures_of_one_day_the_same_one_stands(workspace: Workspace) -> None:
    found = gather(
        workspace,
        MetricSample("M2", "A1", ago(1), "active_users", 9, "users"),
        MetricSample("M1", "A1", ago(1), "active_users", 12, "users"),
    )
    assert found["active_users"].evidence_id == "M2"


def test_another_figure_for_the_same_day_stands_beside_the_one_that_is_shown(
    workspace: Workspace,
) -> None:
    found = gather(
        workspace,
        MetricSample("M1", "A1", ago(1), "active_users", 118, "users", "usage export"),
        MetricSample("M2", "A1", ago(1), "active_users", 171, "users", "Maya"),
        MetricSample("M3", "A1", ago(1), "licences_bought", 200, "licences"),
        MetricSample("M4", "A1", ago(1), "usage_count", 5, "uses", "boards"),
        MetricSample("M5", "A1", ago(1), "usage_count", 7, "uses", "lists"),
    )
    told = found["active_users_elsewhere"]
    assert (found["active_users"].value, told.value, told.evidence_id) == (171, 118, "M1")
    assert told.unit == "users"
    assert found["licence_utilisation"].value == pytest.approx(171 / 200)
    assert found["licence_utilisation_elsewhere"].value == pytest.approx(118 / 200)
    assert "usage_count_elsewhere" not in found


def test_what_a_figure_was_before_it_was_restated_counts_in_no_mean(workspace: Workspace) -> None:
    found = gather(
        workspace,
        MetricSample("M1", "A1", ago(1), "active_users", 171, "users", "usage export"),
        MetricSample("M1:before", "A1", ago(1), "active_users_elsewhere", 118, "users"),
    )
    assert (found["active_users"].value, found["active_users_elsewhere"].value) == (171, 118)
    assert not [name for name in found if name.startswith(catalogue.OWN_METRIC)]
    newer = gather(workspace, MetricSample("M9", "A1", AT, "active_users", 160, "users"))
    assert "active_users_elsewhere" not in newer


def test_who_decides_is_heard_beside_the_newest_answer(workspace: Workspace) -> None:
    found = gather(
        workspace,
        SurveyResponse("V1", "A1", ago(20), "csat", 2, "Paolo", "economic_buyer"),
        SurveyResponse("V2", "A1", ago(5), "csat", 5, "Chiara", "user", "Great."),
        SurveyResponse("V3", "A1", ago(200), "nps", 3, "Paolo", "economic_buyer"),
    )
    assert (found["csat"].value, found["csat_role"].value) == (5, "user")
    assert (found["csat_decider"].value, found["csat_decider"].evidence_id) == (2, "V1")
    assert "nps_decider" not in found


def test_the_mix_of_tickets_and_the_time_to_solve_them_are_known_from_three_on(
    workspace: Workspace,
) -> None:
    days = {"T1": (40, 38, "high"), "T2": (30, 20, "Urgent"), "T3": (20, 17, "low")}
    made = [Ticket(key, "A1", ago(o), ago(c), severity=s) for key, (o, c, s) in days.items()]
    found = gather(workspace, *made)
    assert found["tickets_severe_share"].value == pytest.approx(2 / 3)
    assert (found["resolution_days"].value, found["resolution_days"].evidence_id) == (3, "T3")
    assert "resolution_days" not in gather(workspace, at=ago(18))


def test_contact_against_a_wish_is_named_and_a_letter_by_wish_is_not(workspace: Workspace) -> None:
    people = [
        Contact("C1", "A1", "Fiona Tarn", channel_preference="phone yes|surveys no|bulk mail no"),
        Contact("C2", "A1", "Beth Arkwright", channel_preference="email no, she is at home"),
        Contact("C3", "A1", "Stefano Bellandi", channel_preference="email yes"),
    ]
    sent = [
        replace(note("N1", 9, Direction.ONE_WAY, kind="email"), text="Wrote to Fiona again."),
        replace(
            note("N2", 8, Direction.ONE_WAY, kind="email"), text="Sent Stefano a page for Beth."
        ),
        replace(note("N3", 7, Direction.TWO_WAY, kind="email"), text="Beth wrote to us."),
    ]
    assert "preference_violated" not in gather(workspace, *people, *sent)
    asked = SurveyResponse("V1", "A1", ago(30), "nps", 1, "Fiona Tarn", comment="No surveys.")
    surveyed = gather(workspace, asked)["preference_violated"]
    assert (surveyed.evidence_id, surveyed.quote) == ("V1", "No surveys.")
    written = replace(note("N4", 2, Direction.ONE_WAY, kind="email"), text="Sent Beth the list.")
    assert gather(workspace, written)["preference_violated"].evidence_id == "N4"


def test_what_was_derived_in_a_transaction_that_was_taken_back_is_not_kept(
    workspace: Workspace,
) -> None:
    stay = Enrolment("E1", "A1", Stage.ONBOARDING, ago(90), exited=ago(60))

    def fail_half_way() -> None:
        with workspace.writing() as writer:
            writer.put(stay)
            assert stays.finished(writer, AT)
            raise RuntimeError

    with workspace.writing() as writer:
        writer.put(Account("A1", "Acme"))
    with pytest.raises(RuntimeError):
        fail_half_way()
    with workspace.writing() as writer:
        writer.put(replace(stay, exited=ago(50)))
    with workspace.reading() as reader:
        assert stays.finished(reader, AT) == {(Stage.ONBOARDING, None): {40: 1}}


def test_use_is_held_against_the_median_of_the_segment(workspace: Workspace) -> None:
    others = [Account(f"P{n}", f"P{n}", segment="enterprise") for n in range(5)]
    samples = [
        MetricSample(f"{m}-{key}", key, ago(2), m, value, m)
        for key, used in (("A1", 20), *((f"P{n}", 60) for n in range(5)))
        for m, value in (("active_users", used), ("licences_bought", 100))
    ]
    found = gather(workspace, *others, *samples)["licence_utilisation_vs_peers"]
    assert found.value == pytest.approx(100 * (0.2 / 0.6 - 1))
    assert found.unit == "per cent against a median share of 0.6 (n=6)"
    assert found.evidence_id == "active_users-A1"
    more = [MetricSample(f"later-P{n}", f"P{n}", ago(1), "active_users", 90) for n in range(3)]
    later = gather(workspace, *more)["licence_utilisation_vs_peers"]
    assert later.unit == "per cent against a median share of 0.75 (n=6)"
