"""Ranking, probabilities and verdicts on small histories that are known through and through."""

import ast
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from babel.messages import pofile

from handlers import proposals, texts, verdicts
from handlers.imports import mapping
from playbooks.frame import Figures
from playbooks.health import rules
from playbooks.prediction import foretelling, logistic, ranking, signals, testing
from playbooks.prediction.history import History, Part
from playbooks.prediction.values import Measured, Verdict

RULES = rules.load()
ROOT = Path(__file__).parents[2]


def history(
    signals: dict[str, Figures], events: Figures, baselines: dict[str, Figures] | None = None
) -> History:
    """One cut-off, in which every account has the same score."""
    ids = [f"a{number}" for number in range(len(events))]
    score = np.full(len(events), 50.0)
    left = events.astype(np.bool_)
    return History([Part(date(2026, 1, 1), ids, left, score, {}, signals, baselines or {})])


def found(measured: testing.Findings, name: str) -> Measured:
    return next(one for one in measured.readings if one.name == name)


def test_the_area_counts_pairs_within_a_period_and_ties_as_half() -> None:
    source = np.random.default_rng(3)
    values, events = source.integers(0, 5, 60).astype(float), source.random(60) < 0.4
    periods = source.integers(0, 3, 60)
    pairs = [
        (values[i] > values[j]) + (values[i] == values[j]) / 2
        for i in np.flatnonzero(events)
        for j in np.flatnonzero(~events)
        if periods[i] == periods[j]
    ]
    area = ranking.area(values, events, periods, ranking.alone(60))
    assert area[0] == pytest.approx(np.mean(pairs))


def test_an_account_is_drawn_with_all_its_readings() -> None:
    draws = ranking.Draws(np.array([0, 0, 1, 2, 2]))
    weights = draws.apply(lambda drawn: drawn)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 3] == weights[:, 4]).all()
    assert len(weights) == draws.count


def test_false_finds_are_those_of_benjamini_and_hochberg() -> None:
    assert ranking.false_finds([0.01, 0.04, 0.03, 0.5]) == pytest.approx(
        [0.04, 0.16 / 3, 0.16 / 3, 0.5]
    )


def test_the_model_finds_the_odds_that_made_the_outcomes() -> None:
    source = np.random.default_rng(5)
    inputs = source.normal(size=(4000, 2))
    events = source.random(4000) < logistic.sigmoid(-1 + inputs @ np.array([1.0, 0.0]))
    intercept, coefficients = logistic.solve(inputs, events, 1.0)
    assert intercept == pytest.approx(-1, abs=0.15)
    assert coefficients == pytest.approx([1.0, 0.0], abs=0.15)
    foretold = logistic.sigmoid(intercept + inputs @ coefficients)
    assert logistic.calibration_error(foretold, events, ranking.alone(4000))[0] < 0.03


def test_a_later_time_is_foretold_from_earlier_ones_alone() -> None:
    source = np.random.default_rng(1)
    columns, periods = source.normal(size=(200, 1)), np.repeat([0, 1], 100)
    events = columns[:, 0] > 0
    # In the second period everything is the other way round, which no earlier time could teach.
    events[100:] = ~events[100:]
    made = foretelling.foretell(columns, events, np.tile(np.arange(100), 2), periods)
    assert made is not None
    assert made.split == foretelling.BY_TIME
    assert made.lines.tolist() == list(range(100, 200))
    area = ranking.area(made.probabilities, events[100:], periods[100:], ranking.alone(100))
    assert area[0] < 0.05


def test_noise_among_many_signals_is_no_signal_and_a_real_one_is_found() -> None:
    source = np.random.default_rng(11)
    events = source.random(300) < 0.3
    noise = {f"metric.noise_{n}": source.normal(size=300) for n in range(20)}
    real = {"metric.seats_idle": events + source.normal(size=300)}
    measured = testing.measure(history({**noise, **real}, events), RULES)
    assert found(measured, "metric.seats_idle").verdict is Verdict.PREDICTS
    assert {one.verdict for one in measured.signals if "noise" in one.name} == {Verdict.NO_SIGNAL}


