"""The words of records, and the spacing of Chinese around names."""

from datetime import date

from handlers import excerpts, texts
from playbooks.observations import Goal, MetricSample


def test_a_goal_says_where_it_stands_its_target_and_whether_it_is_reached() -> None:
    goal = Goal(
        "g1", "a1", "Errors", "percent of lines", 0.3, 0.47, date(2026, 10, 16), None, False
    )
    said = excerpts.say("goal", goal, texts.of("en"))
    assert said == "now 0.47% of lines, target 0.3% of lines (as of 16 Oct 2026); not reached yet"
    assert "ora 0,47% di «lines», obiettivo 0,3% di «lines»" in excerpts.say(
        "goal", goal, texts.of("it")
    )


def test_a_share_that_was_recorded_in_per_cent_reads_as_one() -> None:
    sample = MetricSample("m1", "a1", date(2026, 10, 16), "feature_breadth", 40.0)
    assert excerpts.say("metric", sample, texts.of("en")) == "40%"


def test_chinese_stands_beside_a_chinese_name_without_and_a_latin_one_with_a_space() -> None:
    assert texts.filled("与 {account} 有约", {"account": "沐禾商贸"}) == "与沐禾商贸有约"
    assert (
        texts.filled("对{account}的承诺", {"account": "Tarn & Weller"}) == "对 Tarn & Weller 的承诺"
    )
