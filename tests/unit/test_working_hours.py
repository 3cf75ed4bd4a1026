"""When a member works: their own time zone, weekdays, hours and public holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers import working_hours
from playbooks.people import Member

MAYA = Member("U1", "Maya", time_zone="Europe/Rome")


@pytest.mark.parametrize(
    ("time_zone", "day", "works"),
    [
        ("Europe/Rome", date(2026, 11, 20), True),
        ("Europe/Rome", date(2026, 11, 21), False),
        ("Europe/Rome", date(2026, 12, 8), False),
        ("America/New_York", date(2026, 12, 8), True),
        ("America/New_York", date(2026, 11, 26), False),
        ("Asia/Shanghai", date(2026, 10, 1), False),
        ("Asia/Calcutta", date(2026, 8, 15), False),
        ("UTC", date(2026, 12, 25), True),
    ],
)
def test_weekends_and_the_holidays_of_the_zones_country_are_free(
    time_zone: str, day: date, works: bool
) -> None:
    assert working_hours.works_on(Member("U1", "Maya", time_zone=time_zone), day) is works


def test_the_day_begins_at_nine_on_the_members_own_clock() -> None:
    at_half_past_eight = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert working_hours.starts_in(MAYA, at_half_past_eight) == 1800
    assert working_hours.starts_in(MAYA, at_half_past_eight + timedelta(hours=3)) == 0


def test_the_day_is_over_at_five_on_the_members_own_clock() -> None:
    assert not working_hours.is_over(MAYA, datetime(2026, 11, 20, 15, 59, tzinfo=UTC))
    assert working_hours.is_over(MAYA, datetime(2026, 11, 20, 16, 0, tzinfo=UTC))


def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is() -> None:
    before = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    assert working_hours.local(MAYA, before).date() == date(2026, 10, 25)
    assert working_hours.starts_in(MAYA, before) == 9.5 * 3600


def test_a_time_zone_that_nobody_knows_is_taken_for_utc() -> None:
    nowhere = Member("U1", "Maya", time_zone="Mars/Olympus")
    assert working_hours.zone_of(nowhere).key == "UTC"
