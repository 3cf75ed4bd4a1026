"""What counts as a word."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge import tokens


def test_english_forms_of_a_word_are_one_word() -> None:
    forms = tokens.words("renew renews renewed renewing plan planned utilisation utilization")
    assert len(set(forms)) == 3


def test_italian_endings_do_not_matter() -> None:
    assert tokens.words("rinnovo", "it") == tokens.words("rinnovi", "it")


def test_a_question_in_italian_also_finds_english_words() -> None:
    assert "churn" in tokens.asked("perché il churn aumenta?")


def test_chinese_is_read_in_pairs_of_characters() -> None:
    assert tokens.words("客户流失") == ["客户", "户流", "流失"]


def test_words_that_stand_everywhere_are_left_out() -> None:
    assert tokens.words("what is the che cosa è 什么") == []


def test_names_with_signs_are_cut_into_their_parts() -> None:
    assert tokens.words("cloud_sql_proxy, DAU/MAU") == ["cloud", "sql", "proxy", "dau", "mau"]


def test_accents_do_not_matter() -> None:
    assert tokens.words("fedeltà", "it") == tokens.words("fedelta", "it")


@given(st.text())
def test_words_hold_letters_and_digits_only(text: str) -> None:
    assert all(word.isalnum() for word in tokens.words(text))
