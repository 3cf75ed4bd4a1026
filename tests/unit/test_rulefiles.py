"""Rule files that an admin may write, and may get wrong."""

from pathlib import Path

import pytest

from playbooks.errors import BadInput
from playbooks.health import rules as health_rules
from playbooks.nudges import rules as nudge_rules


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_admin_changes_one_threshold_and_keeps_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "rules.yaml", "thresholds:\n  silent_days: {any: 10}\n")
    rules = nudge_rules.load(tmp_path)
    (silent,) = rules.rules["silence"].cases[0].when
    assert silent.limit("mid_market") == 10
    assert silent.limit("enterprise") == 30
    assert len(rules.rules) == 21


def test_an_admin_silences_a_rule_and_adds_one_without_code(tmp_path: Path) -> None:
    write(
        tmp_path,
        "rules.yaml",
        """
rules:
  breadth_shallow: {off: true}
  boards_falling:
    title: Fewer boards
    to: csm
    priority: 2
    cases:
      - when: metric.boards_trend <= -20
        reason: "Boards of {account} changed by {metric.boards_trend}."
    step: Ask why.
    within_days: 5
""",
    )
    rules = nudge_rules.load(tmp_path)
    assert "breadth_shallow" not in rules.rules
    assert rules.rules["boards_falling"].title == "Fewer boards"


def test_a_question_is_taken_out_and_its_weight_goes_to_its_component(tmp_path: Path) -> None:
    write(tmp_path, "health.yaml", "questions:\n  journey.tuned: {off: true}\n")
    rules = health_rules.load(tmp_path)
    assert "journey.tuned" not in rules.questions
    assert sum(q.share for q in rules.by_component["journey"]) == pytest.approx(1)


FAULTS = [
    ("health.yaml", "coverage_floor: high\n", "line 1, coverage_floor"),
    ("health.yaml", "questions:\n  adoption.depth:\n    weight: -1\n", "line 3, questions"),
    ("health.yaml", "questions:\n  adoption.depth:\n    wieght: 2\n", "line 3, .*wieght"),
    ("health.yaml", "components:\n  intent:\n    weight: 50\n", "line 1, components: .*140"),
    (
        "health.yaml",
        "questions:\n  adoption.depth:\n    rules:\n      - yes: depht >= 1\n",
        "line 3, .*no fact 'depht'",
    ),
    (
        "health.yaml",
        "questions:\n  adoption.depth:\n    rules:\n      - no: csat is unknown\n",
        "line 3, questions › adoption.depth › rules: .*needs evidence",
    ),
    (
        "health.yaml",
        "components:\n  adoption:\n    weight: {any: 20, smb: 20}\n",
        "line 1, components: the weights for smb add up to 94, not to 100",
    ),
    (
        "health.yaml",
        "caps:\n  detractor:\n    band: healthy\n",
        "line 3, caps › detractor › band: .*'watch' or 'at_risk'",
    ),
    ("health.yaml", "bands:\n  at_risk: 80\n", "line 2, bands › at_risk: .*below healthy"),
    (
        "rules.yaml",
        "rules:\n  intent_unknown:\n    workspace:\n      above: 80\n",
        "line 4, rules › intent_unknown › workspace › above",
    ),
    (
        "rules.yaml",
        "rules:\n  intent_unknown:\n    workspace:\n      reason: '{arr} here'\n",
        "line 2, rules › intent_unknown: .*not arr",
    ),
    ("health.yaml", "version: '2'\nversion: '3'\n", "line 2: 'version' stands here twice"),
    ("health.yaml", "thresholds: [1\n", "line 2"),
    (
        "rules.yaml",
        "rules:\n  silence:\n    cases:\n      - when: silnce >= 3\n        reason: x\n",
        "line 2, rules › silence: .*silnce",
    ),
    (
        "rules.yaml",
        "rules:\n  silence:\n    when: [days_without_two_way >= 90, days_without_two_way <= 10]\n",
        "can never both hold",
    ),
    ("rules.yaml", "rules:\n  silence:\n    to: nobody\n", "line 3, rules › silence › to"),
    (
        "rules.yaml",
        "rules:\n  silence:\n    cases:\n      - when: csat < 3\n        reason: '{nps}'\n",
        "names 'nps'",
    ),
]


@pytest.mark.parametrize(("name", "text", "fault"), FAULTS)
def test_a_wrong_rule_file_names_file_line_and_field(
    tmp_path: Path, name: str, text: str, fault: str
) -> None:
    load = health_rules.load if name == "health.yaml" else nudge_rules.load
    with pytest.raises(BadInput, match=fault) as caught:
        load(write(tmp_path, name, text))
    assert str(tmp_path / name) in str(caught.value)
    assert str(caught.value).endswith("used.")
