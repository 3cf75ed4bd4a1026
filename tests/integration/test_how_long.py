"""How long until a contract renews, and how long since a customer was heard of."""

from datetime import timedelta

import pytest

from handlers import ask
from handlers.answers import Answer, Question
from handlers.context import Context
from playbooks.accounts import Account
from playbooks.notes import Direction, Note
from playbooks.people import Contact, Member, Role
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def filled(context: Context) -> Context:
    with context.workspace.writing() as writer:
        writer.put(Member("maya", "Maya Ray", "maya", role=Role.CSM))
        renewal = TODAY + timedelta(66)
        writer.put(Account("A1", "Harbour Tea", owner="maya", renewal_date=renewal))
        writer.put(Account("A2", "Quarry Lane", owner="maya"))
        writer.put(Contact("C1", "A1", "Ann Hale", role="champion"))
        for key, ago, text, direction in (
            ("N1", 90, "Ann, briefly. She likes it.", Direction.TWO_WAY),
            ("N2", 40, "Review with Bo. Ann has not answered since.", Direction.TWO_WAY),
            ("N3", 9, "Left a message for Bo.", Direction.ONE_WAY),
        ):
            writer.put(Note(key, "A1", TODAY - timedelta(ago), text, direction=direction))
        writer.put(Note("N4", "A2", TODAY - timedelta(5), "Wrote.", direction=Direction.ONE_WAY))
    return context


def asked(context: Context, text: str) -> Answer:
    return ask.answer(context, Question(text, "maya"))


@pytest.mark.parametrize(
    "text",
    [
        "how many days until Harbour Tea renews?",
        "when does Harbour Tea renew?",
        "quanti giorni mancano al rinnovo di Harbour Tea?",
        "quando scade il contratto di Harbour Tea?",
        "Harbour Tea 什么时候续约？",
        "离 Harbour Tea 续约还有多久？",
    ],
)
def test_the_days_until_a_renewal_come_first(filled: Context, text: str) -> None:
    lead = asked(filled, text).lead.text
    assert "66" in lead
    assert "Harbour Tea" in lead


@pytest.mark.parametrize(
    "text",
    [
        "when did we last hear from Harbour Tea?",
        "how long since we spoke with Harbour Tea?",
        "da quanto non sentiamo Harbour Tea?",
        "quando abbiamo sentito Harbour Tea l'ultima volta?",
        "我们多久没联系 Harbour Tea 了？",
        "上次跟 Harbour Tea 沟通是什么时候？",
    ],
)
def test_when_they_last_spoke_with_us_comes_first_then_what_we_tried(
    filled: Context, text: str
) -> None:
    answer = asked(filled, text)
    assert "40" in answer.lead.text
    assert "Review with Bo" in answer.lead.text
    assert "Left a message" in answer.text


def test_one_person_was_heard_when_the_note_begins_with_them(filled: Context) -> None:
    lead = asked(filled, "when did we last hear from Ann at Harbour Tea?").lead.text
    assert "90" in lead
    assert "Ann, briefly" in lead


def test_of_whom_no_exchange_is_recorded_it_is_said(filled: Context) -> None:
    answer = asked(filled, "when did we last hear from Quarry Lane?")
    assert answer.abstained
    assert "no two-way engagement is recorded" in answer.text
    assert "Wrote." in answer.text


def test_how_long_a_renewal_took_is_another_question(filled: Context) -> None:
    assert "66 days" not in asked(filled, "how long did the Harbour Tea renewal take?").lead.text
