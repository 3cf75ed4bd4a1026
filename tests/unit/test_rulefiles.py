"""Rule files that an admin may write, and may get wrong."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile

from handlers import refusals, rule_faults, texts
from playbooks import rulefaults
from playbooks.errors import BadInput
from playbooks.health import rules as health_rules
from playbooks.nudges import rules as nudge_rules

ROOT = Path(__file__).parents[2]


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_admin_changes_one_threshold_and_keeps_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "rules.yaml", "thresholds:\n  silent_days: {any: 10}\n")
    rules = nudge_rules.load(tmp_path)
    (silent,) = rules.rules["silence"].cases[0].when
    assert silent.limit("mid_market") == 10
    assert silent.limit("enterprise") == 30
    assert len(rules.rules) == len(nudge_rules.load().rules)


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
    ("coverage_floor: high\n", "line 1, coverage_floor"),
    ("questions:\n  adoption.depth:\n    weight: -1\n", "line 3, questions"),
    ("questions:\n  adoption.depth:\n    wieght: 2\n", "line 3, .*wieght"),
    ("components:\n  intent:\n    weight: 50\n", "line 1, components: .*140"),
    (
        "questions:\n  adoption.depth:\n    rules:\n      - yes: depht >= 1\n",
        "line 3, .*no fact “depht”",
    ),
    (
        "questions:\n  adoption.depth:\n    rules:\n      - no: csat is unknown\n",
        "line 3, questions › adoption.depth › rules: .*needs evidence",
    ),
    (
        "components:\n  adoption:\n    weight: {any: 20, smb: 20}\n",
        "line 1, components: the weights for “smb” add up to 94, not to 100",
    ),
    (
        "caps:\n  detractor:\n    band: healthy\n",
        "line 3, caps › detractor › band: .*“healthy” is none of watch, at_risk",
    ),
    ("bands:\n  at_risk: 80\n", "line 2, bands › at_risk: .*below “healthy”"),
    ("version: '2'\nversion: '3'\n", "line 2: “version” stands here twice"),
    ("thresholds: [1\n", "line 2"),
]


RULE_FAULTS = [
    (
        "rules:\n  intent_unknown:\n    workspace:\n      above: 80\n",
        "line 4, rules › intent_unknown › workspace › above",
        "rules › intent_unknown",
    ),
    (
        "rules:\n  intent_unknown:\n    workspace:\n      reason: '{arr} here'\n",
        "line 4, rules › intent_unknown › workspace › reason: .*not “arr”",
        "rules › intent_unknown",
    ),
    (
        "rules:\n  silence:\n    cases:\n      - when: silnce >= 3\n        reason: x\n",
        "line 4, rules › silence › cases › 0 › when: there is no fact “silnce”",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    when: licence_utilistion < 0.8\n",
        "line 3, .*“licence_utilistion”; near it: licence_utilisation",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    when: csat < utilisation_lw\n",
        "no threshold “utilisation_lw”.*; near it: utilisation_low",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    when: licence_utilisation < 80\n",
        "a share between 0 and 1; write 0.8",
        "rules › silence",
    ),
    ("rules:\n  silence:\n    when: champion_present is yes\n", "true or false", "rules › silence"),
    (
        "rules:\n  silence:\n    when: segment is small\n",
        "never “small”; it is one of enterprise, mid_market, smb",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    when: [days_without_two_way > 5, days_without_two_way < 3]\n",
        "line 3, .*can never both hold",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    when: nps >= 9\n    unless: nps >= 7\n",
        "it never fires: “nps >= 7” excludes “nps >= 9”",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    when: [csat is unknown, csat < 3]\n",
        "can never both hold",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    to: nobody\n",
        "line 3, rules › silence › to: “nobody” is none of csm, sales, presales, manager",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    prioriti: 1\n",
        "line 3, .*no key “prioriti” here; near it: priority",
        "rules › silence",
    ),
    (
        "rules:\n  silence:\n    cases:\n      - when: csat < 3\n        reason: '{nps}'\n",
        "names “nps”",
        "rules › silence",
    ),
    (
        "thresholds:\n  new_days: {smb: 20}\n",
        "line 2, thresholds › new_days: give a figure",
        "thresholds › new_days",
    ),
    (
        "thresholds:\n  kickoff_days: 200\n",
        "line 1, rules › kickoff_missing .*can never both hold",
        "thresholds",
    ),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_a_wrong_file_of_health_rules_names_file_line_and_field(
    tmp_path: Path, text: str, fault: str
) -> None:
    with pytest.raises(BadInput, match=fault) as caught:
        health_rules.load(write(tmp_path, "health.yaml", text))
    assert str(tmp_path / "health.yaml") in str(caught.value)
    assert str(caught.value).endswith("used.")


GOOD = "  usage_falling: {priority: 3}\n"


@pytest.mark.parametrize(("text", "message", "left_out"), RULE_FAULTS)
def test_a_wrong_nudge_rule_is_told_and_left_out_and_the_others_go_on(
    tmp_path: Path, text: str, message: str, left_out: str
) -> None:
    beside = GOOD if text.startswith("rules") else "rules:\n" + GOOD
    rules = nudge_rules.load(write(tmp_path, "rules.yaml", text + beside))
    fault = rules.faults[0]
    assert re.search(message, str(fault))
    assert fault.path == tmp_path / "rules.yaml"
    assert {fault.left_out for fault in rules.faults} == {left_out}
    assert rules.rules["usage_falling"].priority == 3
    assert rules.rules["silence"] == nudge_rules.load().rules["silence"]
    assert len(rules.rules) == len(nudge_rules.load().rules)


def test_several_wrong_rules_are_all_told(tmp_path: Path) -> None:
    text = "rules:\n  silence: {priority: 9}\n  new: {title: x}\n  usage_falling: {when: x > 1}\n"
    rules = nudge_rules.load(write(tmp_path, "rules.yaml", text))
    told = {fault.left_out for fault in rules.faults}
    assert told == {"rules › silence", "rules › new", "rules › usage_falling"}
    assert "new" not in rules.rules
    assert len(rules.rules) == len(nudge_rules.load().rules)


def test_a_part_of_the_file_that_nobody_knows_is_told_once_and_leaves_the_rules_in_force(
    tmp_path: Path,
) -> None:
    text = "rules:\n  silence: {priority: 1}\nrulez: 1\n"
    rules = nudge_rules.load(write(tmp_path, "rules.yaml", text))
    assert [fault.left_out for fault in rules.faults] == ["rulez"]
    assert rules.rules["silence"].priority == 1


def test_a_file_that_cannot_be_read_leaves_ours_in_force(tmp_path: Path) -> None:
    rules = nudge_rules.load(write(tmp_path, "rules.yaml", "rules: [1\n"))
    assert len(rules.rules) == len(nudge_rules.load().rules)
    assert "line 2" in str(rules.faults[0])


def test_a_later_file_goes_over_the_admins_own(tmp_path: Path) -> None:
    write(tmp_path, "rules.yaml", "rules:\n  silence: {priority: 3, within_days: 9}\n")
    trial = write(tmp_path, "trial.yaml", "rules:\n  silence: {priority: 1}\n") / "trial.yaml"
    silence = nudge_rules.load(tmp_path, trial).rules["silence"]
    assert (silence.priority, silence.within_days) == (1, 9)


SOURCES = (*ROOT.glob("playbooks/rule*.py"), *ROOT.glob("playbooks/nudges/rule*.py"))
SOURCES = (*SOURCES, ROOT / "playbooks/conditions.py", ROOT / "playbooks/health/rules.py")
SOURCES = (*SOURCES, ROOT / "handlers/rule_faults.py")


def messages() -> Iterator[str]:
    """Every sentence about a fault, as it stands in the code."""
    yield from (message for message, _ in rulefaults.LIMITS.values())
    yield from rulefaults.KINDS.values()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said: ast.expr | None = None
            if isinstance(node, ast.Call) and ast.unparse(node.func) in SAYING and node.args:
                said = node.args[0]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "message":
                said = node.value
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                yield said.value


SAYING = ("Unfit", "Why", "BadInput", "_")


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_fault_is_said_in_the_readers_language_with_its_places(language: str) -> None:
    path = ROOT / "handlers/locales" / language / "rule_faults.po"
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale=texts.LOCALES[language], abort_invalid=True)
    told = set(messages())
    assert {str(entry.id) for entry in catalogue if entry.id} == told
    for message in told:
        said = catalogue[message].string
        assert set(re.findall(r"{\w+}", str(said))) == set(re.findall(r"{\w+}", message)), message


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "it",
            "riga 3, rules › silence › when: non esiste il dato «licence_utilistion»; "
            "simili: licence_utilisation, licence_utilisation_vs_peers",
        ),
        (
            "zh",
            "第 3 行，rules › silence › when：没有“licence_utilistion”这项事实；"
            "相近的有：licence_utilisation、licence_utilisation_vs_peers",
        ),
    ],
)
def test_the_admins_own_words_stand_in_a_fault_as_they_are(
    tmp_path: Path, language: str, line: str
) -> None:
    text = "rules:\n  silence:\n    when: licence_utilistion < 0.8\n"
    (fault,) = nudge_rules.load(write(tmp_path, "rules.yaml", text)).faults
    said = rule_faults.say(texts.of(language), fault)
    assert said == line
    assert rule_faults.with_file(texts.of(language), fault).startswith(str(fault.path))


def test_a_wrong_file_of_health_rules_is_refused_in_the_readers_language(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        health_rules.load(write(tmp_path, "health.yaml", "bands:\n  at_risk: 80\n"))
    said = refusals.say(texts.of("zh"), caught.value)
    assert "第 2 行，bands › at_risk：“at_risk”必须低于“healthy”" in said
