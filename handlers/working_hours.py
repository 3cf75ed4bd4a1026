"""When a member works: their own time zone, weekdays from nine to five, no public holiday."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from playbooks.people import Member

START = time(9)
END = time(17)

FIRST_DAY_OFF = 5
"""Saturday, as Python counts the days of a week."""


def zone_of(member: Member) -> ZoneInfo:
    """The member's time zone; UTC for one that nobody knows."""
    return zone(member.time_zone)


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC for one that nobody knows."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def local(member: Member, now: datetime) -> datetime:
    """What the member's clock shows."""
    return now.astimezone(zone_of(member))


def works_on(member: Member, day: date) -> bool:
    """True on a weekday that is no public holiday where the member's time zone lies."""
    return day.weekday() < FIRST_DAY_OFF and not is_holiday(zone_of(member).key, day)


def starts_in(member: Member, now: datetime) -> float:
    """Seconds until the member's working hours begin today, 0 when they have begun."""
    begins = datetime.combine(local(member, now).date(), START, zone_of(member))
    return max((begins.astimezone(UTC) - now.astimezone(UTC)).total_seconds(), 0.0)


def is_over(member: Member, now: datetime) -> bool:
    """True when the member's working hours of today have passed."""
    return local(member, now).time() >= END


def days_between(member: Member, since: date, until: date) -> int:
    """The member's working days after `since`, up to and with `until`."""
    days = (since + timedelta(days=n) for n in range(1, (until - since).days + 1))
    return sum(works_on(member, day) for day in days)


def is_holiday(time_zone: str, day: date) -> bool:
    """True on a public holiday of the whole country that the time zone belongs to.

    Members have no country of their own; where the zone names none, such as UTC, there are no
    holidays.
    """
    named = get_global("zone_aliases").get(time_zone, time_zone)
    country = get_global("zone_territories").get(named)
    return day in _holidays(country, day.year) if country else False


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # of this country the library knows none
        return frozenset()
