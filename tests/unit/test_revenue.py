"""What customers pay, and what goes with it: courses, effects, lifetimes, attention, words."""

import ast
import random
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages import pofile

from handlers import texts
from handlers.revenue import saying
from playbooks.accounts import Account, Subscription
from playbooks.observations import Outcome
from playbooks.revenue import attention, courses, effects, lifetime
from playbooks.revenue.attention import Given
from playbooks.revenue.courses import Course
from playbooks.revenue.effects import Line, Scale
from playbooks.revenue.lifetime import Terms
from playbooks.revenue.values import Comparison, Measure, Spending, Verdict

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 20)
CSAT = {Measure.CSAT: Scale(3, 4)}


def course(
    bought: list[Subscription] | None = None,
    outcomes: list[Outcome] | None = None,
    arr: str | None = None,
) -> Course | None:
    account = Account(
        "a1",
        "Acme",
        arr=None if arr is None else Decimal(arr),
        currency="EUR",
        contract_start=date(2024, 1, 1),
    )
    return courses.course(account, bought or [], outcomes or [], TODAY)


def contract(key: str, start: date, end: date | None, mrr: int = 100) -> Subscription:
    return Subscription(key, "a1", "Plan", 10, start, end, Decimal(mrr), "EUR")


def outcome(day: date, kind: str, amount: int | None) -> Outcome:
    money = None if amount is None else Decimal(amount)
    return Outcome(f"o{day}", "a1", day, kind, money, "EUR")


def test_what_is_paid_follows_the_contracts_in_force() -> None:
    found = course(
        [
            contract("s1", date(2024, 1, 1), date(2025, 1, 1)),
            contract("s2", date(2025, 1, 1), None, mrr=150),
        ]
    )
    assert found is not None
    assert found.arr(date(2024, 6, 1)) == 1200
    assert found.arr(date(2025, 1, 1)) == 1800
    assert found.paid(date(2024, 12, 1), date(2025, 2, 1)) == pytest.approx(
        250 * 31 / courses.MONTH
    )
    assert not found.lines[0].lost_by(TODAY)


def test_a_contract_that_nothing_continues_is_lost_and_not_before_it_is_known() -> None:
    found = course([contract("s1", date(2024, 1, 1), date(2025, 1, 1))])
    assert found is not None
    assert found.lines[0].lost_by(TODAY)
    assert not found.lines[0].lost_by(date(2024, 12, 31))
    renewed = course(
        [
            contract("s1", date(2024, 1, 1), date(2025, 1, 1)),
            contract("s2", date(2025, 1, 20), None),
        ]
    )
    assert renewed is not None
    assert renewed.lines[0].lost_by(date(2025, 1, 10))
    assert not renewed.lines[0].lost_by(date(2025, 1, 20))


def test_without_contracts_todays_amount_is_walked_back_through_what_happened() -> None:
    happened = [
        outcome(date(2025, 1, 1), "contraction", 300),
        outcome(date(2026, 1, 1), "expansion", 500),
    ]
    found = course(outcomes=happened, arr="1000")
    assert found is not None
    assert found.rebuilt
    days = (date(2024, 6, 1), date(2025, 6, 1), date(2026, 6, 1))
    assert [found.arr(day) for day in days] == [800, 500, 1000]


def test_an_amount_that_nobody_wrote_down_ends_what_is_known_of_the_past() -> None:
    found = course(outcomes=[outcome(date(2026, 1, 1), "expansion", None)], arr="1000")
    assert found is not None
    assert (found.arr(date(2025, 6, 1)), found.arr(date(2026, 6, 1))) == (None, 1000)
    left = course(outcomes=[outcome(date(2026, 1, 1), "churn", 700)], arr="0")
    assert left is not None
    assert (left.arr(date(2025, 6, 1)), left.arr(date(2026, 6, 1))) == (700, 0)


