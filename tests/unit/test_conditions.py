"""Conditions over facts, as a CS leader writes them."""

from datetime import date

import pytest

from playbooks import conditions
from playbooks.facts import Fact

AT = date(2026, 11, 20)
THRESHOLDS = {"low": {"any": 0.5, "smb": 0.6}}


def known(name: str, value: float | bool | str, as_of: date = AT) -> dict[str, Fact]:
    return {name: Fact(name, value, as_of, "metric", "M1")}


def test_a_threshold_differs_by_segment() -> None:
    low = conditions.parse("licence_utilisation < low", THRESHOLDS)
    facts = known("licence_utilisation", 0.55)
    assert conditions.all_hold([low], facts, "smb", AT) is True
    assert conditions.all_hold([low], facts, "enterprise", AT) is False
    assert conditions.all_hold([low], facts, None, AT) is False


def test_an_unknown_fact_makes_a_condition_neither_true_nor_false() -> None:
    assert conditions.all_hold([conditions.parse("csat >= 4", {})], {}, None, AT) is None


def test_a_condition_can_ask_whether_a_fact_is_known() -> None:
    assert conditions.all_hold([conditions.parse("csat is unknown", {})], {}, None, AT) is True
    assert (
        conditions.all_hold([conditions.parse("csat is known", {})], known("csat", 3), None, AT)
        is True
    )
    assert (
        conditions.all_hold([conditions.parse("csat is unknown", {})], known("csat", 3), None, AT)
        is False
    )


def test_within_looks_at_the_age_of_a_fact() -> None:
    recent = conditions.parse("cue.unhappy within 30", {})
    assert (
        conditions.all_hold([recent], known("cue.unhappy", True, date(2026, 11, 1)), None, AT)
        is True
    )
    assert (
        conditions.all_hold([recent], known("cue.unhappy", True, date(2026, 9, 1)), None, AT)
        is False
    )


def test_one_condition_that_fails_decides_before_those_that_are_unknown() -> None:
    both = [conditions.parse(text, {}) for text in ("csat >= 4", "nps >= 9")]
    assert conditions.all_hold(both, known("csat", 2), None, AT) is False
    assert conditions.all_hold(both, known("csat", 5), None, AT) is None


def test_a_workspace_names_its_own_metric() -> None:
    own = conditions.parse("metric.boards_trend <= -20", {})
    assert conditions.all_hold([own], known("metric.boards_trend", -30), None, AT) is True


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("licence_utilization >= 0.5", "licence_utilisation"),
        ("csat at least 4", "is not a condition"),
        ("csat >= good", "no threshold “good”"),
        ("handoff_state >= 2", "no figure to compare"),
    ],
)
def test_a_condition_that_cannot_be_meant_says_why(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        conditions.parse(text, {})
