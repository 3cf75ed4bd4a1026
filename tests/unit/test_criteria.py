"""Criteria: three outcomes over facts, an asker's own figure, and an admin's own file."""

from datetime import date
from pathlib import Path

import pytest

from knowledge import mentioning
from knowledge.criteria import asked, figures
from playbooks import criteria
from playbooks.conditions import VERDICTS
from playbooks.errors import BadInput
from playbooks.facts import Fact
from playbooks.frame import Frame

DAY = date(2026, 6, 17)
KNOWN = criteria.load()


def fact(name: str, value: float | bool | str, day: date = DAY) -> Fact:
    return Fact(name, value, day, "metric", "M1")


def verdict(name: str, *facts: Fact) -> bool | None:
    frame = Frame.of({"A": {one.name: one for one in facts}}, ["smb"])
    return VERDICTS[KNOWN[name].holds(frame, DAY)[0]]


def test_an_account_is_on_the_list_off_it_or_not_known() -> None:
    assert verdict("champion_missing", fact("champion_present", False)) is True
    assert verdict("champion_missing", fact("champion_present", True)) is False
    assert verdict("champion_missing") is None


def test_of_several_ways_to_tell_the_recorded_one_decides() -> None:
    assert verdict("use_falling", fact("active_users_trend", -30.0)) is True
    assert verdict("use_falling", fact("active_users_trend", 5.0)) is False
    assert verdict("use_falling") is None


def test_silence_is_a_no_only_where_somebody_would_have_said_it() -> None:
    assert verdict("competitor", fact("cue.competitor", True)) is True
    assert verdict("competitor", fact("days_since_note", 10.0)) is False
    assert verdict("competitor", fact("days_since_note", 400.0)) is None


def test_a_cue_counts_as_long_as_the_file_says() -> None:
    assert verdict("competitor", fact("cue.competitor", True, date(2025, 1, 1))) is False


@pytest.mark.parametrize(
    ("text", "sign", "figure"),
    [
        ("which use less than half of their licences", "<", 0.5),
        ("utilisation under 40%", "<", 0.4),
        ("clienti che usano meno di un terzo delle licenze", "<", 1 / 3),
        ("许可证使用率低于三成的客户", "<", 0.3),
        ("over 80 percent of licences used", ">", 0.8),
    ],
)
def test_a_figure_of_the_asker_takes_the_place_of_ours(text: str, sign: str, figure: float) -> None:
    limit = figures.compared(text, KNOWN["use_low"]).limit
    assert limit is not None
    assert limit[0] == sign
    assert limit[1] == pytest.approx(figure)


@pytest.mark.parametrize("text", ["silent for more than 60 days", "low use", "below 40 euros"])
def test_a_figure_of_another_kind_is_left_alone(text: str) -> None:
    assert figures.compared(text, KNOWN["use_low"]) is KNOWN["use_low"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("which accounts have no champion?", ["champion_missing"]),
        ("quali clienti sono sotto osservazione?", ["on_watch"]),
        ("哪些客户只有一个联系人", ["single_threaded"]),
        ("show me my accounts", []),
        ("Luca's accounts?", []),
        ("quali clienti rinnovano a gennaio?", []),
        ("which healthy accounts renew in the next 90 days?", ["healthy"]),
    ],
)
def test_questions_name_criteria_in_three_languages(text: str, names: list[str]) -> None:
    assert [one.name for one in asked.read(text, KNOWN).criteria] == names


def test_what_no_field_is_kept_for_is_said_to_be_another_criterion() -> None:
    assert asked.read("which customers are in Texas?", KNOWN).other
    assert not asked.read("which customers need attention?", KNOWN).other


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("who brought up single sign-on?", "single sign-on"),
        ("quali clienti hanno parlato di integrazione con SAP?", "integrazione con SAP"),
        ("哪些客户提到过单点登录？", "单点登录"),
    ],
)
def test_what_is_to_be_spoken_of_is_told_from_the_asking(text: str, about: str) -> None:
    assert mentioning.subject(text) == about


def test_a_short_name_is_not_part_of_a_longer_word() -> None:
    notes = [("1", "È giusto che lo sappiate."), ("2", "Vogliono il connettore SAP. Presto.")]
    assert mentioning.find("SAP", notes) == {"2": "Vogliono il connettore SAP."}


def test_an_admin_adds_a_criterion_with_words_of_their_own(tmp_path: Path) -> None:
    own = "criteria: {vip: {says: very important, cases: [arr >= 100000], words: [vips?]}}"
    (tmp_path / "criteria.yaml").write_text(own, encoding="utf-8")
    known = criteria.load(tmp_path)
    assert [one.name for one in asked.read("list the VIPs", known).criteria] == ["vip"]


def test_a_wrong_file_is_named_with_line_and_place(tmp_path: Path) -> None:
    path = tmp_path / "criteria.yaml"
    path.write_text("criteria:\n  vip:\n    says: x\n    cases: [arrr >= 1]\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"line 4.*arrr"):
        criteria.load(tmp_path)
