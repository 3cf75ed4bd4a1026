"""Facts of use: the newest value of each metric, its trend, and how many licences are in use."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, case, func, select

from playbooks import catalogue
from playbooks.accounts import Subscription
from playbooks.catalogue import BEFORE_DAYS, OWN_METRIC, QUARTER_DAYS, RECENT_DAYS, TREND
from playbooks.observations import MetricSample
from storage.facts.scope import AT, Scope, ago, within
from storage.values import table_of

FEWEST_LEVELS = 2
"""Samples of a level that the days before must hold, for the recent ones to have a trend."""

FEWEST_COUNTS = 12
"""Samples of a count in both windows together; fewer are noise, not a trend."""

POINTS = {"csat": 5.0, "nps": 10.0, "ces": 7.0}
"""Top of the scale of each answer to a survey; its trend is a difference in points."""


def add(scope: Scope) -> None:
    """Add the facts of all metrics, and of the licences they are measured against."""
    for row in scope.rows(_samples()):
        _add_metric(scope, row)
    for row in scope.rows(_seats()):
        # Whoever has a subscription in force is a customer, whatever an older event says.
        scope.found[row.account_id].pop("churned", None)
        if scope.get(row.account_id, "licences_bought") is None and row.seats > 0:
            evidence = ("subscription", row.id)
            scope.add(row.account_id, "licences_bought", float(row.seats), evidence, row.since)
    for account_id in scope.found:
        _add_utilisation(scope, account_id)


@cache
def _samples() -> Select[Any]:
    """One row for each account and metric: both windows, and the newest sample beside them."""
    sample = table_of(MetricSample)
    where = [*within(sample), sample.c.date <= AT]
    keys = (sample.c.account_id, sample.c.metric)
    figures = select(*keys, *_windows(sample)).where(*where).group_by(*keys).subquery()
    return (
        select(figures, sample.c.id, sample.c.value, sample.c.unit)
        .join(
            sample,
            (sample.c.account_id == figures.c.account_id)
            & (sample.c.metric == figures.c.metric)
            & (sample.c.date == figures.c.last),
        )
        .where(*within(sample))
        .order_by(sample.c.id)
    )


def _windows(sample: Table) -> list[ColumnElement[Any]]:
    recent = sample.c.date > ago(RECENT_DAYS)
    before = (sample.c.date > ago(RECENT_DAYS + BEFORE_DAYS)) & ~recent
    quarter = sample.c.date > ago(QUARTER_DAYS)
    value = sample.c.value
    return [
        func.max(sample.c.date).label("last"),
        func.min(sample.c.date).label("first"),
        func.sum(case((recent, value))).label("recent"),
        func.count(case((recent, value))).label("recent_n"),
        func.sum(case((before, value))).label("before"),
        func.count(case((before, value))).label("before_n"),
        func.sum(case((quarter, value))).label("quarter"),
    ]


def _add_metric(scope: Scope, row: Row[Any]) -> None:
    name = row.metric if catalogue.definition(row.metric) else OWN_METRIC + row.metric
    evidence = ("metric", row.id)
    if row.metric in catalogue.FLOWS:
        _add_count(scope, row, name)
    elif row.metric in POINTS:
        _add_points(scope, row)
    elif row.value >= 0:
        share = row.metric in catalogue.SHARES and row.value > 1
        value = row.value / 100 if share else row.value
        unit = None if row.metric in catalogue.SHARES else row.unit
        scope.add(row.account_id, name, value, evidence, row.last, unit=unit)
    change = _change(scope, row)
    if change is not None and row.metric not in POINTS and catalogue.is_known(name + TREND):
        scope.add(
            row.account_id,
            name + TREND,
            change,
            evidence,
            row.last,
            unit="per cent",
            window_days=RECENT_DAYS,
        )


def _add_count(scope: Scope, row: Row[Any], name: str) -> None:
    """A count is summed over its window; no sample within it means unknown, not none."""
    window = QUARTER_DAYS if row.metric == "tickets_opened" else RECENT_DAYS
    total = row.quarter if window == QUARTER_DAYS else row.recent
    if total is not None:
        evidence = ("metric", row.id)
        scope.add(row.account_id, name, total, evidence, row.last, unit=row.unit)


def _add_points(scope: Scope, row: Row[Any]) -> None:
    name, value = _on_its_scale(row.metric, row.value)
    evidence = ("metric", row.id)
    scope.add(row.account_id, name, value, evidence, row.last)
    if name == row.metric and min(row.recent_n, row.before_n) >= FEWEST_LEVELS:
        now, before = row.recent / row.recent_n, row.before / row.before_n
        scope.add(
            row.account_id,
            name + TREND,
            now - before,
            evidence,
            row.last,
            unit=catalogue.points_between((before, row.before_n), (now, row.recent_n)),
            window_days=RECENT_DAYS,
        )


def _on_its_scale(metric: str, value: float) -> tuple[str, float]:
    """A satisfied share in per cent and a net score are other figures than a person's answer."""
    if metric == "csat" and value > POINTS["csat"]:
        return "csat_share", value / 100
    if metric == "nps" and not 0 <= value <= POINTS["nps"]:
        return "nps_score", value
    return metric, value


def _change(scope: Scope, row: Row[Any]) -> float | None:
    """Per cent by which the recent mean differs from the one before; None when unknown."""
    if not row.recent_n or not row.before_n or row.before <= 0:
        return None
    if row.metric not in catalogue.FLOWS:
        if row.before_n < FEWEST_LEVELS:
            return None
        return float(100 * (row.recent / row.recent_n * row.before_n / row.before - 1))
    days = min(BEFORE_DAYS, (scope.ago(RECENT_DAYS) - row.first).days)
    if days < BEFORE_DAYS / 2 or row.recent_n + row.before_n < FEWEST_COUNTS:
        return None
    return float(100 * (row.recent / RECENT_DAYS * days / row.before - 1))


@cache
def _seats() -> Select[Any]:
    """Seats of the subscriptions in force, with the one that began last as evidence."""
    bought = table_of(Subscription)
    running = [
        (bought.c.start_date.is_(None)) | (bought.c.start_date <= AT),
        (bought.c.end_date.is_(None)) | (bought.c.end_date > AT),
        bought.c.seats.is_not(None),
    ]
    return (
        select(
            bought.c.account_id,
            func.sum(bought.c.seats).label("seats"),
            func.max(bought.c.id).label("id"),
            func.max(bought.c.start_date).label("since"),
        )
        .where(*within(bought), *running)
        .group_by(bought.c.account_id)
    )


def _add_utilisation(scope: Scope, account_id: str) -> None:
    """Active users, or else assigned licences, as a share of the licences bought."""
    bought = scope.get(account_id, "licences_bought")
    active = scope.get(account_id, "active_users")
    used = active or scope.get(account_id, "licences_assigned")
    if bought is None or used is None or float(bought.value) <= 0:
        return
    unit = "share of licences bought with an active user"
    scope.add(
        account_id,
        "licence_utilisation",
        float(used.value) / float(bought.value),
        (used.evidence_kind, used.evidence_id),
        used.as_of,
        unit=unit if active else "share of licences bought that are assigned",
    )
