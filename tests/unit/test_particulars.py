"""Questions for one particular thing: what they are about, and which record answers."""

import pytest

from knowledge import particulars
from knowledge.ranking import Item

NOTES = [
    Item("n1", "Quarterly review with Anna. Adoption is fine, 80 of 96 seats active.", "en"),
    Item("n2", "Root cause of the scanner freezes: old firmware. Anna updates 40 devices.", "en"),
    Item("n3", "Il corriere aspetta due ore in banchina. Anna vuole dimezzare l'attesa.", "it"),
    Item("n4", "She says the contractors need gloves that work with the screen.", "en"),
]
NAMES = ["Acme Freight", "Acme"]


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("What was the root cause of the freezes at Acme?", "root cause freezes"),
        ("Quanto aspettano i corrieri da Acme?", "aspettano corrieri"),
        ("Acme的系统可用率是多少？", "系统可用率"),
    ],
)
def test_a_question_is_about_what_is_left_without_names_and_words_of_asking(
    question: str, about: str
) -> None:
    assert particulars.subject(question, NAMES) == about


def test_the_record_that_names_what_is_asked_about_answers() -> None:
    found = particulars.matches(
        "What was the root cause of the freezes at Acme?", NOTES, NAMES, ["Anna Berg"], "en"
    )
    assert found[0].id == "n2"
    assert found[0].answers
    assert found[0].sentence == "Root cause of the scanner freezes: old firmware."


def test_a_record_in_another_language_answers_as_well() -> None:
    found = particulars.matches("How long does the courier wait?", NOTES, NAMES, (), "en")
    assert (found[0].id, found[0].answers) == ("n3", True)


@pytest.mark.parametrize(
    "question",
    [
        "What does Anna think of our new logo?",
        "Che banca usa Acme per gli stipendi?",
        "Acme的食堂在哪里？",
    ],
)
def test_a_thing_that_nobody_recorded_is_answered_by_no_record(question: str) -> None:
    found = particulars.matches(question, NOTES, NAMES, ["Anna Berg"], "en")
    assert not any(match.answers for match in found)


def test_a_number_is_not_answered_by_words_without_one() -> None:
    found = particulars.matches("How many gloves do the contractors need?", NOTES, NAMES, (), "en")
    assert found[0].id == "n4"
    assert not found[0].answers


def test_an_account_without_records_answers_nothing() -> None:
    assert particulars.matches("How many trucks do they own?", [], NAMES) == []
