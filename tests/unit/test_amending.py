"""Corrections in words to a note that was just prepared."""

from datetime import date

import pytest

from knowledge import amending

TODAY = date(2026, 11, 20)
PEOPLE = ("Anna Bauer", "Piet de Vries", "王敏")
NOTE = "Spoke with Anna, she sends the order by Friday, budget 58k."
NOTA = "parlato con Anna ieri alle 15, 30 utenti e 12 licenze"
CHINESE = "王敏说周五前给合同，预算85万"


@pytest.mark.parametrize(
    ("text", "said", "corrected"),
    [
        (NOTE, "no, I said Thursday", NOTE.replace("Friday", "Thursday")),
        (NOTE, "sorry, Thursday not Friday", NOTE.replace("Friday", "Thursday")),
        (NOTE, "change Friday to next Monday", NOTE.replace("Friday", "next Monday")),
        (NOTE, "the budget is 85k", NOTE.replace("58k", "85k")),
        (NOTE, "no, it was Piet", NOTE.replace("Anna", "Piet")),
        ("call at 3pm with Anna", "make it 4pm please", "call at 4pm with Anna"),
        ("Anna signs by 3 March", "no, 13 March", "Anna signs by 13 March"),
        ("30 seats and 12 licences", "no, 14 licences", "30 seats and 14 licences"),
        (NOTA, "le licenze sono 14, ho sbagliato", NOTA.replace("12", "14")),
        ("manda l'ordine venerdì", "non venerdì ma giovedì", "manda l'ordine giovedì"),
        (CHINESE, "不对，是周四", CHINESE.replace("周五", "周四")),
        (CHINESE, "不是周五，是周四", CHINESE.replace("周五", "周四")),
        (
            "Call with Anna today, she wants it by 5 December",
            "no, it was yesterday",
            "Call with Anna yesterday, she wants it by 5 December",
        ),
        (
            "Call with Anna today, she wants it by 5 December",
            "sorry, by 9 December",
            "Call with Anna today, she wants it by 9 December",
        ),
        (
            "Anna wants it by 5 December",
            "no, it was yesterday",
            "Yesterday: Anna wants it by 5 December",
        ),
        (
            "Anna called",
            "no, that was the day before yesterday",
            "The day before yesterday: Anna called",
        ),
        (
            "I promised Anna the report",
            "sorry, by 9 December",
            "I promised Anna the report by 9 December",
        ),
        (
            "ho promesso ad Anna il report entro venerdì",
            "correggo, entro il 10 dicembre",
            "ho promesso ad Anna il report entro il 10 dicembre",
        ),
        (
            "chiamata ieri, rimandiamo la revisione a gennaio",
            "no, era l'altro ieri",
            "chiamata l'altro ieri, rimandiamo la revisione a gennaio",
        ),
        (
            "chiamata ieri, rimandiamo la revisione a gennaio",
            "no scusa, a febbraio",
            "chiamata ieri, rimandiamo la revisione a febbraio",
        ),
        (
            "今天和王敏通话，他们希望12月5日前修好",
            "不对，是昨天",
            "昨天和王敏通话，他们希望12月5日前修好",
        ),
        (
            "今天和王敏通话，他们希望12月5日前修好",
            "改成12月10日前",
            "今天和王敏通话，他们希望12月10日前修好",
        ),
        ("和王敏通话", "不对，是昨天", "昨天：和王敏通话"),
        (CHINESE, "应该是58万", CHINESE.replace("85万", "58万")),
    ],
)
def test_what_is_wrong_is_replaced_by_what_it_should_be(
    text: str, said: str, corrected: str
) -> None:
    assert amending.amended(text, said, TODAY, PEOPLE) == corrected


@pytest.mark.parametrize(
    ("text", "said", "longer"),
    [
        ("Anna called.", "add that she wants a training", "Anna called. She wants a training"),
        ("Anna ha chiamato", "aggiungi che vuole un corso", "Anna ha chiamato. Vuole un corso"),
        (CHINESE, "再加一句她想要培训", f"{CHINESE}。她想要培训"),
    ],
)
def test_what_is_to_be_told_as_well_becomes_a_sentence(text: str, said: str, longer: str) -> None:
    assert amending.amended(text, said, TODAY, PEOPLE) == longer


@pytest.mark.parametrize(
    "said",
    [
        "no worries",
        "no",
        "no, how is Acme doing",
        "thanks, that is all",
        "Monday and Tuesday and Friday, who knows",
        "不用了",
        "grazie",
        "x" * 500,
        "…",
    ],
)
def test_other_turns_correct_nothing(said: str) -> None:
    assert amending.amended(NOTE, said, TODAY, PEOPLE) is None


def test_where_two_things_could_be_meant_nothing_is_guessed() -> None:
    assert amending.amended("30 seats and 12 licences", "no, 14", TODAY, PEOPLE) is None


@pytest.mark.parametrize(
    "said",
    [
        "what did you take from that?",
        "show me the note",
        "cosa hai letto?",
        "fammi vedere la nota",
        "你从中记了什么？",
        "再看一下这条笔记",
    ],
)
def test_what_was_prepared_is_asked_for_again(said: str) -> None:
    assert amending.asks_again(said)


@pytest.mark.parametrize(
    "said",
    ["what did you promise them?", "show me the notes of May", "cosa hanno letto?", "你们说了什么"],
)
def test_other_questions_do_not_ask_for_it_again(said: str) -> None:
    assert not amending.asks_again(said)
