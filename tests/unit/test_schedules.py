"""Jobs that come back: once a day on each zone's own clock, whatever the clocks do."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from croniter import croniter

from storage.schedules import Schedule

ZONES = ("Europe/Rome", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "UTC")


def test_an_hour_that_comes_twice_in_the_autumn_night_has_one_key() -> None:
    morning = Schedule("morning", "Europe/Rome", 9)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    rome = ZoneInfo("Europe/Rome")
    assert first.astimezone(rome).time() == second.astimezone(rome).time()
    assert morning.key(first) == morning.key(second) == "morning Europe/Rome 2026-10-25"


def test_the_key_holds_the_date_where_the_people_are() -> None:
    late_in_rome = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    assert Schedule("m", "Europe/Rome", 9).payload(late_in_rome)["date"] == "2026-11-20"
    assert Schedule("m", "Asia/Shanghai", 9).payload(late_in_rome)["date"] == "2026-11-21"


@pytest.mark.parametrize("hour", [0, 3, 24])
def test_nothing_is_scheduled_in_the_hours_in_which_clocks_change(hour: int) -> None:
    with pytest.raises(ValueError, match="nothing is scheduled"):
        Schedule("morning", "Europe/Rome", hour)


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_mornings_has_one_for_each_date_at_nine(zone: str) -> None:
    morning = Schedule("morning", zone, 9)
    begin = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    times = croniter(morning.cron, begin, second_at_beginning=True)
    mornings = [times.get_next(datetime) for _ in range(365)]
    assert {moment.astimezone(ZoneInfo(zone)).hour for moment in mornings} == {9}
    assert set(Counter(map(morning.key, mornings)).values()) == {1}


@pytest.mark.parametrize(("zone", "hour"), [*((zone, 9) for zone in ZONES), ("UTC", None)])
def test_what_follows_is_what_cron_names(zone: str, hour: int | None) -> None:
    schedule = Schedule("morning", zone, hour)
    moment = datetime(2026, 10, 2, 3, 17, tzinfo=UTC)
    for _ in range(60):
        local = moment.astimezone(ZoneInfo(zone))
        named = croniter(schedule.cron, local, second_at_beginning=True).get_next(datetime)
        assert schedule.following(moment) == named
        moment = schedule.following(moment)


def test_a_morning_is_owed_from_its_hour_on_and_not_in_the_evening() -> None:
    morning = Schedule("morning", "Europe/Rome", 9)
    day = datetime(2026, 11, 20, tzinfo=ZoneInfo("Europe/Rome"))
    owed = [hour for hour in range(24) if morning.is_owed(day.replace(hour=hour))]
    assert owed == list(range(9, 17))
