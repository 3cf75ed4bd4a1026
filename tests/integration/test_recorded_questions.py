"""Questions for which there is a record of their own are answered by it; on both databases."""

from datetime import date
from decimal import Decimal

import pytest

from handlers import ask
from handlers.answers import Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.observations import Outcome
from playbooks.people import Contact, Member
from playbooks.stages import Enrolment, Stage


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Account("A1", "Harbour Tea", owner="U1", currency="EUR"))
        writer.put(Member("U1", "Maya", "@maya"))
        writer.put(Contact("C1", "A1", "Nora Bell", channel_preference="phone yes|survey no"))
        writer.put(Contact("C2", "A1", "Ivo Reed", channel_preference="email yes"))
        first = Enrolment("S1", "A1", Stage.ONBOARDING, date(2025, 8, 6), exited=date(2025, 9, 3))
        writer.put(first)
        writer.put(Enrolment("S2", "A1", Stage.ADOPTION, date(2025, 9, 3), team="Depot"))
        reason = "One year, by mail"
        renewal = Outcome(
            "O1", "A1", date(2026, 5, 15), "renewal", Decimal(14_400), "EUR", reason=reason
        )
        writer.put(renewal)
    return context


def lead(context: Context, text: str) -> str:
    return ask.answer(context, Question(text, "U1")).lead.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When did Harbour Tea leave onboarding?", "from 6 Aug 2025 to 3 Sept 2025"),
        ("quando sono usciti dall'onboarding gli Harbour Tea?", "dal 6 ago 2025 al 3 set 2025"),
        ("Harbour Tea 什么时候离开上线阶段的？", "2025年9月3日"),
        ("when did Harbour Tea enter adoption?", "in adoption (Depot) since 3 Sept 2025"),
    ],
)
def test_the_days_of_a_stage_are_told(filled: Context, question: str, told: str) -> None:
    assert told in lead(filled, question)


@pytest.mark.parametrize(
    "question",
    [
        "For how much did Harbour Tea renew last?",
        "per quanto ha rinnovato Harbour Tea?",
        "Harbour Tea 上次续约多少钱？",
    ],
)
def test_for_how_much_they_renewed_is_told_by_the_outcome(filled: Context, question: str) -> None:
    said = lead(filled, question)
    assert "14" in said
    assert "One year, by mail" in said


@pytest.mark.parametrize(
    "question",
    [
        "How does Nora at Harbour Tea like to be contacted?",
        "come preferisce essere contattata Nora Bell di Harbour Tea?",
        "Harbour Tea 的 Nora 喜欢什么沟通方式？",
        "is there anything that Nora at Harbour Tea doesn't want?",
    ],
)
def test_how_one_person_wants_to_be_reached_is_told_of_them_alone(
    filled: Context, question: str
) -> None:
    said = lead(filled, question)
    assert "Nora Bell" in said
    assert "Ivo" not in said


def test_a_stage_of_which_nothing_is_recorded_gets_no_days(filled: Context) -> None:
    said = lead(filled, "When did Harbour Tea leave presales?")
    assert "2025" not in said
