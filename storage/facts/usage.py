"""Facts of use: the newest value of each metric, its trend, and how many licences are in use."""

from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Label, Select, Table, case, func, select

from playbooks import catalogue, frame
from playbooks.accounts import Subscription
from playbooks.catalogue import (
    BEFORE_DAYS,
    ELSEWHERE,
    OWN_METRIC,
    QUARTER_DAYS,
    RECENT_DAYS,
    TREND,
)
from playbooks.frame import Figures, Rows
from playbooks.observations import MetricSample
from storage.facts.found import Found
from storage.facts.scope import AT, Reach, Scope, ago, newest
from storage.values import table_of

FEWEST_LEVELS = 2
"""Samples of a level that the days before must hold, for the recent ones to have a trend."""

FEWEST_COUNTS = 12
"""Samples of a count in both windows together; fewer are noise, not a trend."""

POINTS = {"csat": 5.0, "nps": 10.0, "ces": 7.0}
"""Top of the scale of each answer to a survey; its trend is a difference in points."""

OTHER_SCALES = {"csat": ("csat_share", 100.0), "nps": ("nps_score", 1.0)}
"""What a figure off a person's scale is: a satisfied share in per cent, and a net score."""


def add(scope: Scope) -> None:
    """Add the facts of all metrics, and of the licences they are measured against."""
    by_metric = dict(scope.found(_samples).apart("metric"))
    for metric, found in by_metric.items():
        if metric.endswith(ELSEWHERE):
            continue
        latest = found.newest()
        _add_metric(scope, metric, latest)
        if metric not in catalogue.FLOWS:
            if len(found) > len(latest):
                _add_elsewhere(scope, metric, latest, found)
            _add_elsewhere(scope, metric, latest, by_metric.get(metric + ELSEWHERE))
    seats = scope.found(_seats)
    # Whoever has a subscription in force is a customer, whatever an older event says.
    scope.frame.drop("churned", seats.rows)
    known = scope.column("licences_bought").known[seats.rows]
    bought = seats.where(~known & (seats.figures("seats") > 0))
    evidence, since = ("subscription", bought.texts("id")), bought.days("since")
    scope.add("licences_bought", bought.rows, bought.figures("seats"), evidence, since)
    _add_utilisation(scope, "licences_assigned", "share of licences bought that are assigned")
    _add_utilisation(scope, "active_users", "share of licences bought with an active user")


@cache
def _samples(reach: Reach) -> Select[Any]:
    """One line for each account and metric: both windows, and the newest sample beside them."""
    sample, gives = table_of(MetricSample), ("id", "value", "unit")
    figures = _windows(sample)
    return newest(reach, sample, "date", by=("metric",), gives=gives, figures=figures)


def _windows(sample: Table) -> list[Label[Any]]:
    recent = sample.c.date > ago(RECENT_DAYS)
    before = (sample.c.date > ago(RECENT_DAYS + BEFORE_DAYS)) & ~recent
    quarter = sample.c.date > ago(QUARTER_DAYS)
    value = sample.c.value
    return [
        func.min(sample.c.date).label("first"),
        func.sum(case((recent, value))).label("recent"),
        func.count(case((recent, value))).label("recent_n"),
        func.sum(case((before, value))).label("before"),
        func.count(case((before, value))).label("before_n"),
        func.sum(case((quarter, value))).label("quarter"),
    ]


def _add_metric(scope: Scope, metric: str, found: Found) -> None:
    name = metric if catalogue.definition(metric) else OWN_METRIC + metric
    if metric in POINTS:
        _add_points(scope, metric, found)
        return
    if metric in catalogue.FLOWS:
        _add_count(scope, name, found)
    else:
        _add_level(scope, name, found)
    if catalogue.is_known(name + TREND):
        _add_trend(scope, name + TREND, found, _change(scope, metric, found))


def _add_elsewhere(scope: Scope, metric: str, newest: Found, others: Found | None) -> None:
    """What another sample says for the same day, where that differs."""
    if others is None or not len(others):
        return
    name = metric if catalogue.definition(metric) else OWN_METRIC + metric
    told = {key: scope.spread(newest.rows, newest.texts(key)) for key in ("value", "unit")}
    days = np.full(len(scope.frame), np.datetime64("NaT"), "datetime64[D]")
    days[newest.rows] = newest.days("date")
    shown, rows = scope.column(name), others.rows
    same_day = shown.known[rows] & (others.days("date") == days[rows])
    differs = others.texts("value") != told["value"][rows]
    rival = others.where(same_day & differs & (others.texts("unit") == told["unit"][rows]))
    value = _shares(rival) if name in catalogue.SHARES else rival.figures("value")
    evidence, day = ("metric", rival.texts("id")), rival.days("date")
    scope.add(name + ELSEWHERE, rival.rows, value, evidence, day, unit=rival.texts("unit"))


def _add_count(scope: Scope, name: str, found: Found) -> None:
    """A count is summed over its window; no sample within it means unknown, not none."""
    window = "quarter" if name == "tickets_opened" else "recent"
    given = found.where(found.given(window))
    _add(scope, name, given, given.figures(window), given.texts("unit"))


def _add_level(scope: Scope, name: str, found: Found) -> None:
    given = found.where(found.figures("value") >= 0)
    if name in catalogue.SHARES:
        _add(scope, name, given, _shares(given), None)
    else:
        _add(scope, name, given, given.figures("value"), given.texts("unit"))


