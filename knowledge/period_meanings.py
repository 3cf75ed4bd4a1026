"""What the wordings of `periods.yaml` mean, as seen from a day: its first and its last day.

Each meaning is given what its wording said, by the names of its places. What is no date, such as
31 February, raises `ValueError` or `OverflowError`.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from knowledge import phrasing

Bounds = tuple[date | None, date | None]
Said = dict[str, str | None]

MONTHS = {"month": 1, "quarter": 3, "year": 12}
LATELY = 30
"""Days that "lately" and "最近" mean; our reading of a vague word."""

SECOND = ("second", "2", "下")
"""How words for the second half of a year begin."""


def _between_days(said: Said, _today: date) -> Bounds:
    first, last = sorted((_date(said["iso"]), _date(said["iso_2"])))
    return first, last


def _between_months(said: Said, today: date) -> Bounds:
    last = _latest(said["month_2"], None, today)
    first = phrasing.months()[said["month"] or ""]
    return date(last.year - (first > last.month), first, 1), month_end(last)


def _since_date(said: Said, today: date) -> Bounds:
    return _date(said["iso"]), today


def _until_date(said: Said, _today: date) -> Bounds:
    return None, _date(said["iso"])


def _on_date(said: Said, _today: date) -> Bounds:
    return (_date(said["iso"]),) * 2


def _since_day(said: Said, today: date) -> Bounds:
    return _day(said, today), today


def _on_day(said: Said, today: date) -> Bounds:
    return (_day(said, today),) * 2


def _since_month(said: Said, today: date) -> Bounds:
    return _latest(said["month"], said.get("year"), today), today


def _in_month(said: Said, today: date) -> Bounds:
    first = _latest(said["month"], said.get("year"), today)
    return first, month_end(first)


def _in_season(said: Said, today: date) -> Bounds:
    """Three whole months, from March, June, September or December on, as the north counts them."""
    first = int(phrasing.value("seasons", said["season"] or ""))
    latest = today.year - (1 if said.get("ago") else first > today.month)
    since = date(int(said.get("year") or latest), first, 1)
    return since, month_end(moved(since, "month", 2))


def _since_season(said: Said, today: date) -> Bounds:
    return _in_season(said, today)[0], today


def _in_year(said: Said, _today: date) -> Bounds:
    year = int(said["year"] or 0)
    return date(year, 1, 1), date(year, 12, 31)


def _since_weekday(said: Said, today: date) -> Bounds:
    weekday = phrasing.value("weekdays", said["weekday"] or "")
    return today - timedelta((today.weekday() - weekday) % 7 or 7), today


def _since_last(said: Said, today: date) -> Bounds:
    return _calendar(_unit(said), today, -1)[0], today


def _ahead(said: Said, today: date) -> Bounds:
    return today, moved(today, _unit(said), _number(said))


def _behind(said: Said, today: date) -> Bounds:
    return moved(today, _unit(said), -_number(said)), today


def _half_year(_said: Said, today: date) -> Bounds:
    return moved(today, "month", -6), today


def _half_year_ahead(_said: Said, today: date) -> Bounds:
    return today, moved(today, "month", 6)


def _tomorrow(_said: Said, today: date) -> Bounds:
    return (today + timedelta(1),) * 2


def _last(said: Said, today: date) -> Bounds:
    return _calendar(_unit(said), today, -1)


def _this(said: Said, today: date) -> Bounds:
    return _calendar(_unit(said), today, 0)


def _until_end(said: Said, today: date) -> Bounds:
    return today, _calendar(_unit(said), today, 0)[1]


def _coming(said: Said, today: date) -> Bounds:
    return _calendar(_unit(said), today, 1)


def _quarter(said: Said, today: date) -> Bounds:
    quarter = phrasing.value("quarters", said["quarter"] or "")
    year = int(said.get("year") or today.year + bool(said.get("next")) - bool(said.get("ago")))
    return date(year, 3 * quarter - 2, 1), month_end(date(year, 3 * quarter, 1))


def _half_of_year(said: Said, today: date) -> Bounds:
    second = (said["half"] or "").startswith(SECOND)
    year = int(said.get("year") or today.year + bool(said.get("next")) - bool(said.get("ago")))
    return date(year, 7 if second else 1, 1), month_end(date(year, 12 if second else 6, 1))


def _until_month(said: Said, today: date) -> Bounds:
    month = phrasing.months()[said["month"] or ""]
    year = int(said.get("year") or today.year + (month < today.month))
    return today, month_end(date(year, month, 1))


def _year_to_date(_said: Said, today: date) -> Bounds:
    return date(today.year, 1, 1), today


def _since_yesterday(_said: Said, today: date) -> Bounds:
    return today - timedelta(1), today


def _yesterday(_said: Said, today: date) -> Bounds:
    return (today - timedelta(1),) * 2


def _before_yesterday(_said: Said, today: date) -> Bounds:
    return (today - timedelta(days=2),) * 2


def _today(_said: Said, today: date) -> Bounds:
    return today, today


def _lately(_said: Said, today: date) -> Bounds:
    return today - timedelta(LATELY), today


MEANINGS: dict[str, Callable[[Said, date], Bounds]] = {
    "between_days": _between_days,
    "between_months": _between_months,
    "since_date": _since_date,
    "until_date": _until_date,
    "on_date": _on_date,
    "since_day": _since_day,
    "since_month": _since_month,
    "since_weekday": _since_weekday,
    "since_last": _since_last,
    "since_yesterday": _since_yesterday,
    "ahead": _ahead,
    "behind": _behind,
    "last": _last,
    "last_whole": _last,
    "half_year": _half_year,
    "half_year_ahead": _half_year_ahead,
    "tomorrow": _tomorrow,
    "coming": _coming,
    "until_end": _until_end,
    "until_month": _until_month,
    "half_of_year": _half_of_year,
    "quarter_of_year": _quarter,
    "this": _this,
    "quarter": _quarter,
    "since_season": _since_season,
    "in_season": _in_season,
    "year_to_date": _year_to_date,
    "on_day": _on_day,
    "in_month": _in_month,
    "in_year": _in_year,
    "before_yesterday": _before_yesterday,
    "yesterday": _yesterday,
    "today": _today,
    "lately": _lately,
}


def _date(said: str | None) -> date:
    year, month, day = (int(part) for part in re.findall(r"\d+", said or ""))
    return date(year, month, day)


def _day(said: Said, today: date) -> date:
    month = phrasing.months()[said["month"] or ""]
    day = phrasing.day_of_month(said["day"] or "")
    if year := said.get("year"):
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)


def _latest(month_name: str | None, year: str | None, today: date) -> date:
    month = phrasing.months()[month_name or ""]
    return date(int(year) if year else today.year - (month > today.month), month, 1)


def _number(said: Said) -> int:
    number = said.get("n")
    if number is None:
        return 1
    return int(number) if number.isdigit() else int(phrasing.value("numbers", number))


def _unit(said: Said) -> str:
    return str(phrasing.value("units", said["unit"] or ""))


def _calendar(unit: str, today: date, steps: int) -> tuple[date, date]:
    """The whole day, week, month, quarter or year that lies `steps` from today's."""
    if unit == "day":
        return (today + timedelta(steps),) * 2
    if unit == "week":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=steps)
        return monday, monday + timedelta(6)
    size = MONTHS[unit]
    begins = (today.month - 1) // size * size + 1
    first = moved(date(today.year, begins, 1), "month", steps * size)
    return first, month_end(moved(first, "month", size - 1))


def moved(day: date, unit: str, count: int) -> date:
    """The day so many days, weeks, months, quarters or years later; the month's last at most."""
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + count * MONTHS[unit], 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(first: date) -> date:
    """The last day of the month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