def line(number: int, satisfied: bool, arr: float, after: float, tenure: float = 12) -> Line:
    return Line(
        f"a{number}",
        TODAY,
        "smb",
        "EUR",
        {Measure.CSAT: 4.5 if satisfied else 2.5},
        arr,
        after,
        arr / 12,
        10,
        tenure,
    )


def found(lines: list[Line], spending: Spending) -> Comparison:
    return next(c for c in effects.compare(lines, lines, CSAT) if c.spending is spending)


def grown(gain: float) -> list[Line]:
    source = random.Random(3)
    made = []
    for number in range(80):
        satisfied = number % 2 == 0
        change = source.gauss(1.0, 0.1) + (gain if satisfied else 0)
        made.append(line(number, satisfied, 1000, 1000 * change))
    return made


def test_growth_that_follows_satisfaction_holds_with_its_size() -> None:
    made = found(grown(0.2), Spending.GROWTH)
    assert made.verdict is Verdict.HOLDS
    assert made.between is not None
    assert made.between.adjusted.value == pytest.approx(20, abs=5)
    assert made.between.adjusted.low > 0
    assert made.a_point is not None
    assert made.a_point.adjusted.value == pytest.approx(10, abs=3)
    assert [(band.name, band.n) for band in made.bands] == [
        ("low", 40),
        ("middle", 0),
        ("high", 40),
    ]


@pytest.mark.parametrize(("gain", "verdict"), [(-0.2, Verdict.OPPOSITE), (0.0, Verdict.NOISE)])
def test_the_contrary_and_nothing_are_said_as_such(gain: float, verdict: Verdict) -> None:
    assert found(grown(gain), Spending.GROWTH).verdict is verdict


def test_what_tenure_explains_is_not_put_down_to_satisfaction() -> None:
    source = random.Random(5)
    made = []
    for number in range(120):
        tenure = source.uniform(1, 60)
        satisfied = source.random() < tenure / 60
        made.append(line(number, satisfied, 100 * tenure + source.gauss(0, 100), 1, tenure))
    spent = found(made, Spending.ACCOUNT)
    assert spent.between is not None
    assert spent.between.raw.low > 0
    assert abs(spent.between.adjusted.value) < spent.between.raw.value / 3


def test_too_few_on_either_side_give_no_effect() -> None:
    made = [line(number, number < 9, 1000, 1000 + number) for number in range(40)]
    few = found(made, Spending.GROWTH)
    assert (few.verdict, few.between, few.n, few.top) == (Verdict.TOO_FEW, None, 40, 9)


def test_a_sign_that_depends_on_the_denominator_is_named() -> None:
    source = random.Random(7)
    made = []
    for number in range(60):
        satisfied = number % 2 == 0
        seats = 100 if satisfied else 10
        arr = source.gauss(5000 if satisfied else 2000, 100)
        one = line(number, satisfied, arr, arr)
        made.append(
            Line(
                *(one.account_id, one.cutoff, one.segment, one.currency, one.satisfaction),
                *(arr, arr, None, seats, None),
            )
        )
    compared = [c for c in effects.compare(made, made, CSAT) if c.between is not None]
    by = {c.spending: c.between.raw.value for c in compared if c.between}
    assert by[Spending.ACCOUNT] > 0 > by[Spending.SEAT]


def customers(short: int, long: int) -> list[Course]:
    """Contracts that end after ten months, and some that have run for thirty."""
    made = []
    for number in range(short + long):
        start = TODAY - timedelta(days=900)
        end = start + timedelta(days=300) if number < short else None
        one = Subscription(f"s{number}", f"a{number}", "Plan", 1, start, end, Decimal(100), "EUR")
        account = Account(f"a{number}", f"A{number}", segment="smb", contract_start=start)
        whole = courses.course(account, [one], [], TODAY)
        assert whole is not None
        made.append(whole)
    return made


