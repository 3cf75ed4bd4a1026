"""The back-test over real databases: what counts, what does not, and who is told."""

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands import prediction, readings
from bot.console import Console
from handlers import ask, backtest, rulebook
from handlers.answers import Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.errors import BadInput
from playbooks.observations import MetricSample, Outcome
from playbooks.people import Channel, Member, Role
from playbooks.prediction.values import Backtest, Target, Verdict

TODAY = date(2026, 11, 20)
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what no database has a part in."""

CUTOFF = date(2026, 5, 24)
"""180 days before the last thing that is recorded."""


def fill(context: Context, *, accounts: int = 90, telling: bool = True) -> None:
    """Accounts with use that falls where they leave (or does not), a third of which leave."""
    source = random.Random(1)
    made: list[object] = []
    samples, outcomes = [], []
    for number in range(accounts):
        key, leaves = f"a{number}", number % 3 == 0
        made.append(Account(id=key, name=f"Account {number}", contract_start=date(2025, 1, 1)))
        low = leaves if telling else source.random() < 0.5
        for day in (date(2026, 5, 1), date(2026, 5, 20)):
            use = source.randint(5, 45) if low else source.randint(35, 95)
            samples.append(sample(key, day, "active_users", use))
        samples.append(sample(key, date(2026, 5, 1), "licences_bought", 100))
        day = date(2026, 9, 1) + timedelta(days=number % 60)
        outcomes.append(outcome(key, day, "churn" if leaves else "renewal"))
    outcomes.append(outcome("a1", TODAY, "expansion"))
    with context.workspace.writing() as writer:
        for values in (made, samples, outcomes):
            writer.put_many(values)


def sample(account_id: str, day: date, metric: str, value: float) -> MetricSample:
    return MetricSample(f"m-{account_id}-{day}-{metric}", account_id, day, metric, value, "users")


def outcome(account_id: str, day: date, kind: str) -> Outcome:
    return Outcome(f"o-{account_id}-{day}-{kind}", account_id, day, kind)


def put(context: Context, *values: object) -> None:
    with context.workspace.writing() as writer:
        for value in values:
            writer.put(value)


def reading(found: Backtest, name: str) -> tuple[float | None, int]:
    one = next(one for one in found.readings if one.name == name)
    return one.auc, one.n


def codes(found: Backtest) -> set[str]:
    return {one.code for one in found.cautions}


def test_a_score_that_sees_departures_coming_predicts(context: Context) -> None:
    fill(context)
    found = backtest.run(context)
    assert found.cutoffs == (CUTOFF,)
    assert (found.n, found.events) == (90, 30)
    assert found.verdict is Verdict.PREDICTS
    assert found.about == "score"
    assert found.score.low is not None
    assert found.score.low > 0.65
    assert found.score.low < (found.score.auc or 0) < (found.score.high or 0)
    assert "split_by_accounts" in codes(found)


@on_sqlite
def test_what_is_dated_after_the_cut_off_changes_nothing(context: Context) -> None:
    fill(context)
    before = backtest.run(context, CUTOFF, 180)
    late = [sample(f"a{n}", date(2026, 8, 1), "active_users", 1) for n in range(0, 90, 3)]
    put(context, *late)
    after = backtest.run(context, CUTOFF, 180)
    assert after.readings == before.readings
    assert after.model == before.model


@on_sqlite
def test_figures_without_a_bearing_show_no_signal(context: Context) -> None:
    fill(context, telling=False)
    found = backtest.run(context)
    assert found.verdict is Verdict.NO_SIGNAL
    assert found.score.low is not None
    assert found.score.low < 0.5


def test_accounts_that_had_left_or_were_not_yet_customers_are_not_judged(context: Context) -> None:
    fill(context)
    put(
        context,
        Account(id="gone", name="Gone", contract_start=date(2025, 1, 1)),
        outcome("gone", date(2026, 2, 1), "churn"),
        Account(id="new", name="New", contract_start=date(2026, 8, 1)),
    )
    found = backtest.run(context, CUTOFF, 180)
    assert found.n == 90
    assert "left_before" in codes(found)


@on_sqlite
def test_of_renewals_only_accounts_that_decided_are_judged(context: Context) -> None:
    fill(context)
    put(context, Account(id="quiet", name="Quiet", contract_start=date(2025, 1, 1)))
    assert backtest.run(context, CUTOFF, 180).n == 91
    assert backtest.run(context, CUTOFF, 180, Target.RENEWAL).n == 90


@on_sqlite
def test_few_departures_are_too_little_history(context: Context) -> None:
    fill(context, accounts=30)
    found = backtest.run(context)
    assert found.verdict is Verdict.TOO_LITTLE
    assert (found.n, found.events) == (30, 10)


@on_sqlite
def test_an_empty_workspace_is_too_little_history(context: Context) -> None:
    found = backtest.run(context)
    assert found.verdict is Verdict.TOO_LITTLE
    assert (found.n, found.cutoffs, found.model) == (0, (), None)


@on_sqlite
def test_revenue_that_was_set_to_nought_on_leaving_is_no_baseline(context: Context) -> None:
    fill(context)
    start = date(2025, 1, 1)
    names = [(f"a{n}", f"Account {n}", 0 if n % 3 == 0 else 100) for n in range(90)]
    put(context, *(Account(k, n, arr=Decimal(v), contract_start=start) for k, n, v in names))
    found = backtest.run(context, CUTOFF, 180)
    assert "no_revenue_left" in codes(found)
    assert [one.name for one in found.baselines] == ["tenure"]


@on_sqlite
def test_a_metric_that_names_the_outcome_is_left_out_and_said(context: Context) -> None:
    fill(context)
    put(context, *(sample(f"a{n}", date(2026, 5, 1), "churn_flag", n % 3) for n in range(90)))
    found = backtest.run(context, CUTOFF, 180)
    assert "named_as_outcome" in codes(found)
    assert not [one for one in found.readings if "churn" in one.name]


@on_sqlite
def test_a_table_of_one_day_is_cut_at_that_day(context: Context) -> None:
    day = date(2026, 6, 1)
    put(context, *(Account(id=f"a{n}", name=f"Account {n}") for n in range(120)))
    put(context, *(sample(f"a{n}", day, "spend", n % 2 + n % 7 / 10) for n in range(120)))
    kinds = ["churn" if n % 2 else "renewal" for n in range(120)]
    put(context, *(outcome(f"a{n}", date(2026, 6, 30), kinds[n]) for n in range(120)))
    found = backtest.run(context)
    assert (found.cutoffs, found.horizon_days) == ((day,), 29)
    assert reading(found, "metric.spend")[1] == 120


@on_sqlite
def test_nothing_can_be_tested_after_the_last_record(context: Context) -> None:
    fill(context)
    with pytest.raises(BadInput, match="earlier cut-off"):
        backtest.run(context, TODAY)
    with pytest.raises(BadInput, match="at least one day"):
        backtest.run(context, CUTOFF, 0)


def test_a_finding_that_was_kept_comes_back_whole(context: Context) -> None:
    fill(context)
    found = backtest.run(context)
    backtest.keep(context, found, None)
    with context.workspace.reading() as reader:
        assert backtest.latest(reader, rulebook.health(context, reader)) == found


@on_sqlite
@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("Does our health score predict churn?", "en", "The health score predicts who leaves."),
        ("Il nostro indice di salute prevede l'abbandono?", "it", "prevede chi se ne va"),
        ("我们的健康分能预测流失吗？", "zh", "健康分能预测谁会流失"),
    ],
)
def test_a_manager_is_told_the_verdict_with_its_figures(
    context: Context, text: str, language: str, says: str
) -> None:
    fill(context)
    put(context, Member(id="U1", name="Mara", role=Role.MANAGER, handle="@mara"))
    answer = ask.answer(context, Question(text, asker="U1", language=language))
    assert says in answer.lead.text
    assert "90" in answer.lead.text
    assert {one.kind for one in answer.citations} == {"outcome"}


@on_sqlite
def test_a_seller_learns_of_no_test(context: Context) -> None:
    fill(context)
    backtest.keep(context, backtest.run(context), None)
    put(context, Member(id="U2", name="Sam", role=Role.SALES, handle="@sam"))
    answer = ask.answer(context, Question("Does our health score predict churn?", asker="U2"))
    assert "has not been tested" in answer.lead.text


@on_sqlite
def test_where_a_seller_reads_along_the_verdict_is_for_the_asker_alone(context: Context) -> None:
    fill(context)
    put(context, Member(id="U1", name="Mara", role=Role.MANAGER), Channel("C1", "#managers"))
    asked = Question("Does our health score predict churn?", asker="U1", channel="C1")
    assert not ask.answer(context, asked).private
    put(context, Member(id="U2", name="Sam", role=Role.SALES))
    assert ask.answer(context, asked).private


@on_sqlite
def test_a_finding_is_made_anew_after_a_month(context: Context) -> None:
    fill(context)
    put(context, Member(id="U1", name="Mara", role=Role.MANAGER, handle="@mara"))
    old = replace(backtest.run(context), tested_on=date(2026, 9, 1), n=7)
    backtest.keep(replace(context, now=lambda: datetime(2026, 9, 1, tzinfo=UTC)), old, None)
    answer = ask.answer(context, Question("Does our health score predict churn?", asker="U1"))
    assert "90 readings" in answer.lead.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_commands_print_their_shapes(context: Context) -> None:
    fill(context)
    for command in ("backtest", "calibrate"):
        printed = run(context, command)
        assert {"verdict", "cutoff", "horizon_days", "n", "events"} <= printed.keys()
        assert {"name", "auc", "low", "high", "n"} <= printed["readings"][0].keys()
        model = {"auc", "low", "high", "brier", "calibration_error"}
        assert model <= printed["model"].keys()
        assert printed["baselines"][0]["name"] == "base_rate"
        assert printed["warnings"]
    assert printed["advice"] == "keep"
    assert run(context, "health", "a1")["prediction"]["verdict"] == "predicts"


def run(context: Context, command: str, *arguments: str) -> dict[str, Any]:
    """What the command prints with `--json`."""
    console = Console()
    vars(console)["context"] = context
    made = getattr(readings if command == "health" else prediction, command)
    result = CliRunner().invoke(made, [*arguments, "--json"], obj=console, catch_exceptions=False)
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed
