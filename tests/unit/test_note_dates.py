"""Dates in the words of notes, said on Friday 20 November 2026."""

from datetime import date

import pytest

from knowledge import dates

SAID_ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("by Friday", date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 21)),
        ("in three weeks", date(2026, 12, 11)),
        ("within two business days", date(2026, 11, 24)),
        ("end of the month", date(2026, 11, 30)),
        ("14 May", date(2027, 5, 14)),
        ("the 28th", date(2026, 11, 28)),
        ("2026-12-01", date(2026, 12, 1)),
        ("Q1", date(2027, 3, 31)),
        ("25/12", date(2026, 12, 25)),
        ("thurs", date(2026, 11, 26)),
        ("before the month is out", date(2026, 11, 30)),
        ("stanotte", date(2026, 11, 20)),
        ("entro Natale", date(2026, 12, 25)),
        ("二十八号", date(2026, 11, 28)),
        ("元旦前", date(2026, 12, 31)),
        ("三个月内", date(2027, 2, 20)),
        ("entro venerdì", date(2026, 11, 27)),
        ("fra tre settimane", date(2026, 12, 11)),
        ("entro fine gennaio", date(2027, 1, 31)),
        ("giovedì della prossima settimana", date(2026, 11, 26)),
        ("il 5 dicembre", date(2026, 12, 5)),
        ("下周五前", date(2026, 11, 27)),
        ("周三之前", date(2026, 11, 25)),
        ("三周内", date(2026, 12, 11)),
        ("月底", date(2026, 11, 30)),
        ("12月1日", date(2026, 12, 1)),
        ("十二月底", date(2026, 12, 31)),
        ("the sixth of December", date(2026, 12, 6)),
        ("by the twenty-second", date(2026, 11, 22)),
        ("il primo dicembre", date(2026, 12, 1)),
        ("giovedì 3", date(2026, 12, 3)),
        ("giovedì 4", date(2026, 11, 26)),
        ("Thursday the 10th", date(2026, 12, 10)),
        ("a week from today", date(2026, 11, 27)),
        ("Thursday week", date(2026, 11, 26)),
        ("mid-month", date(2026, 12, 15)),
        ("before lunch", date(2026, 11, 20)),
        ("by noon tomorrow", date(2026, 11, 21)),
        ("Friday 4 December", date(2026, 12, 4)),
        ("venerdì della settimana prossima", date(2026, 11, 27)),
        ("in serata", date(2026, 11, 20)),
        ("entro il dieci dicembre", date(2026, 12, 10)),
        ("下个月10号", date(2026, 12, 10)),
        ("待会儿", date(2026, 11, 20)),
    ],
)
def test_a_wording_means_a_day(wording: str, day: date) -> None:
    assert dates.parse(wording, SAID_ON) == day


@pytest.mark.parametrize("wording", ["03/04/05", "04/05", "someday", "soon", "31/31", "", "32 May"])
def test_what_names_no_day_or_two_days_means_none(wording: str) -> None:
    assert dates.parse(wording, SAID_ON) is None


@pytest.mark.parametrize(
    ("language", "day"),
    [("it", date(2026, 12, 6)), ("zh", date(2027, 6, 12)), ("en", None), (None, None)],
)
def test_two_numbers_are_one_day_in_a_language_that_has_one_order(
    language: str | None, day: date | None
) -> None:
    assert dates.parse("6/12", SAID_ON, language) == day
    assert bool(dates.readings("6/12", SAID_ON, language)) is (day is None)