def _shares(found: Found) -> Figures:
    """The values as shares of a whole, also those that were given in per cent."""
    given = zip(found.figures("value").tolist(), found.texts("unit"), strict=True)
    return np.array([catalogue.share(value, unit) for value, unit in given], dtype=np.float64)


def _add_trend(scope: Scope, name: str, found: Found, change: Figures) -> None:
    known = ~np.isnan(change)
    given = found.where(known)
    evidence, day = ("metric", given.texts("id")), given.days("date")
    scope.add(
        name, given.rows, change[known], evidence, day, unit="per cent", window_days=RECENT_DAYS
    )


def _change(scope: Scope, metric: str, found: Found) -> Figures:
    """Per cent by which the recent mean differs from the one before; not a number when unknown."""
    recent_n, before_n = found.figures("recent_n"), found.figures("before_n")
    recent, before = found.figures("recent"), found.figures("before")
    if metric in catalogue.FLOWS:
        days = (scope.ago(RECENT_DAYS) - found.days("first")).astype(np.int64)
        days = np.minimum(BEFORE_DAYS, days)
        enough = (days >= BEFORE_DAYS / 2) & (recent_n + before_n >= FEWEST_COUNTS)
        now, then = recent / RECENT_DAYS, _divided(before, days.astype(np.float64))
    else:
        enough = before_n >= FEWEST_LEVELS
        now, then = _divided(recent, recent_n), _divided(before, before_n)
    enough &= (recent_n > 0) & (before_n > 0) & (before > 0)
    return np.where(enough, 100 * (_divided(now, then) - 1), np.nan)


def _divided(part: Figures, whole: Figures) -> Figures:
    quotient: Figures = np.full(len(part), np.nan)
    np.divide(part, whole, out=quotient, where=whole > 0)
    return quotient


def _add_points(scope: Scope, metric: str, found: Found) -> None:
    value = found.figures("value")
    on_scale = value <= POINTS[metric]
    if metric == "nps":
        on_scale &= value >= 0
    if metric not in OTHER_SCALES:
        on_scale[:] = True
    given = found.where(on_scale)
    _add(scope, metric, given, value[on_scale], None)
    if metric in OTHER_SCALES:
        name, divisor = OTHER_SCALES[metric]
        _add(scope, name, found.where(~on_scale), value[~on_scale] / divisor, None)
    counts = np.minimum(given.figures("recent_n"), given.figures("before_n"))
    _add_points_trend(scope, metric, given.where(counts >= FEWEST_LEVELS))


def _add_points_trend(scope: Scope, metric: str, found: Found) -> None:
    recent_n, before_n = found.counts("recent_n"), found.counts("before_n")
    now, before = found.figures("recent") / recent_n, found.figures("before") / before_n
    unit = points(before, before_n, now, recent_n)
    evidence, day = ("metric", found.texts("id")), found.days("date")
    name = metric + TREND
    scope.add(name, found.rows, now - before, evidence, day, unit=unit, window_days=RECENT_DAYS)


def points(before: Figures, before_n: Any, now: Figures, now_n: Any) -> Any:
    """Units of changes in points, each with its ground."""
    grounds = zip(before.tolist(), before_n.tolist(), now.tolist(), now_n.tolist(), strict=True)
    return frame.texts([catalogue.points_between((b, bn), (n, nn)) for b, bn, n, nn in grounds])


def _add(scope: Scope, name: str, found: Found, value: Figures, unit: Any) -> None:
    evidence, day = ("metric", found.texts("id")), found.days("date")
    scope.add(name, found.rows, value, evidence, day, unit=unit)


@cache
def _seats(reach: Reach) -> Select[Any]:
    """Seats of the subscriptions in force, with the one that began last as evidence."""
    bought = table_of(Subscription)
    running = [
        (bought.c.start_date.is_(None)) | (bought.c.start_date <= AT),
        (bought.c.end_date.is_(None)) | (bought.c.end_date > AT),
        bought.c.seats.is_not(None),
    ]
    of_account = bought.c.account_id
    last_first = (bought.c.start_date.desc().nulls_last(), bought.c.id.desc())
    together = (
        select(
            of_account,
            bought.c.id,
            bought.c.start_date.label("since"),
            func.sum(bought.c.seats).over(partition_by=of_account).label("seats"),
            func.row_number().over(partition_by=of_account, order_by=last_first).label("place"),
        )
        .where(*reach.within(bought), *running)
        .subquery()
    )
    given = together.c
    return select(given.account_id, given.id, given.since, given.seats).where(given.place == 1)


def _add_utilisation(scope: Scope, used: str, unit: str) -> None:
    """Licences in use as a share of the licences bought; active users go before assigned ones."""
    scope.frame.drop("licence_utilisation" + ELSEWHERE, _add_share(scope, used, "", unit))
    _add_share(scope, used, ELSEWHERE, unit)


def _add_share(scope: Scope, used: str, told: str, unit: str) -> Rows:
    bought, use = scope.column("licences_bought"), scope.column(used + told)
    rows = np.flatnonzero(bought.known & use.known)
    rows = rows[bought.values[rows].astype(np.float64) > 0]
    share = use.values[rows].astype(np.float64) / bought.values[rows].astype(np.float64)
    evidence = (use.kinds[rows], use.ids[rows])
    scope.add("licence_utilisation" + told, rows, share, evidence, use.as_of[rows], unit=unit)
    return rows
