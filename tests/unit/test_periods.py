"""Periods as people say them, seen from Wednesday, 17 June 2026."""

from datetime import date

import pytest

from knowledge import periods

TODAY = date(2026, 6, 17)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("what about last quarter?", "2026-01-01", "2026-03-31"),
        ("NPS in spring", "2026-03-01", "2026-05-31"),
        ("how was usage last winter", "2025-12-01", "2026-02-28"),
        ("in the fall of 2024", "2024-09-01", "2024-11-30"),
        ("da quest'estate", "2026-06-01", "2026-06-17"),
        ("nell'estate dell'anno scorso?", "2025-06-01", "2025-08-31"),
        ("durante l'autunno", "2025-09-01", "2025-11-30"),
        ("去年冬天的使用情况", "2025-12-01", "2026-02-28"),
        ("去年春天", "2025-03-01", "2025-05-31"),
        ("今年夏天用得怎么样", "2026-06-01", "2026-08-31"),
        ("e nel trimestre scorso?", "2026-01-01", "2026-03-31"),
        ("nell'ultimo trimestre", "2026-01-01", "2026-03-31"),
        ("上个季度呢？", "2026-01-01", "2026-03-31"),
        ("since March", "2026-03-01", "2026-06-17"),
        ("da marzo in qua", "2026-03-01", "2026-06-17"),
        ("三月以来", "2026-03-01", "2026-06-17"),
        ("since September", "2025-09-01", "2026-06-17"),
        ("since 1 May", "2026-05-01", "2026-06-17"),
        ("dal 3 aprile", "2026-04-03", "2026-06-17"),
        ("四月三日以来", "2026-04-03", "2026-06-17"),
        ("4月3日以来", "2026-04-03", "2026-06-17"),
        ("since Monday", "2026-06-15", "2026-06-17"),
        ("since last week", "2026-06-08", "2026-06-17"),
        ("in the next 90 days", "2026-06-17", "2026-09-15"),
        ("nei prossimi 60 giorni", "2026-06-17", "2026-08-16"),
        ("未来90天", "2026-06-17", "2026-09-15"),
        ("entro 30 giorni", "2026-06-17", "2026-07-17"),
        ("30天内", "2026-06-17", "2026-07-17"),
        ("in the last two weeks", "2026-06-03", "2026-06-17"),
        ("negli ultimi dodici mesi", "2025-06-17", "2026-06-17"),
        ("过去一年", "2025-06-17", "2026-06-17"),
        ("过去半年", "2025-12-17", "2026-06-17"),
        ("silent for 45 days", "2026-05-03", "2026-06-17"),
        ("this quarter", "2026-04-01", "2026-06-30"),
        ("本季度", "2026-04-01", "2026-06-30"),
        ("il mese prossimo", "2026-07-01", "2026-07-31"),
        ("Q3", "2026-07-01", "2026-09-30"),
        ("in the first quarter", "2026-01-01", "2026-03-31"),
        ("nel primo trimestre", "2026-01-01", "2026-03-31"),
        ("明年一季度续约的", "2027-01-01", "2027-03-31"),
        ("Q1 next year", "2027-01-01", "2027-03-31"),
        ("nel quarto trimestre dell'anno scorso", "2025-10-01", "2025-12-31"),
        ("by the end of the year", "2026-06-17", "2026-12-31"),
        ("entro fine mese", "2026-06-17", "2026-06-30"),
        ("季度末之前", "2026-06-17", "2026-06-30"),
        ("十二月底", "2025-12-01", "2025-12-31"),
        ("2026-02-03 to 2026-03-01", "2026-02-03", "2026-03-01"),
        ("2026年3月1日以来", "2026-03-01", "2026-06-17"),
        ("between March and May", "2026-03-01", "2026-05-31"),
        ("yesterday", "2026-06-16", "2026-06-16"),
        ("ieri", "2026-06-16", "2026-06-16"),
        ("a month ago", "2026-05-17", "2026-06-17"),
        ("in 2025", "2025-01-01", "2025-12-31"),
        ("by September", "2026-06-17", "2026-09-30"),
        ("entro marzo", "2026-06-17", "2027-03-31"),
        ("entro fine marzo 2028", "2026-06-17", "2028-03-31"),
        ("3月前", "2026-06-17", "2027-03-31"),
        ("by 5 June", "2026-06-05", "2026-06-05"),
        ("the first half of 2027", "2027-01-01", "2027-06-30"),
        ("nel secondo semestre", "2026-07-01", "2026-12-31"),
        ("seconda metà del 2027", "2027-07-01", "2027-12-31"),
        ("明年下半年", "2027-07-01", "2027-12-31"),
        ("l'altro ieri", "2026-06-15", "2026-06-15"),
        ("the day before yesterday", "2026-06-15", "2026-06-15"),
        ("前天", "2026-06-15", "2026-06-15"),
    ],
)
def test_a_period_is_read_from_its_words(text: str, since: str, until: str) -> None:
    found = periods.find(text, TODAY)
    assert found is not None
    assert (str(found.since), str(found.until)) == (since, until)


def test_a_period_to_come_is_of_the_year_in_which_it_comes() -> None:
    december = date(2025, 12, 1), date(2025, 12, 31)
    coming = date(2026, 12, 1), date(2026, 12, 31)
    assert periods.ahead(december, "due in december", TODAY) == coming
    assert periods.ahead(december, "last december", TODAY) == december
    assert periods.ahead(december, "in december 2025", TODAY) == december
    assert periods.ahead((None, TODAY), "until now", TODAY) == (None, TODAY)


@pytest.mark.parametrize(
    "text", ["How is Acme?", "may I ask something?", "the march of time", "", "since 2026-13-45"]
)
def test_words_that_name_no_period_give_none(text: str) -> None:
    assert periods.find(text, TODAY) is None


def test_every_period_of_a_text_is_told_in_its_order() -> None:
    text = "call yesterday, plan by September"
    found = periods.named(text, TODAY)
    assert [text[one.start : one.end] for one in found] == ["yesterday", "by September"]


def test_the_place_of_the_period_in_the_text_is_told() -> None:
    text = "Perché è scesa nell'ultimo mese?"
    found = periods.find(text, TODAY)
    assert found is not None
    assert text[found.start : found.end] == "nell'ultimo mese"