def test_a_figure_that_is_the_outcome_is_named_and_left_out_of_the_model() -> None:
    source = np.random.default_rng(2)
    events = source.random(200) < 0.3
    given = {"metric.final_invoice": events.astype(float), "metric.noise": source.normal(size=200)}
    measured = testing.measure(history(given, events), RULES)
    assert measured.determined == ("metric.final_invoice",)
    assert measured.model is not None
    assert measured.model.signals == 1
    assert measured.model.verdict is Verdict.NO_SIGNAL


def test_a_figure_that_is_known_only_of_those_who_left_is_the_outcome_too() -> None:
    source = np.random.default_rng(2)
    events = source.random(200) < 0.3
    asked = np.where(events, source.normal(size=200), np.nan)
    asked[np.flatnonzero(~events)[:25]] = 0.0
    events_known = history({"metric.exit_interview": asked}, events)
    asked[np.flatnonzero(~events)[:25]] = np.nan
    measured = testing.measure(events_known, RULES)
    assert found(measured, "metric.exit_interview").verdict is Verdict.TOO_LITTLE


def test_a_model_that_ranks_no_better_than_tenure_is_weak_at_best() -> None:
    source = np.random.default_rng(4)
    events = source.random(400) < 0.4
    tenure = 300 - 200 * events + 100 * source.normal(size=400)
    given = {"metric.noise": source.normal(size=400)}
    measured = testing.measure(history(given, events, {"tenure": tenure}), RULES)
    assert measured.model is not None
    assert measured.model.verdict in (Verdict.WEAK, Verdict.NO_SIGNAL)


def test_a_score_that_is_the_same_for_all_was_not_tested() -> None:
    events = np.arange(100) % 2 == 0
    assert testing.measure(history({}, events), RULES).score.verdict is Verdict.TOO_LITTLE


def test_the_riskier_side_of_a_fact_is_that_of_the_health_questions() -> None:
    sides = signals.risky_sides(RULES)
    assert sides["licence_utilisation"] == signals.LOWER
    assert sides["tickets_opened"] == signals.HIGHER


@pytest.mark.parametrize(
    "name",
    ["metric.churn_flag", "metric.cancelled_on", "churned", "tenure", "metric.tenure_months"],
)
def test_the_outcome_and_what_anybody_knows_are_no_signals(name: str) -> None:
    assert not signals.is_signal(name)


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_message_of_a_verdict_is_translated_with_its_places(language: str) -> None:
    kept = {}
    for path in sorted((ROOT / "handlers" / "locales" / language).glob("*.po")):
        with path.open("rb") as file:
            kept |= {
                (one.id if isinstance(one.id, str) else one.id[0]): one.string
                for one in pofile.read_po(file, locale=texts.LOCALES[language])
            }
    for message in said():
        string = kept.get(message)
        assert string, message
        for form in [string] if isinstance(string, str) else string:
            assert set(re.findall(r"{\w+}", form)) == set(re.findall(r"{\w+}", message)), message


def said() -> list[str]:
    """All messages of the modules that tell of a back-test."""
    tables = (
        *(verdicts.SCORE, verdicts.MODEL, verdicts.WORDS, verdicts.GROUND, verdicts.SPLITS),
        *(verdicts.GROUPS, verdicts.CAUTIONS, proposals.ADVICE),
    )
    found = [message for table in tables for message in table.values()]
    for name in ("handlers/verdicts.py", "handlers/proposals.py", "bot/commands/prediction.py"):
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "_.plural"):
                first = node.args[0]
                found += [first.value] if isinstance(first, ast.Constant) else []
    return [message for message in found if isinstance(message, str)]


@pytest.mark.parametrize("name", ["accounts", "outcomes"])
def test_the_public_churn_table_has_a_mapping_that_loads(name: str) -> None:
    assert mapping.load(Path("telco") / f"{name}.yaml").kind == name
