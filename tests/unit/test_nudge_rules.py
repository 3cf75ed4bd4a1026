"""When the nudge rules fire, for whom, and how often."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from handlers import texts
from handlers.nudges import saying
from playbooks import catalogue
from playbooks.accounts import Account
from playbooks.facts import Fact, from_json, to_json
from playbooks.nudges import rules as nudge_rules
from playbooks.nudges.values import Due, Nudge, NudgeState

AT = date(2026, 11, 20)
RULES = nudge_rules.load()
ACCOUNT = Account(
    "A1", "Harbour", arr=Decimal(1000), owner="maya", account_executive="sam", currency="EUR"
)

Value = float | bool | str

FIRING: dict[str, dict[str, Value]] = {
    "handoff_incomplete": {
        "handoff_state": "submitted",
        "handoff_fields_missing": 1,
        "handoff_fields_missing_names": "time_expectation",
    },
    "kickoff_missing": {"in_onboarding": True, "days_in_onboarding": 10, "kickoff_known": False},
    "onboarding_overdue": {"in_onboarding": True, "onboarding_days_past_target": 4},
    "licence_utilisation_low": {"licence_utilisation": 0.3, "tenure": 200},
    "usage_falling": {"active_users_trend": -30},
    "breadth_shallow": {"feature_breadth": 0.1, "tenure": 200},
    "silence": {"days_without_two_way": 60},
    "negative_turn": {"sentiment": -0.6, "sentiment_turn": -0.9},
    "detractor": {"detractor": True},
    "champion_left": {"champion_left": True},
    "single_threaded": {"single_threaded": True},
    "promise_due_or_broken": {
        "promises_open": 1,
        "promises_overdue": 1,
        "promise_days_overdue": 3,
        "promise_owner": "Sam",
    },
    "their_promise_due": {
        "their_promises_open": 1,
        "their_promises_overdue": 1,
        "their_promise_days_overdue": 1,
    },
    "escalation_overdue": {"escalation_open": True, "escalation_days_overdue": 2},
    "feedback_not_asked": {"feedback_days_owed": 5},
    "renewal_falling": {
        "renewal_date": "2027-01-20",
        "days_to_renewal": 61,
        "active_users_trend": -15,
    },
    "goals_unmeasured": {"goals_measured_share": 0.0, "tenure": 200},
    "intent_unknown": {"tenure": 200},
    "health_unknown": {"health_coverage": 0.1},
    "expansion_signal": {"cue.expansion": True},
    "advocate_ready": {"advocate": True},
    "training_incomplete": {"training_completed": 0.2, "days_in_onboarding": 40},
}
SETTLED: dict[str, Value] = {
    "intent_known": True,
    "goals_defined": 2,
    "goals_measured_share": 1.0,
    "handoff_state": "accepted",
}
"""Facts under which the rules that ask for the unknown stay silent."""

QUIET_WITHOUT = {"intent_unknown": "intent_known"}
"""The settled fact whose absence a rule is about."""


def facts(values: dict[str, Value], at: date = AT) -> dict[str, Fact]:
    return {
        name: Fact(name, value, at, "note", f"E-{name}", _unit(name), quote="words")
        for name, value in values.items()
    }


def _unit(name: str) -> str | None:
    meaning = catalogue.definition(name)
    return meaning.unit if meaning else None


def due(values: dict[str, Value], known: list[Nudge] | None = None, at: date = AT) -> list[Due]:
    return nudge_rules.due({"A1": facts(values, at)}, {"A1": ACCOUNT}, known or [], at, RULES)


def sent(one: Due, at: date = AT) -> Nudge:
    return Nudge(
        f"N-{one.rule}-{one.episode}",
        one.account_id,
        one.rule,
        one.episode,
        one.owner,
        one.priority,
        at,
        NudgeState.SENT,
        facts=tuple(to_json(fact) for fact in one.facts),
    )


def test_every_rule_of_the_domain_is_there() -> None:
    assert set(RULES.rules) == set(FIRING)


@pytest.mark.parametrize("rule", FIRING)
def test_a_rule_fires_for_the_facts_it_is_for_and_only_then(rule: str) -> None:
    quiet = {name: value for name, value in SETTLED.items() if name != QUIET_WITHOUT.get(rule)}
    fired = due({**quiet, **FIRING[rule]})
    assert {one.rule for one in fired} == {rule}
    (one,) = fired
    assert one.reasons
    assert one.facts
    assert one.step
    assert one.owner == ("sam" if one.role == "sales" else "maya")


@pytest.mark.parametrize("rule", FIRING)
def test_a_rule_does_not_fire_again_while_its_episode_lasts(rule: str) -> None:
    fired = due(FIRING[rule])
    tomorrow = AT + timedelta(days=1)
    assert due(FIRING[rule], [sent(one) for one in fired], tomorrow) == []
    closed = [replace(sent(one), state=NudgeState.DONE) for one in fired]
    assert due(FIRING[rule], closed, tomorrow) == []


def test_every_rule_has_a_goal_by_which_it_is_judged() -> None:
    assert [name for name, rule in RULES.rules.items() if not rule.goal] == []


def test_nothing_known_fires_nothing() -> None:
    assert due({}) == []


def test_an_account_that_has_left_is_not_nudged_about() -> None:
    assert due({**FIRING["silence"], "churned": True}) == []


def test_a_condition_that_returns_fires_anew_after_its_episode_ended() -> None:
    (first,) = due({**SETTLED, "licence_utilisation": 0.3})
    nudge = sent(first)
    recovered = {"A1": facts({**SETTLED, "licence_utilisation": 0.8})}
    assert nudge_rules.over(recovered, [nudge], AT, RULES) == [nudge]
    ended = replace(nudge, ended=AT + timedelta(days=5))
    later = AT + timedelta(days=30)
    (second,) = due({**SETTLED, "licence_utilisation": 0.3}, [ended], later)
    assert second.episode != first.episode


def test_a_figure_that_wavers_around_its_limit_does_not_end_the_episode() -> None:
    (first,) = due({**SETTLED, "licence_utilisation": 0.49})
    wavering = {"A1": facts({**SETTLED, "licence_utilisation": 0.51})}
    assert nudge_rules.over(wavering, [sent(first)], AT, RULES) == []


def test_a_fact_that_became_unknown_does_not_end_the_episode() -> None:
    (first,) = due({**SETTLED, "licence_utilisation": 0.3})
    assert nudge_rules.over({"A1": facts(SETTLED)}, [sent(first)], AT, RULES) == []


def test_another_promise_is_another_episode() -> None:
    values = {**SETTLED, **FIRING["promise_due_or_broken"]}
    (first,) = due(values)
    other = facts(values)
    other["promise_days_overdue"] = replace(other["promise_days_overdue"], evidence_id="P2")
    found = nudge_rules.due({"A1": other}, {"A1": ACCOUNT}, [sent(first)], AT, RULES)
    assert [one.episode for one in found] == ["P2"]


def test_a_renewal_date_makes_low_use_urgent() -> None:
    (calm,) = due({**SETTLED, "licence_utilisation": 0.3})
    (urgent,) = due({**SETTLED, "licence_utilisation": 0.3, "days_to_renewal": 60})
    assert (calm.priority, urgent.priority) == (2, 1)


def names(values: dict[str, Value]) -> set[str]:
    return {one.rule for one in due({**SETTLED, **values})}


def test_a_champion_whom_nobody_replaced_is_missed_for_a_year() -> None:
    gone = facts({**SETTLED, "days_since_champion_left": 80, "champion_present": False})
    gone["champion_left"] = Fact("champion_left", True, AT - timedelta(days=80), "contact", "K1")
    found = nudge_rules.due({"A1": gone}, {"A1": ACCOUNT}, [], AT, RULES)
    assert [one.rule for one in found] == ["champion_left"]
    followed = gone | facts({"champion_present": True})
    assert nudge_rules.due({"A1": followed}, {"A1": ACCOUNT}, [], AT, RULES) == []


def test_attempts_without_an_answer_are_silence_sooner_than_quiet_alone() -> None:
    quiet: dict[str, Value] = {"segment": "smb", "days_without_two_way": 60}
    assert names(quiet) == set()
    assert names({**quiet, "one_way_unanswered": 3}) == {"silence"}


def test_seats_that_wait_for_a_first_onboarding_are_no_low_utilisation() -> None:
    low: dict[str, Value] = {"licence_utilisation": 0.2, "in_onboarding": True}
    low |= {"kickoff_known": True, "days_in_onboarding": 30}
    assert names(low) == set()
    assert names({**low, "in_adoption": True}) == {"licence_utilisation_low"}


@pytest.mark.parametrize("against", ["detractor", "cue.unhappy", "cue.churn_threat"])
def test_nothing_is_offered_to_somebody_who_is_unhappy(against: str) -> None:
    assert "expansion_signal" not in names({"cue.expansion": True, against: True})


def test_a_quarter_of_the_features_is_shallow() -> None:
    assert names({"feature_breadth": 0.25, "tenure": 200}) == {"breadth_shallow"}


@pytest.mark.parametrize(("days", "today"), [(0, True), (3, False)])
def test_a_promise_that_falls_due_names_its_owner_and_words(days: int, *, today: bool) -> None:
    coming: dict[str, Value] = {"promises_open": 1, "promises_overdue": 0, "promise_due_in": days}
    (found,) = due({**SETTLED, **coming, "promise_owner": "Sam"})
    said = saying.reasons(texts.of("en"), found, "Harbour")
    when = "today" if today else f"in {days} days"
    assert said == f"A promise to Harbour is due {when} (owner: Sam): “words”"


def test_one_late_promise_is_told_with_owner_and_words() -> None:
    (found,) = due({**SETTLED, **FIRING["promise_due_or_broken"]})
    said = saying.reasons(texts.of("en"), found, "Harbour")
    assert said == "1 promise to Harbour is 3 days past its date (owner: Sam): “words”"
    silent = replace(found, facts=tuple(replace(fact, quote=None) for fact in found.facts))
    assert saying.reasons(texts.of("en"), silent, "Harbour").endswith("(owner: Sam).")


NEAR: dict[str, Value] = {"their_promises_open": 1, "their_promises_overdue": 0}


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"their_promise_due_in": 3}, None),
        ({"their_promise_due_in": 2}, "A promise that Harbour made us is due in 2 days: “words”"),
        ({"their_promise_due_in": 0}, "A promise that Harbour made us is due today: “words”"),
        ({}, None),
        ({"their_promises_open": 0, "their_promise_due_in": 0}, None),
        (
            {"their_promises_overdue": 1, "their_promise_days_overdue": 1},
            "A promise that Harbour made us is 1 day past its date: “words”",
        ),
        (
            {"their_promises_overdue": 2, "their_promise_days_overdue": 8},
            "2 promises that Harbour made us are past their date, the oldest by 8 days: “words”",
        ),
        # What we owe is not what they owe.
        ({"promises_open": 1, "promises_overdue": 0, "promise_due_in": 9}, None),
    ],
)
def test_a_promise_of_the_customers_is_told_from_two_days_before_its_day(
    known: dict[str, Value], said: str | None
) -> None:
    found = due({**SETTLED, **NEAR, **known})
    told = [saying.reasons(texts.of("en"), one, "Harbour") for one in found]
    assert told == ([said] if said else [])


@pytest.mark.parametrize("whose", ["", "their_"])
def test_a_nudge_about_a_promise_is_over_when_nothing_is_left_to_do(whose: str) -> None:
    rule = "their_promise_due" if whose else "promise_due_or_broken"
    (one,) = due({**SETTLED, **FIRING[rule]})
    left: dict[str, Value] = {**SETTLED, f"{whose}promise_owner": "Sam"}
    left |= {f"{whose}promises_overdue": 0, f"{whose}promises_open": 0}
    assert nudge_rules.over({"A1": facts(left)}, [sent(one)], AT, RULES) == [sent(one)]


def test_the_most_urgent_come_first_and_equal_ones_by_revenue() -> None:
    small = replace(ACCOUNT, id="A2", arr=Decimal(10))
    by_account = {
        "A2": facts({**SETTLED, "usage_count_trend": -50}),
        "A1": facts({**SETTLED, "usage_count_trend": -50, "single_threaded": True}),
    }
    found = nudge_rules.due(by_account, {"A1": ACCOUNT, "A2": small}, [], AT, RULES)
    assert [(one.account_id, one.rule) for one in found] == [
        ("A1", "usage_falling"),
        ("A2", "usage_falling"),
        ("A1", "single_threaded"),
    ]


def test_a_handoff_is_the_sellers_turn_and_falls_back_on_its_author() -> None:
    orphan = replace(ACCOUNT, account_executive=None)
    known = facts({**SETTLED, **FIRING["handoff_incomplete"], "handoff_author": "ben"})
    (one,) = nudge_rules.due({"A1": known}, {"A1": orphan}, [], AT, RULES)
    assert (one.role, one.owner) == ("sales", "ben")


def test_before_sending_a_nudge_is_checked_again() -> None:
    (one,) = due({**SETTLED, **FIRING["silence"]})
    still = facts({**SETTLED, **FIRING["silence"]})
    assert nudge_rules.still_true(sent(one), still, AT, RULES)
    talked = facts({**SETTLED, "days_without_two_way": 1})
    assert not nudge_rules.still_true(sent(one), talked, AT, RULES)


def test_a_stored_nudge_knows_its_reasons_again() -> None:
    (one,) = due({**SETTLED, **FIRING["silence"]})
    assert nudge_rules.reasons(sent(one), RULES) == one.reasons


def test_facts_survive_being_stored() -> None:
    for fact in facts(FIRING["silence"]).values():
        assert from_json(to_json(fact)) == fact


def test_every_rule_has_a_play_in_the_shipped_library() -> None:
    folder = Path(nudge_rules.__file__).parent.parent / "library" / "playbooks"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    for rule in RULES.rules.values():
        named = [case.play for case in rule.cases if case.play]
        assert all(name in texts for name in named)
        triggers = [text for text in texts.values() if _triggers(text, rule.name)]
        assert named or triggers, rule.name


def _triggers(text: str, rule: str) -> bool:
    line = next(line for line in text.splitlines() if line.startswith("triggers:"))
    return rule in line.replace("[", " ").replace("]", " ").replace(",", " ").split()


def test_what_a_rule_needs_includes_what_names_its_episodes() -> None:
    assert "renewal_date" in RULES.rules["renewal_falling"].facts
