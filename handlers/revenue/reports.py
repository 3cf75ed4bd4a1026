"""The whole report on revenue: made from the records, kept, and read again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pydantic import TypeAdapter

from handlers import audit, past, rulebook
from handlers.backtest import JUDGES
from handlers.context import Context
from handlers.revenue import attending, leaks, ledger
from handlers.revenue.ledger import Ledger
from playbooks.conversations import AuditEntry
from playbooks.errors import BadInput, NotFound
from playbooks.frame import ANY
from playbooks.health.rules import HealthRules
from playbooks.people import Member
from playbooks.revenue import effects, lifetime
from playbooks.revenue.effects import Line, Scale
from playbooks.revenue.lifetime import Terms
from playbooks.revenue.values import Measure, Report
from storage.workspace import Reader

ACTION = "revenue.run"
"""The name under which the audit log keeps a report."""

ADAPTER = TypeAdapter(Report)
HORIZON_DAYS = 180
SHOWN = 3
"""Answers to surveys that a report names as examples."""

DAY_DISCOUNTS = 1.0
"""A discount of everything within a year leaves nothing to be valued."""


def run(context: Context, at: date | None = None, terms: Terms | None = None) -> Report:
    """Effects, lifetime values and attention as of `at`, or of the last day with records.

    Raises `BadInput` for a horizon, a discount or a margin that no contract has.
    """
    with context.workspace.reading() as reader:
        rules = rulebook.health(context, reader)
        return read(reader, rules, min(at or context.today(), context.today()), terms or Terms())


def read(reader: Reader, rules: HealthRules, today: date, terms: Terms) -> Report:
    """The same within a transaction of one's own."""
    _check(terms)
    return _made(reader, past.observed_until(reader, today) or today, rules, terms)


def check_may_read(member: Member) -> None:
    """Raise `NotFound` for whoever may not judge the whole workspace."""
    if member.role not in JUDGES:
        raise NotFound("There is no report on revenue that I can show you. Nothing was read.")


def keep(context: Context, found: Report, author: str | None) -> AuditEntry:
    """Keep the report in the audit log, so that answers may use it."""
    kept = {"report": ADAPTER.dump_python(found, mode="json")}
    return audit.keep_finding(context, author, ACTION, "revenue", found.as_of.isoformat(), kept)


def latest(reader: Reader) -> tuple[date, Report] | None:
    """The newest report that was kept, with the day it was made; None when there is none."""
    kept = reader.find(AuditEntry, action=ACTION, newest_first=True, limit=1)
    if not kept or not kept[0].after:
        return None
    return kept[0].at.date(), ADAPTER.validate_python(kept[0].after["report"])


def _check(terms: Terms) -> None:
    if not 1 <= terms.horizon_months <= 240:
        raise BadInput("A horizon has 1 to 240 months. Nothing was computed.")
    if not 0 <= terms.discount < DAY_DISCOUNTS:
        raise BadInput("A discount is a share a year from 0 to below 1. Nothing was computed.")
    if terms.margin is not None and not 0 < terms.margin <= 1:
        raise BadInput("A margin is a share above 0 and up to 1. Nothing was computed.")


def _made(reader: Reader, last: date, rules: HealthRules, terms: Terms) -> Report:
    records = ledger.read(reader, last)
    cutoffs = past.cutoffs(reader, last, HORIZON_DAYS)
    now = _lines(records, [last], last)
    before = _lines(records, cutoffs, last)
    compared = effects.compare(now, before, _scales(rules))
    values = lifetime.value([*records.courses.values()], cutoffs, HORIZON_DAYS, last, terms)
    return Report(
        as_of=last,
        window_days=ledger.WINDOW_DAYS,
        horizon_days=HORIZON_DAYS,
        cutoffs=cutoffs,
        accounts=len(records.accounts),
        priced=len(records.courses),
        rebuilt=sum(1 for one in records.courses.values() if one.rebuilt),
        comparisons=compared,
        compared=sum(1 for one in compared if one.between is not None),
        cautions=tuple(leaks.cautions(records, now, before, cutoffs, last)),
        lifetime=values,
        attendance=attending.attendance(reader, values, last),
        examples=_examples(records),
    )


def _lines(records: Ledger, cutoffs: Sequence[date], last: date) -> list[Line]:
    made = (
        records.line(course, cutoff, HORIZON_DAYS, last)
        for cutoff in cutoffs
        for course in records.courses.values()
    )
    return [line for line in made if line is not None]


def _scales(rules: HealthRules) -> dict[Measure, Scale]:
    """Where a measure is good and where it is poor, as the health questions have it."""

    def limit(name: str) -> float:
        return float(rules.file.thresholds[name][ANY])

    csat = Scale(limit("csat_poor"), limit("csat_good"))
    return {
        Measure.CSAT: csat,
        # A detractor answers up to the limit, so the next answer is the first that is not poor.
        Measure.NPS: Scale(limit("nps_detractor") + 1, limit("nps_promoter")),
        Measure.CES: Scale(limit("ces_poor"), limit("ces_good")),
        Measure.TICKETS: replace(csat),
    }


def _examples(records: Ledger) -> tuple[tuple[str, str], ...]:
    newest = sorted(
        (one for some in records.said.values() for one in some),
        key=lambda one: (one.day, one.id),
        reverse=True,
    )
    return tuple((one.kind, one.id) for one in newest[:SHOWN])
