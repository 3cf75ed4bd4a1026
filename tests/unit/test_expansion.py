"""What a question is searched with beyond its own words."""

import pytest

from knowledge import expansion


def test_the_glossary_covers_the_field_in_three_languages() -> None:
    glossary = expansion.glossary()
    assert len(glossary) >= 80
    assert all(entry.en and entry.it and entry.zh for entry in glossary)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("Perché hanno una zangola così alta?", "churn"),
        ("come si fa il passaggio di consegne", "handoff"),
        ("客户流失怎么办", "churn"),
        ("交接清单", "handoff"),
        ("问题升级后多久答复", "escalation"),
        ("领养率太低", "adoption"),
        ("支持通知单", "ticket"),
        ("come va il fidanzamento del cliente", "engagement"),
    ],
)
def test_a_question_is_also_searched_with_our_english_word(query: str, word: str) -> None:
    assert expansion.weights(query)[word] == expansion.TRANSLATED


def test_a_synonym_counts_less_than_what_was_asked() -> None:
    weights = expansion.weights("handover checklist")
    assert weights["handover"] == 1.0
    assert weights["handoff"] == expansion.SYNONYM


def test_a_question_outside_the_field_is_left_alone() -> None:
    assert expansion.weights("zebra") == {"zebra": 1.0, "zebr": 1.0}


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("who wakes someone up in the middle of the night", "alert"),
        ("what does my boss expect", "manager"),
        ("they walked away from us", "churn"),
        ("it is paid for but not used by many", "seat"),
    ],
)
def test_plain_words_find_the_term_of_the_trade(query: str, word: str) -> None:
    assert expansion.weights(query)[word] >= expansion.ALSO_SAID


def test_a_plain_wording_needs_all_its_words() -> None:
    assert "shadow" not in " ".join(expansion.weights("please listen to the customer"))
