"""Feasts by which people set days."""

from datetime import date

import pytest

from knowledge import dates

SAID_ON = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("wording", "language", "day"),
    [
        ("before Christmas", "en", date(2026, 12, 24)),
        ("by Christmas", "en", date(2026, 12, 25)),
        ("by Thanksgiving", "en", date(2026, 11, 26)),
        ("before Easter", "en", date(2027, 3, 27)),
        ("prima di Natale", "it", date(2026, 12, 24)),
        ("entro Pasqua", "it", date(2027, 3, 28)),
        ("entro Ferragosto", "it", date(2027, 8, 15)),
        ("春节前", "zh", date(2027, 2, 5)),
        ("年前", "zh", date(2027, 2, 5)),
        ("元旦前", "zh", date(2026, 12, 31)),
        ("国庆前", "zh", date(2027, 9, 30)),
        ("五一前", "zh", date(2027, 4, 30)),
        ("中秋节", "zh", date(2027, 9, 15)),
    ],
)
def test_a_feast_names_its_day_and_before_it_the_day_that_ends_ahead_of_it(
    wording: str, language: str, day: date
) -> None:
    assert dates.parse(wording, SAID_ON, language) == day
