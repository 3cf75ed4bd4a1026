"""Who somebody is, at a customer's or one of us, and how to reach them."""

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
        writer.put(Member("ruth", "Ruth Low", "ruth", role=Role.MANAGER))
        writer.put(Member("maya", "Maya Ray", "maya", role=Role.CSM, manager="ruth"))
        writer.put(Account("A1", "Harbour Tea", owner="maya"))
        writer.put(
            Contact("C1", "A1", "Ann Hale", "Head of Packing", "ann@harbour.example", "champion")
        )
        writer.put(Contact("C2", "A1", "Bo Lind", "Buyer", role="economic_buyer"))
        note = "Ann wants the map by June."
        writer.put(Note("N1", "A1", TODAY, note, direction=Direction.TWO_WAY))
    return context


def asked(context: Context, text: str) -> Answer:
    return ask.answer(context, Question(text, "maya"))


@pytest.mark.parametrize(
    "text",
    [
        "who is Ann Hale?",
        "who's Ann at Harbour Tea?",
        "what's Ann Hale's role?",
        "what is Ann Hale's email?",
        "chi è Ann Hale?",
        "che ruolo ha Ann Hale?",
        "qual è la mail di Ann Hale?",
        "Ann Hale 是谁？",
        "Ann Hale 的邮箱是什么？",
    ],
)
def test_one_person_is_told_with_role_address_and_last_words(filled: Context, text: str) -> None:
    answer = asked(filled, text)
    assert answer.lead.text.startswith("Ann Hale")
    for said in ("Head of Packing", "ann@harbour.example", "the map by June"):
        assert said in answer.text
    assert "Bo Lind" not in answer.text


def test_where_no_address_is_kept_that_is_said(filled: Context) -> None:
    assert "No e-mail address is recorded." in asked(filled, "what is Bo Lind's email?").text


@pytest.mark.parametrize("text", ["who is Ruth Low?", "chi è Ruth Low?", "Ruth Low 是谁？"])
def test_one_of_us_is_told_with_their_role(filled: Context, text: str) -> None:
    assert asked(filled, text).lead.text.startswith("Ruth Low")


@pytest.mark.parametrize("text", ["who is my manager?", "chi è il mio capo?", "我的经理是谁？"])
def test_ones_own_manager_is_known(filled: Context, text: str) -> None:
    assert "Ruth Low" in asked(filled, text).lead.text


def test_whoever_reports_to_nobody_is_told_so(filled: Context) -> None:
    answer = ask.answer(filled, Question("who is my manager?", "ruth"))
    assert answer.abstained
    assert answer.missing


@pytest.mark.parametrize(
    "text", ["who is the champion at Harbour Tea?", "who is who at Harbour Tea?"]
)
def test_a_role_or_all_of_them_are_another_question(filled: Context, text: str) -> None:
    assert "ann@harbour.example" not in asked(filled, text).text
