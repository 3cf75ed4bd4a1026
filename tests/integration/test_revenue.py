"""The report on revenue over a real database: what it finds, who may read it, how it is told."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands import revenue
from bot.console import Console
from handlers import ask
from handlers.answers import Answer, Question
from handlers.context import Context
from handlers.revenue import reports
from playbooks.accounts import Account, Subscription
from playbooks.errors import BadInput, NotFound
from playbooks.notes import Direction, Note
from playbooks.observations import SurveyResponse, Ticket
from playbooks.people import Channel, Member, Role
from playbooks.revenue.lifetime import Terms
from playbooks.revenue.values import Measure, Report, Spending, Verdict

TODAY = date(2026, 11, 20)
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PEOPLE = [
    Member("ruth", "Ruth", handle="ruth", role=Role.MANAGER),
    Member("sam", "Sam", handle="sam", role=Role.SALES),
    Member("lin", "Lin", handle="lin", role=Role.CSM, language="zh"),
]
SPEND = "Do satisfied customers spend more, and how much?"


def fill(context: Context, *, accounts: int = 44) -> None:
    """Customers of two years: half are satisfied, and buy a second product in the months after."""
    source = random.Random(2)
    values: list[list[object]] = [[], [], [], []]
    made, bought, asked, notes = values
    for number in range(accounts):
        key, satisfied = f"a{number}", number % 2 == 0
        start = TODAY - timedelta(days=700 + number)
        segment = "smb" if number % 4 < 2 else "enterprise"
        made.append(Account(key, f"Account {number}", segment=segment, contract_start=start))
        mrr = Decimal(source.randint(90, 110))
        bought.append(Subscription(f"s{key}", key, "Plan", 10, start, None, mrr, "EUR"))
        end = start + timedelta(days=200)
        bought.append(Subscription(f"t{key}", key, "Trial", 5, start, end, Decimal(20), "EUR"))
        score = 5 if satisfied else 2
        asked.append(SurveyResponse(f"v{key}", key, TODAY - timedelta(days=250), "csat", score))
        asked.append(SurveyResponse(f"w{key}", key, TODAY - timedelta(days=20), "csat", score))
        if satisfied:
            later = TODAY - timedelta(days=100 + number)
            more = Decimal(source.randint(15, 35))
            bought.append(Subscription(f"u{key}", key, "Dock", 5, later, None, more, "EUR"))
        day = TODAY - timedelta(days=number)
        notes.append(Note(f"n{key}", key, day, "We spoke.", direction=Direction.TWO_WAY))
    with context.workspace.writing() as writer:
        for some in (*values, PEOPLE):
            writer.put_many(some)


@pytest.fixture
def found(context: Context) -> Report:
    fill(context)
    return reports.run(context)


def test_growth_after_satisfaction_is_measured_out_of_time(found: Report) -> None:
    grown = next(c for c in found.comparisons if c.spending is Spending.GROWTH)
    assert (grown.measure, grown.segment, grown.verdict) == (Measure.CSAT, None, Verdict.HOLDS)
    assert grown.days[-1] == TODAY - timedelta(days=180)
    assert grown.between is not None
    assert 15 < grown.between.adjusted.value < 35
    assert grown.between.adjusted.low > 0
    assert set(grown.controls) == {"tenure", "seats", "segment"}
    assert found.lifetime.ends == 44
    assert all(one.value is not None for one in found.lifetime.segments)
    assert (found.attendance.known, found.attendance.accounts) == (44, 44)


@on_sqlite
def test_what_comes_after_the_day_that_is_asked_for_changes_nothing(context: Context) -> None:
    fill(context)
    day = TODAY - timedelta(days=120)
    before = reports.run(context, day)
    late = Ticket(
        "t1", "a0", TODAY - timedelta(days=260), TODAY - timedelta(days=2), satisfaction=1
    )
    with context.workspace.writing() as writer:
        writer.put(late)
        writer.put(SurveyResponse("late", "a1", TODAY, "csat", 5))
    after = reports.run(context, day)
    assert after.comparisons == before.comparisons
    assert "rated_later" not in {one.code for one in before.cautions}
    assert "rated_later" in {one.code for one in reports.run(context).cautions}


def answer(context: Context, text: str, asker: str, channel: str | None = None) -> Answer:
    return ask.answer(context, Question(text, asker, channel))


@on_sqlite
def test_a_manager_gets_the_verdict_with_its_ground_and_a_seller_hears_of_no_measure(
    context: Context,
) -> None:
    fill(context)
    told = answer(context, SPEND, "ruth")
    assert told.request == "revenue"
    assert told.text.startswith("It holds: satisfied customers spend more (all segments).")
    assert "unadjusted" in told.text
    assert "n = 44" in told.text
    assert told.citations
    assert not told.private
    refused = answer(context, SPEND, "sam")
    assert refused.abstained
    assert "It holds" not in refused.text
    assert not refused.citations
    chinese = answer(context, "满意的客户花得更多吗？", "lin")
    assert chinese.text.startswith("成立：满意的客户花得更多（所有细分市场）。")


@on_sqlite
def test_where_a_seller_reads_along_the_verdict_is_for_the_asker_alone(context: Context) -> None:
    fill(context)
    with context.workspace.writing() as writer:
        writer.put(Channel("C1", "deals", private=True, members=("ruth", "sam")))
    assert answer(context, SPEND, "ruth", "C1").private


@on_sqlite
def test_attention_names_who_is_heard_least_for_what_they_are_worth(context: Context) -> None:
    fill(context)
    with context.workspace.writing() as writer:
        writer.put(Account("b", "Big Harbour", contract_start=date(2024, 1, 1)))
        big = Subscription("sb", "b", "Plan", 10, date(2024, 1, 1), None, Decimal(9000), "EUR")
        writer.put(big)
        writer.put(
            Note("nb", "b", TODAY - timedelta(days=300), "Once.", direction=Direction.TWO_WAY)
        )
    told = answer(context, "Which accounts get too little attention for their value?", "ruth")
    assert "Big Harbour gets much less attention than its value suggests" in told.text
    assert "Attention is known for 45 of 45 accounts" in told.text
    assert ("account", "b") in {(one.kind, one.id) for one in told.citations}


@on_sqlite
def test_the_lifetime_value_of_one_account_says_what_it_means(context: Context) -> None:
    fill(context)
    told = answer(context, "What is Account 7's lifetime value?", "ruth")
    assert told.text.startswith("Account 7 is expected to bring €")
    assert "It is revenue and not profit" in told.text
    hidden = answer(context, "What is Account 7's lifetime value?", "sam")
    assert "expected to bring" not in hidden.text
    assert "Lifetime value: it has not been computed here." in hidden.text


@on_sqlite
def test_a_kept_report_is_told_and_not_made_anew(context: Context) -> None:
    fill(context)
    made = reports.run(context)
    none = tuple(replace(c, verdict=Verdict.OPPOSITE) for c in made.comparisons)
    reports.keep(context, replace(made, comparisons=none), None)
    assert answer(context, SPEND, "ruth").text.startswith("It is the opposite")


@on_sqlite
def test_a_report_is_for_those_who_may_judge_and_needs_terms_that_make_sense(
    context: Context,
) -> None:
    with pytest.raises(NotFound):
        reports.check_may_read(PEOPLE[1])
    for terms in (Terms(0), Terms(36, 1.0), Terms(36, 0.1, 1.5)):
        with pytest.raises(BadInput):
            reports.run(context, terms=terms)


@on_sqlite
def test_the_command_prints_one_document_and_keeps_it(context: Context, tmp_path: Path) -> None:
    fill(context)
    console = Console(tmp_path / "home")
    console.__dict__["context"] = context
    run = CliRunner().invoke(revenue.revenue, ["--json", "--segment", "smb"], obj=console)
    assert run.exit_code == 0, run.output
    document = json.loads(run.output)
    assert {one["segment"] for one in document["comparisons"]} == {"smb"}
    assert document["lifetime"]["unit"] == "revenue"
    assert document["lifetime"]["holdout"][0]["segment"] == "smb"
    with context.workspace.reading() as reader:
        assert reports.latest(reader) is not None
    said = CliRunner().invoke(revenue.revenue, ["--language", "it"], obj=console).output
    assert "i clienti soddisfatti spendono di più" in said
