"""Feasts by which people set days, and on which day each falls in a year."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

FIXED: Mapping[str, tuple[int, int]] = {
    "newyear": (1, 1),
    "epiphany": (1, 6),
    "labour": (5, 1),
    "ferragosto": (8, 15),
    "national": (10, 1),
    "elevens": (11, 11),
    "christmas": (12, 25),
}
"""Month and day of those that stay."""

MOVING: Mapping[str, tuple[str, str]] = {
    "springfestival": ("CN", "Chinese New Year (Spring Festival)"),
    "qingming": ("CN", "Tomb-Sweeping Day"),
    "dragonboat": ("CN", "Dragon Boat Festival"),
    "midautumn": ("CN", "Mid-Autumn Festival"),
    "thanksgiving": ("US", "Thanksgiving Day"),
    "easter": ("IT", "Easter Sunday"),
}
"""Country and name, as the library of holidays has them, of those that move."""

NAMES = (*FIXED, *MOVING)


def coming(name: str, on: date, *, before: bool = False) -> date:
    """The next day of the feast from `on`; with `before`, the day that ends ahead of it."""
    day = next(one for year in (on.year, on.year + 1) if (one := _in_year(name, year)) >= on)
    return day - timedelta(days=1) if before else day


@cache
def _in_year(name: str, year: int) -> date:
    if name in FIXED:
        return date(year, *FIXED[name])
    return _named(*MOVING[name], year)


def _named(country: str, called: str, year: int) -> date:
    import holidays  # slow to load, so only for feasts that move

    listed = holidays.country_holidays(country, years=year, language="en_US")
    days: list[date] = listed.get_named(called, lookup="exact")
    return min(days)
