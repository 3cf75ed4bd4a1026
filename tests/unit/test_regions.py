"""Of which country customers are asked for."""

import pytest

from knowledge import regions


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("which Italian customers are at risk?", "IT", "which  customers are at risk?"),
        ("quali clienti italiani rinnovano?", "IT", "quali clienti  rinnovano?"),
        ("renewals in the United Kingdom", "GB", "renewals "),
        ("i clienti in Germania", "DE", "i clienti "),
        ("意大利的客户有哪些", "IT", "客户有哪些"),
        ("our US accounts", "US", "our  accounts"),
    ],
)
def test_a_country_is_read_beside_a_word_for_customers(text: str, code: str, rest: str) -> None:
    assert regions.asked(text) == code
    assert regions.without(text) == rest


@pytest.mark.parametrize(
    "text",
    ["who wants training in Italian?", "which of us speaks French?", "call us accordingly", "美的"],
)
def test_a_language_or_a_small_word_is_no_country(text: str) -> None:
    assert regions.asked(text) is None


@pytest.mark.parametrize(
    ("region", "code"), [("Italy", "IT"), ("italia", "IT"), ("中国", "CN"), ("gb", "GB")]
)
def test_a_region_is_known_by_any_of_its_names(region: str, code: str) -> None:
    assert regions.is_in(region, code)
    assert not regions.is_in(None, code)
    assert not regions.is_in("EMEA", code)


@pytest.mark.parametrize(
    "text", ["and in the UK?", "only in Italy", "e in Germania?", "Italia", "在中国的呢？"]
)
def test_a_turn_may_name_a_country_and_no_more(text: str) -> None:
    assert regions.is_all(text)


@pytest.mark.parametrize("text", ["in Italian", "customers in Italy", "how is Italy doing?", ""])
def test_other_turns_say_more_than_a_country(text: str) -> None:
    assert not regions.is_all(text)


def test_the_last_country_counts() -> None:
    assert regions.asked("customers in italy\nand in the uk?") == "GB"
