"""Rule files rehearsed on history: what they say is what planning day by day would have done."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from handlers import texts
from handlers.context import Context
from handlers.nudges import planning, rehearsal, rehearsing
from handlers.nudges.rehearsal import Rehearsal, Rehearsed
from knowledge import embedders
from knowledge.index import Index
from knowledge.library import Library
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.notes import Direction, Note
from playbooks.nudges.values import Nudge
from playbooks.observations import MetricSample
from playbooks.people import Member, Role
from storage.shelf import Shelf
from storage.workspace import Workspace
from tests.conftest import NOW

TODAY = NOW.date()
SINCE = TODAY - timedelta(days=14)
MAYA = Member("U1", "Maya", manager="U9")
RUTH = Member("U9", "Ruth", role=Role.MANAGER)

USE = {"A1": [90, 40, 45, 70, 40, 40, 90], "A2": [30, 30, 70, 70, 70, 30, 30], "A3": [90] * 7}
"""Active users of 100 seats, every other day."""

FILE = """
thresholds:
  utilisation_low: 0.5
  utilisation_recovered: 0.6
rules:
  silence: {off: true}
  use_very_low:
    title: Hardly anybody uses it
    to: csm
    priority: 1
    cases:
      - when: licence_utilisation < 0.42
        reason: "{account} uses {licence_utilisation}."
    step: Call.
    within_days: 2
  wrong: {title: x}
"""


def records() -> list[list[object]]:
    accounts: list[object] = [
        Account(
            key,
            f"Customer {key}",
            segment="smb",
            arr=Decimal(10_000),
            currency="EUR",
            owner="U1",
            contract_start=TODAY - timedelta(days=300),
        )
        for key in USE
    ]
    samples: list[object] = []
    for key, used in USE.items():
        samples.append(MetricSample(f"seats {key}", key, SINCE, "licences_bought", 100))
        for number, figure in enumerate(used):
            day = SINCE + timedelta(days=2 * number)
            samples.append(MetricSample(f"{key} {number}", key, day, "active_users", figure))
    notes: list[object] = [
        Note(f"N {key}", key, SINCE - timedelta(80), "A call.", direction=Direction.TWO_WAY)
        for key in USE
    ]
    return [[MAYA, RUTH], accounts, samples, notes]


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path) -> Context:
    with workspace.writing() as writer:
        for kind in records():
            writer.put_many(kind)
    return Context(
        workspace=workspace,
        library=Library(embedders.default(), Index(tmp_path / "index", None), Shelf),
        now=lambda: NOW,
        new_id=lambda prefix: prefix,
    )


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    path = tmp_path / "trial.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_rehearsal_says_what_planning_would_have_done(context: Context, trial: Path) -> None:
    made = rehearsal.rehearse(context, trial, SINCE)
    rules = {one.rule: one for one in made.rules}
    assert set(rules) == {"silence", "licence_utilisation_low", "use_very_low"}
    assert (made.accounts, made.every) == (3, 1)
    assert not rules["silence"].is_on
    assert rules["use_very_low"].before is None
    assert days(rules["use_very_low"]) == [("A1", 2), ("A1", 8), ("A2", 10)]
    assert rules["use_very_low"].already == 1
    assert "uses 40%" in rules["use_very_low"].fired[0].reason
    assert [fault.left_out for fault in made.faults][:1] == ["rules › wrong"]
    with context.workspace.reading() as reader:
        assert reader.count(Nudge) == 0
    check_that_it_is_told_in_three_languages(made)
    in_force = rules["licence_utilisation_low"]
    assert in_force.before == len(planned_day_by_day(context, "licence_utilisation_low"))


def test_what_cannot_be_rehearsed_is_refused(context: Context, trial: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no history"):
        rehearsal.rehearse(context, trial, TODAY, SINCE)
    with pytest.raises(BadInput, match="no history"):
        rehearsal.rehearse(context, trial, SINCE, TODAY + timedelta(days=1))
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("rules:\n  silence: {when: silnce > 1}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"changes nothing: .*line 2, rules › silence › when"):
        rehearsal.rehearse(context, wrong, SINCE)
    wrong.write_text("rules:\n  silence: {priority: 2}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="in force as it stands"):
        rehearsal.rehearse(context, wrong, SINCE)


def test_a_large_workspace_is_looked_at_less_often(
    context: Context, trial: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "MOST_LOOKS", 12)
    looked_at: list[date] = []
    made = rehearsal.rehearse(context, trial, SINCE, progress=looked_at.append)
    assert made.every == 4
    assert [(day - SINCE).days for day in looked_at] == [0, 4, 8, 12]


def check_that_it_is_told_in_three_languages(made: Rehearsal) -> None:
    said = {language: rehearsing.lines(texts.of(language), made) for language in ("en", "it", "zh")}
    assert any("would have fired 3 times on 2 accounts" in line for line in said["en"])
    assert any("sarebbe scattata 3 volte per 2 clienti" in line for line in said["it"])
    assert any("会触发 3 次，涉及 2 个客户" in line for line in said["zh"])


def days(one: Rehearsed) -> list[tuple[str, int]]:
    return [(each.account_id, (each.day - SINCE).days) for each in one.fired]


def planned_day_by_day(context: Context, rule: str) -> list[str]:
    """The episodes that mornings after the first would have opened."""
    for number in range((TODAY - SINCE).days + 1):
        day = SINCE + timedelta(days=number)
        planning.record(context, planning.plan(context, day))
    with context.workspace.reading() as reader:
        return [n.id for n in reader.find(Nudge, rule=rule) if n.created > SINCE]
