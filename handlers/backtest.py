"""Does the score predict who leaves? Tested on what happened, with what was known before."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pydantic import TypeAdapter

from handlers import audit, health, leakage, past, rulebook
from handlers.context import Context
from handlers.past import Plan, Records
from playbooks.conversations import AuditEntry
from playbooks.errors import NotFound
from playbooks.health.rules import HealthRules
from playbooks.observations import CHURN
from playbooks.people import Member, Role
from playbooks.prediction import history as histories
from playbooks.prediction import signals, testing
from playbooks.prediction.history import History
from playbooks.prediction.testing import Findings, Progress
from playbooks.prediction.values import Backtest, Caution, Target, Verdict
from storage.workspace import Reader

ACTION = "backtest.run"
"""The name under which the audit log keeps a finding."""

ADAPTER = TypeAdapter(Backtest)
SHOWN = 3
"""Departures that a finding names as examples."""

JUDGES = (Role.CSM, Role.MANAGER, Role.ADMIN)
"""Who reads the health of all accounts, and so may test it."""

LATE_SIGNAL = "ticket_satisfaction"


@dataclass(frozen=True, slots=True)
class Tested:
    """A finding, with the history and the rules that it was read from."""

    finding: Backtest
    history: History
    rules: HealthRules


def run(
    context: Context,
    cutoff: date | None = None,
    horizon_days: int | None = None,
    target: Target = Target.CHURN,
    progress: Progress | None = None,
) -> Backtest:
    """Test score, components and signals as they were known at each cut-off.

    Without a cut-off, the latest whose horizon is over and up to three earlier ones are taken,
    with horizons that do not overlap; where all figures bear one day, that day. Raises `BadInput`
    for a cut-off or a horizon after which nothing can have been recorded.
    """
    return tested(context, cutoff, horizon_days, target, progress).finding


def tested(
    context: Context,
    cutoff: date | None,
    horizon_days: int | None,
    target: Target,
    progress: Progress | None,
) -> Tested:
    """The finding with all that it was read from; raises as `run` does."""
    with context.workspace.reading() as reader:
        rules = rulebook.health(context, reader)
        records = past.records(reader)
        chosen = past.plan(context, reader, cutoff, horizon_days)
        history = _history(reader, records, chosen, target, rules)
        cautions = [*leakage.cautions(reader, records, chosen, target, history)]
    found = replace(
        _told(testing.measure(history, rules, progress), history, chosen, target, cautions),
        weights_version=rules.version,
        tested_on=context.today(),
        examples=_examples(records, chosen),
    )
    return Tested(found, history, rules)


def check_may_judge(member: Member) -> None:
    """Raise `NotFound` for whoever may not read the health of the whole workspace."""
    if member.role not in JUDGES:
        raise NotFound("There is no test of the score that I can show you. Nothing was read.")


def keep(context: Context, found: Backtest, author: str | None) -> AuditEntry:
    """Keep the finding in the audit log, so that it can be shown beside the score."""
    kept = {"backtest": ADAPTER.dump_python(found, mode="json")}
    return audit.keep_finding(context, author, ACTION, "backtest", found.weights_version, kept)


def latest(reader: Reader, rules: HealthRules) -> Backtest | None:
    """The newest finding that was kept about the weights in force, None when there is none."""
    kept = reader.find(AuditEntry, action=ACTION, item_id=rules.version, newest_first=True, limit=1)
    return ADAPTER.validate_python(kept[0].after["backtest"]) if kept and kept[0].after else None


def _history(
    reader: Reader, records: Records, chosen: Plan, target: Target, rules: HealthRules
) -> History:
    parts = []
    without = frozenset([signals.REVENUE] if leakage.without_revenue(records) else [])
    for cutoff in chosen.cutoffs:
        judged = past.judged(records, cutoff, chosen.horizon_days, target)
        late = {
            LATE_SIGNAL: frozenset(t.account_id for t in past.rated_later(records.tickets, cutoff))
        }
        for readings in health.side_by_side(reader, cutoff, rules):
            parts.append(histories.part(readings, judged, late, without))
    return History([part for part in parts if len(part.events)])


def _told(
    found: Findings, history: History, chosen: Plan, target: Target, cautions: list[Caution]
) -> Backtest:
    by_score = found.score.verdict is not Verdict.TOO_LITTLE or found.model is None
    verdict = found.score.verdict if by_score or found.model is None else found.model.verdict
    events = history.events
    return Backtest(
        verdict=verdict,
        about="score" if by_score else "model",
        target=target,
        cutoffs=chosen.cutoffs,
        horizon_days=chosen.horizon_days,
        accounts=len(set(history.clusters.tolist())),
        n=len(events),
        events=int(events.sum()),
        score=found.score,
        readings=found.readings,
        baselines=found.baselines,
        base_rate=float(events.mean()) if len(events) else None,
        model=found.model,
        tried=len(found.signals),
        cautions=(*cautions, *found.cautions),
        weights_version="",
        tested_on=chosen.observed_until,
    )


def _examples(records: Records, chosen: Plan) -> tuple[str, ...]:
    if not chosen.cutoffs:
        return ()
    until = chosen.cutoffs[-1] + timedelta(days=chosen.horizon_days)
    left = [
        one
        for ends in records.outcomes.values()
        for one in ends
        if one.kind == CHURN and chosen.cutoffs[0] < one.date <= until
    ]
    newest = sorted(left, key=lambda one: (one.date, one.id), reverse=True)
    return tuple(one.id for one in newest[:SHOWN])
