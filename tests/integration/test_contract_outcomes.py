"""What became of contracts in a time, over all accounts; on both databases."""

from datetime import date
from decimal import Decimal

import pytest

from handlers import ask
from handlers.answers import Answer, Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.observations import CHURN, Outcome
from playbooks.people import Member, Role


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Member("ruth", "Ruth Low", "ruth", role=Role.MANAGER))
        for key, name in (("A1", "Harbour Tea"), ("A2", "Quarry Lane"), ("A3", "Meadow Mill")):
            writer.put(Account(key, name, owner="ruth"))
        happened = [
            ("O1", "A1", date(2026, 3, 2), CHURN, 12_000, "EUR", "Too slow"),
            ("O2", "A2", date(2025, 3, 2), CHURN, 9_000, "EUR", "Sold the business"),
            ("O3", "A3", date(2026, 8, 6), "expansion", 4_000, "GBP", "Second site"),
            ("O4", "A3", date(2026, 5, 6), "renewal", 20_000, "GBP", "One year"),
        ]
        for key, account, day, kind, amount, currency, reason in happened:
            money = Decimal(amount)
            writer.put(Outcome(key, account, day, kind, money, currency, reason))
    return context


def asked(context: Context, text: str) -> Answer:
    return ask.answer(context, Question(text, "ruth"))


@pytest.mark.parametrize(
    "text",
    [
        "how many customers did we lose this year?",
        "chi abbiamo perso quest'anno?",
        "今年流失了哪些客户？",
        "churn this year?",
    ],
)
def test_who_left_is_of_the_time_asked_about_with_the_money(filled: Context, text: str) -> None:
    answer = asked(filled, text)
    assert "12" in answer.lead.text
    assert "Too slow" in answer.text
    assert "Sold the business" not in answer.text
    assert "Second site" not in answer.text


def test_another_kind_and_another_time(filled: Context) -> None:
    assert "Second site" in asked(filled, "who expanded this year?").text
    assert "Sold the business" in asked(filled, "which customers left us last year?").text


@pytest.mark.parametrize(
    "text",
    ["NRR this year?", "what is our retention rate?", "qual è il nostro tasso di retention?"],
)
def test_a_rate_is_not_calculated_and_what_is_kept_is_told(filled: Context, text: str) -> None:
    answer = asked(filled, text)
    assert answer.abstained
    assert answer.missing
    assert "Too slow" in answer.text
    assert "Second site" in answer.text


def test_where_nothing_happened_the_count_says_so(filled: Context) -> None:
    assert ": 0" in asked(filled, "who left us in September 2026?").lead.text


@pytest.mark.parametrize(
    "text",
    [
        "which customers at risk renewed this year?",
        "which customers without a champion left us this year?",
    ],
)
def test_a_list_by_something_else_stays_one(filled: Context, text: str) -> None:
    assert not asked(filled, text).lead.text.startswith("From ")


def test_what_is_not_calculated_leads(filled: Context) -> None:
    assert "not calculated" in asked(filled, "NRR this year?").lead.text