def test_a_lifetime_value_lies_below_the_money_of_contracts_that_never_end() -> None:
    terms = Terms(horizon_months=12, discount=0.0)
    made = lifetime.value(customers(20, 40), [], 180, TODAY, terms)
    (segment,) = made.segments
    assert segment.value is not None
    assert 0.8 * 12 * 100 * 40 < segment.value.value <= 12 * 100 * 40
    assert segment.value.low <= segment.value.value <= segment.value.high
    assert (segment.accounts, segment.ends) == (40, 20)
    later = lifetime.value(customers(20, 40), [], 180, TODAY, Terms(12, 0.3))
    assert later.segments[0].value is not None
    assert later.segments[0].value.value < segment.value.value


def test_with_few_ends_a_lifetime_is_unknown_and_says_how_many_there_were() -> None:
    made = lifetime.value(customers(9, 40), [], 180, TODAY, Terms())
    assert made.ends == 9
    assert all(one.value is None for one in (*made.segments, *made.accounts))


def test_forecasts_are_tested_where_they_had_not_seen_what_came() -> None:
    cutoff = TODAY - timedelta(days=500)
    made = lifetime.value(customers(20, 40), [cutoff], 180, TODAY, Terms())
    whole = made.holdouts[0]
    assert (whole.segment, whole.readings) == (None, 40)
    off = {error.name: error.off for error in whole.errors}
    assert off[lifetime.SAME] == pytest.approx(0, abs=0.02)
    assert off[lifetime.MODEL] > off[lifetime.SAME]
    assert whole.lead is not None
    assert whole.lead.high < 0


def test_who_is_worth_most_and_heard_least_comes_first() -> None:
    some = [Given(f"a{n}", "EUR", 100.0 * n, 10 - n, 0, None, 180) for n in range(5)]
    alone = [Given("b", "USD", 9_999.0, 0, 0, None, 180)]
    ranked = attention.ranked([*some, *alone])
    assert [one.account_id for one in ranked] == ["a4", "a3", "a2", "a1", "a0"]
    assert ranked[0].lacks == 1


def test_a_new_customer_is_judged_by_the_days_since_it_began() -> None:
    new = Given("new", "EUR", 500.0, 6, 6, None, 30)
    old = [Given(f"a{n}", "EUR", 100.0 * n, 12, 0, None, 180) for n in range(4)]
    assert next(o for o in attention.ranked([new, *old]) if o.account_id == "new").lacks == 0


@pytest.mark.parametrize("language", ["it", "zh"])
def test_every_message_about_revenue_is_translated_with_its_places(language: str) -> None:
    path = ROOT / "handlers" / "locales" / language / "revenue.po"
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale=texts.LOCALES[language], abort_invalid=True)
    kept = {one.id if isinstance(one.id, str) else one.id[0]: one.string for one in catalogue}
    said = messages()
    for message in said - set(SHARED):
        string = kept.get(message)
        assert string, message
        for form in [string] if isinstance(string, str) else string:
            assert set(re.findall(r"{\w+}", form)) == set(re.findall(r"{\w+}", message)), message
    composed = ROOT / "handlers" / "composing"
    others = {*spoken(composed / "spending.py"), *spoken(composed / "pointed.py")}
    assert set(filter(None, kept)) - said <= others


SHARED = ("To beware of:", "{money} a year")
"""Messages that other areas translate."""


def messages() -> set[str]:
    tables = (saying.VERDICTS, saying.WORDS, saying.MEASURES, saying.SPENDINGS)
    more = (saying.CONTROLS, saying.CAUTIONS)
    made = {message for table in (*tables, *more) for message in table.values()}
    for name in ("handlers/revenue/saying.py", "handlers/revenue/worth.py"):
        made |= set(spoken(ROOT / name))
    return made | set(spoken(ROOT / "bot" / "commands" / "revenue.py"))


def spoken(path: Path) -> list[str]:
    made = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            first = node.args[0]
            if ast.unparse(node.func) in ("_", "_.plural") and isinstance(first, ast.Constant):
                made.append(str(first.value))
        if isinstance(node, ast.IfExp) and isinstance(node.body, ast.Constant):
            said = [one for one in (node.body, node.orelse) if isinstance(one, ast.Constant)]
            made += [str(one.value) for one in said if "{" in str(one.value)]
    return made
