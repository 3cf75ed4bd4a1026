"""What one of us told one of them, what somebody said in a time, and what was bought in one."""

from datetime import date
from decimal import Decimal

import pytest

from handlers import ask
from handlers.answers import Answer, Question
from handlers.context import Context
from playbooks.accounts import Account, Subscription
from playbooks.notes import Note
from playbooks.observations import Outcome, SurveyResponse
from playbooks.people import Contact, Member, Role


@pytest.fixture
def filled(context: Context) -> Context:
    july, september = date(2026, 7, 23), date(2026, 9, 18)
    offer = "Sent Victor the renewal with the second harbour: USD 420,000."
    with context.workspace.writing() as writer:
        writer.put(Member("sam", "Sam Oak", "sam", role=Role.SALES))
        writer.put(Member("maya", "Maya Ray", "maya", role=Role.CSM))
        writer.put(Account("A1", "Harbour Tea", owner="maya", account_executive="sam"))
        writer.put(Contact("C1", "A1", "Victor Lang", "Buyer"))
        writer.put(Contact("C2", "A1", "Irene Vale", "Owner"))
        writer.put(Note("N1", "A1", date(2026, 11, 3), offer, author="sam"))
        writer.put(Note("N2", "A1", date(2026, 11, 9), "Victor was on leave.", author="maya"))
        writer.put(Note("N3", "A1", september, "Irene: 'I would not run it without you.'"))
        writer.put(Note("N4", "A1", date(2026, 10, 9), "Irene asked for a map."))
        writer.put(SurveyResponse("S1", "A1", september, "nps", 10, "Irene Vale"))
        writer.put(
            Outcome("O1", "A1", july, "expansion", Decimal(60000), "USD", "The second harbour")
        )
        writer.put(Subscription("U1", "A1", "Dock", 60, july))
        writer.put(Subscription("U2", "A1", "Scan", 10, date(2025, 1, 1)))
    return context


def asked(context: Context, text: str) -> Answer:
    return ask.answer(context, Question(text, "maya"))


@pytest.mark.parametrize(
    "text",
    [
        "what did Sam offer Victor at Harbour Tea?",
        "cosa ha offerto Sam a Victor di Harbour Tea?",
        "Sam 给 Victor 报了多少？Harbour Tea",
    ],
)
def test_what_one_of_us_told_one_of_them_is_in_their_own_notes(filled: Context, text: str) -> None:
    answer = asked(filled, text)
    assert "420,000" in answer.lead.text
    assert "on leave" not in answer.lead.text


def test_what_somebody_said_in_a_time_is_what_was_noted_then(filled: Context) -> None:
    answer = asked(filled, "what did Irene say about us at Harbour Tea in September?")
    assert "would not run it without you" in answer.lead.text
    assert "a map" not in answer.text
    assert "10 of 10" in answer.text


def test_what_was_bought_in_a_time_is_what_began_then(filled: Context) -> None:
    answer = asked(filled, "what did Harbour Tea buy in July?")
    assert "second harbour" in answer.text
    assert "Dock" in answer.text
    assert "Scan" not in answer.text


@pytest.mark.parametrize(
    "text",
    ["What NPS did Victor put down at Harbour Tea?", "Harbour Tea: Victor 给的 NPS 是几分？"],
)
def test_another_persons_answer_stands_for_nobody(filled: Context, text: str) -> None:
    answer = asked(filled, text)
    assert answer.abstained
    assert "Victor" in answer.lead.text
