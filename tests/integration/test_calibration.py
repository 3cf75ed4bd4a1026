"""Weights from history: proposed with their evidence, adopted by a person, taken back."""

import random
from datetime import date

import pytest

from handlers import calibration, rulebook, undo
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput, NotFound
from playbooks.health.rules import HealthRules
from playbooks.observations import Goal, MetricSample, Outcome, SurveyResponse
from playbooks.people import Member, Role

TODAY = date(2026, 11, 20)
BEFORE = date(2026, 5, 20)


def fill(context: Context, *, use_tells: bool) -> None:
    """Accounts of which use tells who leaves, or nothing does; satisfaction and goals never do."""
    source = random.Random(6)
    made, samples, goals, surveys, outcomes = [], [], [], [], []
    for number in range(160):
        key, leaves = f"a{number}", number % 3 == 0
        made.append(Account(id=key, name=f"Account {number}", contract_start=date(2025, 1, 1)))
        low = (leaves if use_tells else source.random() < 0.5) == (source.random() < 0.9)
        use = 20 if low else 90
        samples += [
            MetricSample(f"u{number}", key, BEFORE, "active_users", use, "users"),
            MetricSample(f"l{number}", key, BEFORE, "licences_bought", 100, "licences"),
        ]
        score, value = source.choice([1, 5]), source.choice([10, 90])
        goals.append(Goal(f"g{number}", key, "Hours saved", "hours", 50, value, BEFORE))
        surveys.append(SurveyResponse(f"s{number}", key, BEFORE, "csat", score))
        kind = "churn" if leaves else "renewal"
        outcomes.append(Outcome(f"o{number}", key, date(2026, 9, 1), kind))
    outcomes.append(Outcome("last", "a1", TODAY, "expansion"))
    members = [
        Member(id="U1", name="Mara", role=Role.MANAGER),
        Member(id="U2", name="Carl", role=Role.CSM),
    ]
    with context.workspace.writing() as writer:
        for values in (made, samples, goals, surveys, outcomes, members):
            writer.put_many(values)


def in_force(context: Context) -> HealthRules:
    with context.workspace.reading() as reader:
        return rulebook.health(context, reader)


def test_weights_that_rank_better_are_adopted_and_taken_back(context: Context) -> None:
    fill(context, use_tells=True)
    before = in_force(context)
    found = calibration.run(context)
    proposal = found.proposal
    assert proposal.better
    assert proposal.proposed["adoption"] > proposal.now["adoption"]
    assert sum(proposal.proposed.values()) == pytest.approx(100)
    assert min(proposal.proposed.values()) >= 0
    assert in_force(context) == before

    entry = calibration.adopt(context, found, "U1")
    adopted = in_force(context)
    assert adopted.version == f"{before.version}+history.1"
    assert adopted.weights("adoption") == {"any": proposal.proposed["adoption"]}
    assert entry.actor == "U1"

    undo.undo(context, entry.id, "U1")
    assert in_force(context) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_weights_within_chance_are_not_adopted(context: Context) -> None:
    fill(context, use_tells=False)
    found = calibration.run(context)
    assert not found.proposal.better
    with pytest.raises(BadInput, match="Keep the present"):
        calibration.adopt(context, found, "U1")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_only_managers_and_admins_adopt(context: Context) -> None:
    fill(context, use_tells=True)
    found = calibration.run(context)
    before = in_force(context)
    with pytest.raises(NotFound):
        calibration.adopt(context, found, "U2")
    assert in_force(context) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_history_the_present_weights_stay(context: Context) -> None:
    found = calibration.run(context)
    assert found.proposal.gain is None
    assert found.proposal.proposed == found.proposal.now
